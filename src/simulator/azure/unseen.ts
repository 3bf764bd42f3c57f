import { Configuration, placeOf } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { NOT_READ } from "../not-read";
import { Edge } from "../edges/edge";
import { AzureWorld } from "./read";
import { isBuiltIn } from "./roles";
import { BUILT_IN_ROLES } from "./built-in-roles";

/** Roles of the edges' own principals that were not read: others are not admitted by what was read. */
export function unseen(
  azure: AzureWorld,
  _configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
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
