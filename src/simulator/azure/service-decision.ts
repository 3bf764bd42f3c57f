import { Doubt } from "../answer";
import { ServiceDecision, ServiceRequest } from "../services/service-request";
import type { CustomPermission } from "./custom-roles";
import { AzureWorld, ManagedIdentity } from "./read";
import { RoleAssignment } from "./role-assignments";
import { assignmentHolds } from "./assignment-condition";
import { isOfCosmosData } from "./cosmos-roles";
import { becauseDenied, denialOf, mayDeny } from "./deny-assignments";
import { planeOf } from "./planes";
import { BUILT_IN_ROLES } from "./built-in-roles";
import { operationOf, permits } from "./service-roles";

/**
 * What Azure answers: no deny assignment blocks the operation, and some role assignment of the identity's service principal, on the
 * resource or above it, permits the operation. In a Key Vault that is not in the RBAC mode its access policies decide, on data of
 * Cosmos DB the account's own roles.
 *
 * Azure documentation: "Understand scope for Azure RBAC", "How Azure RBAC determines if a user has access to a resource".
 *
 * @param now seconds since 1970
 */
export function decideService(
  azure: AzureWorld,
  { principalId }: Pick<ManagedIdentity, "principalId">,
  { action: written, resource }: ServiceRequest,
  now: number,
): ServiceDecision {
  const action = operationOf(written);
  if (isOfCosmosData(action)) {
    return azure.cosmos.decide([principalId, ...azure.groupsOf(principalId)], action, resource);
  }
  const vault = planeOf(action) === "data" ? azure.vaults.decidingItself(resource) : undefined;
  if (vault) {
    const policy = azure.vaults.policyFor(resource, principalId, action);
    const line = "rbac_authorization_enabled is not true, so access policies decide and role assignments do not count";
    const because = policy
      ? { resource: policy.resource, line: `it permits ${action}` }
      : { resource: vault, argument: "rbac_authorization_enabled", line };
    return { allowed: policy !== undefined, because, gaps: [] };
  }
  const denial = denialOf(azure, principalId, { action, resource, now });
  if (denial?.isSure) return { allowed: false, because: becauseDenied(denial.deny, action), gaps: [] };
  const gaps: Doubt[] = [];
  const over = azure.assignmentsOf(principalId).filter(({ scope }) => azure.reaches(scope, resource) !== false);
  for (const { roleId, scope, condition, resource: made } of over) {
    const permissions = permissionsOfRole(azure, roleId);
    if (!permissions) {
      gaps.push({ reason: `what the role ${roleId} permits is not known here`, resource: made });
      continue;
    }
    const isPermitted = permits(permissions, action);
    if (isPermitted === undefined) {
      gaps.push({ reason: `whether ${action} is an action or a data action is not known here`, resource: made });
    }
    if (!isPermitted) continue;
    if (azure.reaches(scope, resource) === undefined) {
      gaps.push({ reason: `which subscriptions ${scope} has is not known here`, resource: made });
      continue;
    }
    const holds = condition === undefined || assignmentHolds(condition, { action, resource, now });
    if (holds === undefined) gaps.push({ reason: "the condition of the assignment is not judged", resource: made });
    if (holds !== true) continue;
    const because = { resource: made, argument: "role_definition_id", line: `role ${roleId} on ${scope}` };
    return { allowed: true, because, gaps: denial ? [mayDeny(denial.deny, action)] : [] };
  }
  return { allowed: false, because: whyNot(azure, principalId, action, resource), gaps };
}

function whyNot(azure: AzureWorld, principalId: string, action: string, resource: string) {
  const own = azure.assignmentsOf(principalId);
  const fitting = own.filter(({ roleId }) => permits(permissionsOfRole(azure, roleId) ?? [], action));
  const [elsewhere] = fitting;
  if (elsewhere) {
    const line = `role ${elsewhere.roleId} is on ${elsewhere.scope}, not on ${resource}`;
    return { resource: elsewhere.resource, argument: "scope", line };
  }
  const near = own.find(({ scope }) => azure.reaches(scope, resource));
  if (near) {
    const line = `role ${near.roleId} does not permit ${action}`;
    return { resource: near.resource, argument: "role_definition_id", line };
  }
  const others = azure.assignmentsOn(resource);
  // One of no known identity, or one that another has already, is the one to mend.
  const isStray = (one: RoleAssignment) =>
    !azure.isPrincipal(one.principalId) ||
    others.some((two) => two !== one && two.principalId === one.principalId && two.roleId === one.roleId);
  const other = others.find(isStray) ?? others[0];
  if (!other) return { line: `no role assignment of ${principalId} is on ${resource} or above it` };
  const line = `principal_id is ${other.principalId}, and ${principalId} asks`;
  return { resource: other.resource, argument: "principal_id", line };
}

/** What a role permits; undefined for one that is neither known nor read. */
export function permissionsOfRole(azure: AzureWorld, roleId: string): readonly CustomPermission[] | undefined {
  return azure.customRoleOf(roleId) ?? BUILT_IN_ROLES[roleId.toLowerCase()];
}

/** Whether a resource is a scope, or in it. */
export function isIn(resource: string, scope: string): boolean {
  const [asked, own] = [resource, scope].map((one) => one.toLowerCase().replace(/\/+$/, ""));
  return asked === own || asked.startsWith(`${own}/`);
}
