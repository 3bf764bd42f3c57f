import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Role assignments to an identity of an edge that Azure refuses: they call it a user or a group, or are of a custom role that cannot be
 * assigned there.
 *
 * Azure documentation: "Troubleshoot Azure RBAC", on UnmatchedPrincipalType; "Azure custom roles", on assignable scopes.
 */
export const refusedAssignments: Rule = ({ azure, everyEdge }) => {
  const principals = new Set(everyEdge.map(({ declaration }) => declaration.principal));
  return [...principals].flatMap((principal) =>
    azure.refusedAssignmentsOf(principal).map(({ assignment: { resource }, argument, reason }): Finding => {
      const at = { place: placeOf(resource), resource, argument, what: resource.type };
      return {
        ...({ code: "refused-object", severity: "fault", ...at } as const),
        reason: `the vendor's API does not store it: ${reason}`,
      };
    }),
  );
};
