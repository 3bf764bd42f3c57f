import { CloudCluster } from "../clusters/cluster";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest, combined } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { becauseDenied } from "./deny";
import { onCluster, verdictOf } from "./grants";
import { principalOfUser } from "./name";
import { GoogleWorld } from "./read";
import { iamRoleAllows, permissionOf } from "./roles";

/**
 * Roles on the project: they hold in every cluster and every namespace of it, unless a deny policy takes the permission away. IAM's
 * permissions are for objects.
 */
export function decide(
  google: GoogleWorld,
  { name, project = "" }: CloudCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  if ("path" in request) return { allowed: false };
  const principal = principalOfUser(user);
  const grants = principal
    ? google.rolesOnProject(project, principal).filter((one) => verdictOf(one, onCluster(name)) === "holds")
    : [];
  const roleAllows = (role: string) =>
    iamRoleAllows(role, request) ?? google.permissionsOf(role)?.includes(permissionOf(request));
  const found = grants.find(({ role }) => roleAllows(role) === true);
  const denial = principal && found && google.denialOf(principal, permissionOf(request), project);
  if (found && !denial) {
    const line = `${found.member} has ${found.role} on the project`;
    const doubt = principal && google.doubtOf(principal, permissionOf(request), project);
    return { allowed: true, reason: "", resource: found.resource, line, ...(doubt ? { doubt } : {}) };
  }
  const reason = `requires one of ["${permissionOf(request)}"] permission(s) in Cloud IAM or a Kubernetes RBAC role with verb "${request.verb}" for resource "${combined(request)}".`;
  if (denial) return { allowed: false, reason, ...becauseDenied(denial, permissionOf(request)) };
  // A role that is not known may permit more than can be told; a refusal then says so.
  const unknown = grants.find(({ role }) => roleAllows(role) === undefined);
  if (!unknown) return { allowed: false, reason };
  const line = `what ${unknown.role} permits inside a cluster is not simulated`;
  return { allowed: false, reason, resource: unknown.resource, line };
}
