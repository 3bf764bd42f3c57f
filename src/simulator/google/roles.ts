import { combined, ResourceRequest } from "../kubernetes/request";

const READ = ["get", "list", "watch"];
const RBAC_OBJECTS = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"];
const WEBHOOKS = ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"];
/** What a developer may read and not write. */
const READ_ONLY_TO_DEVELOPERS = [
  ...RBAC_OBJECTS,
  ...WEBHOOKS,
  "controllerrevisions",
  "componentstatuses",
  "podsecuritypolicies",
];

function nothing(): boolean {
  return false;
}

/** Everything is readable, but secrets, logs and what runs inside pods. */
function viewerMay(request: ResourceRequest): boolean {
  const { resource, subresource, verb } = request;
  if (resource === "tokenreviews" && verb === "create") return true;
  return READ.includes(verb) && resource !== "secrets" && ["status", "scale", undefined].includes(subresource);
}

/** Everything, but to change who may do what. */
function developerMay(request: ResourceRequest): boolean {
  const { resource, verb } = request;
  if (["bind", "escalate", "impersonate"].includes(verb)) return false;
  if (combined(request) === "certificatesigningrequests/approval") return false;
  return READ.includes(verb) || !READ_ONLY_TO_DEVELOPERS.includes(resource);
}

/**
 * What roles of Google Cloud IAM permit inside every cluster of their project. `clusterViewer` and `clusterAdmin` permit nothing
 * there.
 *
 * Google Cloud documentation: "Google Kubernetes Engine roles and permissions", "Authorize actions in clusters".
 */
const ROLES: Readonly<Record<string, (request: ResourceRequest) => boolean>> = {
  "roles/container.clusterViewer": nothing,
  "roles/container.clusterAdmin": nothing,
  "roles/container.viewer": viewerMay,
  "roles/container.developer": developerMay,
  "roles/container.admin": () => true,
  "roles/viewer": viewerMay,
  "roles/editor": developerMay,
  "roles/owner": () => true,
};

/** Whether an IAM role permits a request; undefined for a role that is not known here. */
export function iamRoleAllows(role: string, request: ResourceRequest): boolean | undefined {
  return ROLES[role]?.(request);
}

/** Basic roles that took the place of owner, editor and viewer, and whose permissions are not known here. */
const NEW_BASIC_ROLES = ["roles/admin", "roles/writer", "roles/reader"];

/** Google Cloud IAM documentation: "Roles and permissions", on basic roles. */
export function isNewBasicRole(role: string): boolean {
  return NEW_BASIC_ROLES.includes(role);
}

/**
 * Whether a role surely permits nothing inside clusters. Google's own roles that are not about GKE are taken to.
 *
 * @param permissions those of a role of one's own that was read
 */
export function permitsNothing(role: string, permissions?: readonly string[]): boolean {
  if (ROLES[role] === nothing) return true;
  if (permissions) return permissions.every((one) => !one.startsWith("container.") || OUTSIDE.test(one));
  if (isNewBasicRole(role)) return false;
  return role.startsWith("roles/") && !Object.hasOwn(ROLES, role) && !role.startsWith("roles/container.");
}
/** Permissions on clusters themselves, which say nothing of the objects inside. */
const OUTSIDE = /^container\.(clusters|operations|locations|hostServiceAgent)\./;

/** The permission that Google names in a refusal: `container.pods.list`. */
export function permissionOf(request: ResourceRequest): string {
  const { group, resource, subresource, verb } = request;
  const action = { patch: "update", watch: "list", deletecollection: "delete" }[verb] ?? verb;
  const known = BUILT_IN_GROUPS.includes(group);
  const name = known ? (CAMEL[resource] ?? resource) : "thirdPartyObjects";
  const own = SUBRESOURCES[combined(request)];
  if (own) return `container.${name}.${own}`;
  const suffix =
    subresource === "status" || subresource === "scale" ? subresource[0].toUpperCase() + subresource.slice(1) : "";
  return `container.${name}.${action}${suffix}`;
}

const BUILT_IN_GROUPS = [
  ...["", "apps", "autoscaling", "batch", "extensions", "policy"],
  ...["admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io"],
  ...["authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io"],
  ...["networking.k8s.io", "node.k8s.io", "rbac.authorization.k8s.io", "scheduling.k8s.io", "storage.k8s.io"],
];
const SUBRESOURCES: Readonly<Record<string, string>> = {
  "pods/log": "getLogs",
  "pods/exec": "exec",
  "pods/attach": "attach",
  "pods/portforward": "portForward",
  "pods/proxy": "proxy",
  "pods/eviction": "evict",
  "services/proxy": "proxy",
  "nodes/proxy": "proxy",
  "serviceaccounts/token": "createToken",
  "namespaces/finalize": "finalize",
  "deployments/rollback": "rollback",
  "certificatesigningrequests/approval": "approve",
};
const CAMEL: Readonly<Record<string, string>> = Object.fromEntries(
  `apiServices certificateSigningRequests clusterRoleBindings clusterRoles componentStatuses configMaps
  controllerRevisions cronJobs csiDrivers csiNodes customResourceDefinitions daemonSets endpointSlices
  horizontalPodAutoscalers limitRanges localSubjectAccessReviews mutatingWebhookConfigurations networkPolicies
  persistentVolumeClaims persistentVolumes podDisruptionBudgets podSecurityPolicies podTemplates priorityClasses
  replicaSets replicationControllers resourceQuotas roleBindings runtimeClasses selfSubjectAccessReviews
  selfSubjectRulesReviews serviceAccounts statefulSets storageClasses subjectAccessReviews tokenReviews
  validatingWebhookConfigurations volumeAttachments`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name]),
);
