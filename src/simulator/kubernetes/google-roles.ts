import { ResourceRequest } from "./request";

const READ = ["get", "list", "watch"];
const RBAC_OBJECTS = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"];
const WEBHOOKS = ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"];

/** Everything is readable, but secrets, logs and what runs inside pods. */
function viewerMay(request: ResourceRequest): boolean {
  const { resource, subresource, verb } = request;
  return READ.includes(verb) && resource !== "secrets" && ["status", "scale", undefined].includes(subresource);
}

/** Everything, but to change who may do what. */
function developerMay({ resource, verb }: ResourceRequest): boolean {
  if (["bind", "escalate", "impersonate"].includes(verb)) return false;
  return READ.includes(verb) || ![...RBAC_OBJECTS, ...WEBHOOKS].includes(resource);
}

/**
 * What roles of Google Cloud IAM permit inside every cluster of their project. `clusterViewer` and `clusterAdmin` permit nothing
 * there.
 *
 * Google Cloud documentation: "Google Kubernetes Engine roles and permissions", "Authorize actions in clusters".
 */
const ROLES: Readonly<Record<string, (request: ResourceRequest) => boolean>> = {
  "roles/container.clusterViewer": () => false,
  "roles/container.clusterAdmin": () => false,
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

/** The permission that Google names in a refusal: `container.pods.list`. */
export function permissionOf({ group, resource, subresource, verb }: ResourceRequest): string {
  const action = { patch: "update", watch: "list", deletecollection: "delete" }[verb] ?? verb;
  const known = BUILT_IN_GROUPS.includes(group);
  const name = known ? (CAMEL[resource] ?? resource) : "thirdPartyObjects";
  const own = SUBRESOURCES[`${resource}/${subresource}`];
  if (own) return `container.${name}.${own}`;
  const suffix =
    subresource === "status" || subresource === "scale" ? subresource[0].toUpperCase() + subresource.slice(1) : "";
  return `container.${name}.${action}${suffix}`;
}

const BUILT_IN_GROUPS = [
  "",
  "apps",
  "batch",
  "extensions",
  "autoscaling",
  "policy",
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
];
const SUBRESOURCES: Readonly<Record<string, string>> = {
  "pods/log": "getLogs",
  "pods/exec": "exec",
  "pods/attach": "attach",
  "pods/portforward": "portForward",
  "pods/proxy": "proxy",
  "pods/eviction": "evict",
  "serviceaccounts/token": "createToken",
};
const CAMEL: Readonly<Record<string, string>> = Object.fromEntries(
  "configMaps daemonSets replicaSets statefulSets cronJobs serviceAccounts roleBindings clusterRoles clusterRoleBindings networkPolicies persistentVolumeClaims persistentVolumes endpointSlices horizontalPodAutoscalers podDisruptionBudgets resourceQuotas limitRanges replicationControllers"
    .split(" ")
    .map((name) => [name.toLowerCase(), name]),
);
