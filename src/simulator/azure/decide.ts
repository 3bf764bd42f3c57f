import { CloudCluster } from "../clusters/cluster";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { AzureWorld } from "./read";
import { customRoleHas, dataActionOf, roleHas } from "./roles";

/** Role assignments on the cluster, on a namespace of it, or on what they are in. Azure's no is explicit. */
export function decide(
  azure: AzureWorld,
  { name, azureRbac }: CloudCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  const objectId = objectIdOf(user);
  if (!azureRbac || objectId === undefined) return { allowed: false };
  const namespace = "path" in request ? "" : request.namespace;
  const asked = `${name}${namespace ? `/namespaces/${namespace}` : ""}`.toLowerCase();
  const action = dataActionOf(request);
  const found = azure.assignmentsOf(objectId).find(({ scope, roleId }) => {
    const own = scope.toLowerCase().replace(/\/+$/, "");
    return (asked === own || asked.startsWith(`${own}/`)) && azureRoleHas(azure, roleId, action) === true;
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
