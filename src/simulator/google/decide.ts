import { Doubt, reasonOfDoubt } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { ClusterSetting, settingIn } from "../clusters/setting";
import { Opinion } from "../kubernetes/rbac";
import { AccessRequest, combined } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";
import { becauseDenied } from "./deny";
import { onCluster } from "./grants";
import { principalOfUser } from "./name";
import { GoogleWorld } from "./read";
import { iamRoleAllows, permissionOf, permitsNothing } from "./roles";
import { doubtOfRefusal, weigh } from "./weighed";

/**
 * Roles on the project: they hold in every cluster and every namespace of it, unless a deny policy takes the permission away. IAM's
 * permissions are for objects.
 */
export function decide(
  google: GoogleWorld,
  { name, project = "", settings }: CloudCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  if ("path" in request) return { allowed: false };
  const principal = principalOfUser(user);
  const permission = permissionOf(request);
  const reason = `requires one of ["${permission}"] permission(s) in Cloud IAM or a Kubernetes RBAC role with verb "${request.verb}" for resource "${combined(request)}".`;
  if (!principal) return { allowed: false, reason };
  const weighed = weigh(google.grantedIn(project, principal), onCluster(name));
  const roleAllows = (role: string) => iamRoleAllows(role, request) ?? google.permissionsOf(role)?.includes(permission);
  const found = weighed.counting.find(({ role }) => roleAllows(role) === true);
  const denial = google.denials.of(principal, permission, project);
  if (found && !denial) {
    const line = `${found.member} has ${found.role} on the project`;
    const doubt = google.denials.doubtOf(principal, permission, project);
    return { allowed: true, reason: "", resource: found.resource, line, ...(doubt ? { doubt } : {}) };
  }
  if (denial) return { allowed: false, reason, ...(found ? becauseDenied(denial, permission) : {}) };
  // A role that is not known may permit more than can be told, and a grant elsewhere may count; a refusal then says so.
  const doubt =
    doubtOfRefusal(weighed, (role) => roleAllows(role) ?? (permitsNothing(role) ? false : undefined)) ??
    doubtOfLegacy(settingIn(settings, "legacyAbac"));
  return { allowed: false, reason, ...(doubt ? { doubt, ...reasonOfDoubt(doubt) } : {}) };
}

/** The legacy authorizer gives rights that neither RBAC nor IAM tells. */
function doubtOfLegacy(setting: ClusterSetting | undefined): Doubt | undefined {
  if (setting?.value !== true) return undefined;
  const reason = "the legacy authorizer is on, and what it permits is not simulated";
  return { reason, ...(setting.resource ? { resource: setting.resource } : {}) };
}
