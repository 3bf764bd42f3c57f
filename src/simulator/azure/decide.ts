import { CloudCluster } from "../clusters/cluster";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { assignmentHolds } from "./assignment-condition";
import { AzureWorld } from "./read";
import { OBJECTS } from "./cluster-roles";
import { customRoleHas, dataActionOf, roleHas } from "./roles";

/**
 * Role assignments on the cluster, on a namespace of it, or on what they are in; one whose condition is not known to hold does not count.
 * Azure's no is explicit.
 */
export function decide(
  azure: AzureWorld,
  { name, azureRbac }: CloudCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  const objectId = objectIdOf(user);
  if (!azureRbac || objectId === undefined) return { allowed: false };
  const namespace = "path" in request ? "" : request.namespace;
  const asked = `${name}${namespace ? `/namespaces/${namespace}` : ""}`;
  const action = dataActionOf(request);
  const conditioned = { action: `${OBJECTS}/${action}`, resource: asked, now: Math.floor(Date.now() / 1000) };
  const found = azure.assignmentsOf(objectId).find(({ scope, roleId, condition }) => {
    if (azure.reaches(scope, asked) !== true || azureRoleHas(azure, roleId, action) !== true) return false;
    return condition === undefined || assignmentHolds(condition, conditioned) === true;
  });
  if (found) {
    const reason = `Access allowed by Azure RBAC Role Assignment of Role ${found.roleId} to user ${objectId}`;
    return { allowed: true, reason, resource: found.resource, line: `role ${found.roleId} on ${found.scope}` };
  }
  return {
    allowed: false,
    denied: true,
    reason: "User does not have access to the resource in Azure. Update role assignment to allow access.",
  };
}

/** Whether a role has a data action; undefined for one that is not built in and was not read. */
function azureRoleHas(azure: AzureWorld, roleId: string, action: string): boolean | undefined {
  const custom = azure.customRoleOf(roleId);
  return roleHas(roleId, action) ?? (custom && customRoleHas(custom, action));
}
