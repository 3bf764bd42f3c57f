import { Configuration, placeOf } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { NOT_READ } from "../not-read";
import { Edge } from "../edges/edge";
import { conditionalAccess } from "./conditional-access";
import { isUnjudged } from "./deny-assignments";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";
import { isBuiltIn } from "./roles";
import { BUILT_IN_ROLES } from "./built-in-roles";

/** What keeps the edges' identities from something, as far as it is not judged, and roles of theirs that were not read. */
export function unseen(
  azure: AzureWorld,
  configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
  return [
    ...unreadRoles(azure, edges),
    ...unjudgedDenials(azure, edges),
    ...conditionalAccess(azure, configuration, edges),
  ];
}

function unjudgedDenials(azure: AzureWorld, edges: readonly Edge[]): readonly UnseenGrant[] {
  return azure.denyAssignments.flatMap((deny) => {
    const isOf = (edge: Edge) => {
      const principal = identityOf(azure, edge.request)?.principalId ?? edge.declaration.principal;
      const resources = edge.service?.grants.flatMap((grant) => grant.resources) ?? [edge.declaration.target.name];
      return isUnjudged(azure, deny, principal, resources);
    };
    if (!edges.some(isOf)) return [];
    const reason = `a deny assignment on ${deny.scope} may block what an edge is for: its principals, scope or condition is not judged`;
    return [{ place: placeOf(deny.resource), resource: deny.resource, reason }];
  });
}

/** Roles of the edges' own principals that were not read: others are not admitted by what was read. */
function unreadRoles(azure: AzureWorld, edges: readonly Edge[]): readonly UnseenGrant[] {
  const principals = new Set(edges.map(({ declaration }) => declaration.principal));
  return [...principals].flatMap((principal) =>
    azure
      .assignmentsOf(principal)
      .filter(
        ({ roleId }) =>
          !isBuiltIn(roleId) && !Object.hasOwn(BUILT_IN_ROLES, roleId) && azure.customRoleOf(roleId) === undefined,
      )
      .map(({ resource, roleId }) => ({
        ...{ place: placeOf(resource), resource },
        reason: `what the role ${roleId} permits ${NOT_READ}`,
      })),
  );
}
