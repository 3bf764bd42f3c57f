import { placeOf, text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Role assignments to an identity of an edge that call it a user or a group: Azure refuses them.
 *
 * Azure documentation: "Troubleshoot Azure RBAC", on UnmatchedPrincipalType.
 */
export const principalTypes: Rule = ({ azure, everyEdge }) => {
  const principals = new Set(everyEdge.map(({ declaration }) => declaration.principal));
  return [...principals].flatMap((principal) =>
    azure.assignmentsOf(principal).flatMap(({ resource }): readonly Finding[] => {
      const type = unlessUnresolved(() => text(resource.argument("principal_type")), undefined);
      if (type === undefined || !["User", "Group"].includes(type)) return [];
      const reason = `the vendor's API does not store it: principal_type is "${type}", and ${principal} is a service principal`;
      const at = { place: placeOf(resource), resource, argument: "principal_type", what: resource.type };
      return [{ code: "refused-object", severity: "fault", ...at, reason }];
    }),
  );
};
