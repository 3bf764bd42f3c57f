import { CloudCluster } from "../clusters/cluster";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { objectIdOf } from "./name";
import { assignmentHolds } from "./assignment-condition";
import { becauseDenied, denialOf, DenyAssignment, mayDeny } from "./deny-assignments";
import { AzureWorld } from "./read";
import { OBJECTS } from "./cluster-roles";
import { customRoleHas, dataActionOf, roleHas } from "./roles";

/** Azure's answer to a principal without a role assignment, or under a deny assignment. */
const NO_ACCESS = "User does not have access to the resource in Azure. Update role assignment to allow access.";

/** "AKS-managed Microsoft Entra integration": the groups of administrators have cluster-admin in the cluster. */
const ADMINISTRATORS = { reason: 'RBAC: allowed by ClusterRoleBinding "aks-cluster-admin-binding-aad"' };

/**
 * Administrators of the cluster may everything. Role assignments on the cluster, on a namespace of it, or on what they are in;
 * one whose condition is not known to hold does not count. A deny assignment comes first. Azure's no is explicit.
 *
 * Azure/guard source: `checkAccessV2`, which falls back to the managed namespace.
 */
export function decide(
  azure: AzureWorld,
  { name, azureRbac, entraAdmins = [] }: CloudCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  const objectId = objectIdOf(user);
  const admins = entraAdmins.find((group) => user.groups.includes(group));
  if (admins !== undefined) return { allowed: true, ...ADMINISTRATORS, line: `${admins} is of admin_group_object_ids` };
  if (!azureRbac || objectId === undefined) return { allowed: false };
  const namespace = "path" in request ? "" : request.namespace;
  const asked = `${name}${namespace ? `/namespaces/${namespace}` : ""}`;
  // Where nothing is granted on a namespace, it is asked for as a managed namespace of the cluster.
  const places = namespace ? [asked, `${name}/managedNamespaces/${namespace}`] : [asked];
  const action = dataActionOf(request);
  const now = Math.floor(Date.now() / 1000);
  let denied: DenyAssignment | undefined;
  let doubtful: Opinion | undefined;
  for (const resource of places) {
    const conditioned = { action: `${OBJECTS}/${action}`, resource, now, plane: "data" } as const;
    const denial = denialOf(azure, objectId, conditioned);
    if (denial?.isSure) {
      denied ??= denial.deny;
      continue;
    }
    const found = azure.assignmentsOf(objectId).find(({ scope, roleId, condition }) => {
      if (azure.reaches(scope, resource) !== true || azureRoleHas(azure, roleId, action) !== true) return false;
      return condition === undefined || assignmentHolds(condition, conditioned) === true;
    });
    if (!found) continue;
    const reason = `Access allowed by Azure RBAC Role Assignment of Role ${found.roleId} to user ${objectId}`;
    const allowed = {
      allowed: true,
      reason,
      resource: found.resource,
      line: `role ${found.roleId} on ${found.scope}`,
    };
    const doubt = denial?.deny ?? denied;
    if (!doubt) return allowed;
    doubtful ??= { ...allowed, doubt: mayDeny(doubt, conditioned.action) };
  }
  if (doubtful) return doubtful;
  return {
    ...{ allowed: false, denied: true, reason: NO_ACCESS },
    ...(denied ? becauseDenied(denied, `${OBJECTS}/${action}`) : {}),
  };
}

/** Whether a role has a data action; undefined for one that is not built in and was not read. */
function azureRoleHas(azure: AzureWorld, roleId: string, action: string): boolean | undefined {
  const custom = azure.customRoleOf(roleId);
  return roleHas(roleId, action) ?? (custom && customRoleHas(custom, action));
}
