import { Rule } from "./rule";

export const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete", "deletecollection"];

/** A rule from words: `group: resource resource`, the core group as `core`. */
export function rule(objects: string, verbs: readonly string[]): Rule {
  const [group, resources] = objects.split(": ");
  return { apiGroups: [group === "core" ? "" : group], resources: resources.split(" "), verbs };
}

/** The scalable and other workloads of the groups apps and extensions, as view shows them. */
export const VIEW: readonly Rule[] = [
  rule(
    "core: pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status endpoints persistentvolumeclaims persistentvolumeclaims/status configmaps",
    READ,
  ),
  rule(
    "core: limitranges resourcequotas bindings events pods/status resourcequotas/status namespaces/status replicationcontrollers/status pods/log",
    READ,
  ),
  rule("core: namespaces", READ),
  rule("discovery.k8s.io: endpointslices", READ),
  rule(
    "apps: controllerrevisions statefulsets statefulsets/status statefulsets/scale daemonsets daemonsets/status deployments deployments/status deployments/scale replicasets replicasets/status replicasets/scale",
    READ,
  ),
  rule("autoscaling: horizontalpodautoscalers horizontalpodautoscalers/status", READ),
  rule("batch: jobs cronjobs cronjobs/status jobs/status", READ),
  rule(
    "extensions: daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status replicasets replicasets/scale replicasets/status replicationcontrollers/scale networkpolicies",
    READ,
  ),
  rule("policy: poddisruptionbudgets poddisruptionbudgets/status", READ),
  rule("networking.k8s.io: networkpolicies ingresses ingresses/status", READ),
];

/** What edit adds to view, also in the policies of clouds. */
export const COMMON_EDIT: readonly Rule[] = [
  rule("core: pods/attach pods/proxy pods/exec pods/portforward secrets services/proxy", READ),
  rule("core: serviceaccounts", ["impersonate"]),
  rule("core: pods pods/attach pods/proxy pods/exec pods/portforward", WRITE),
  rule(
    "core: replicationcontrollers replicationcontrollers/scale serviceaccounts services services/proxy persistentvolumeclaims configmaps secrets events",
    WRITE,
  ),
  rule(
    "apps: statefulsets statefulsets/scale daemonsets deployments deployments/scale deployments/rollback replicasets replicasets/scale",
    WRITE,
  ),
  rule("autoscaling: horizontalpodautoscalers", WRITE),
  rule("batch: jobs cronjobs", WRITE),
  rule(
    "extensions: daemonsets deployments deployments/scale deployments/rollback ingresses replicasets replicasets/scale replicationcontrollers/scale networkpolicies",
    WRITE,
  ),
  rule("policy: poddisruptionbudgets", WRITE),
  rule("networking.k8s.io: networkpolicies ingresses", WRITE),
];
/** What those policies leave out. */
const FURTHER_EDIT: readonly Rule[] = [
  rule("core: pods/eviction", ["create"]),
  rule("core: serviceaccounts/token", ["create"]),
  rule("coordination.k8s.io: leases", [...READ, ...WRITE]),
];
export const ADMIN: readonly Rule[] = [
  rule("authorization.k8s.io: localsubjectaccessreviews", ["create"]),
  rule("rbac.authorization.k8s.io: roles rolebindings", [...READ, ...WRITE]),
];
export const EVERYTHING: readonly Rule[] = [
  { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  { nonResourceURLs: ["*"], verbs: ["*"] },
];

const EDIT: readonly Rule[] = [...VIEW, ...COMMON_EDIT, ...FURTHER_EDIT];

/**
 * The user-facing ClusterRoles that every cluster has. Roles of the cluster's own that aggregate to them are not known.
 *
 * Kubernetes source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go`, 1.28 to 1.34.
 */
export const BUILT_IN_CLUSTER_ROLES: Readonly<Record<string, readonly Rule[]>> = {
  view: VIEW,
  edit: EDIT,
  admin: [...EDIT, ...ADMIN],
  "cluster-admin": EVERYTHING,
};

const HEALTH = ["/livez", "/readyz", "/healthz", "/version", "/version/"];

/** The roles that every authenticated user has. */
export const EVERYBODYS_ROLES = ["system:discovery", "system:basic-user", "system:public-info-viewer"];

/** What every authenticated user may do: system:discovery, system:basic-user and system:public-info-viewer. */
export const EVERYONE: readonly Rule[] = [
  { nonResourceURLs: [...HEALTH, "/openapi", "/openapi/*", "/api", "/api/*", "/apis", "/apis/*"], verbs: ["get"] },
  rule("authorization.k8s.io: selfsubjectaccessreviews selfsubjectrulesreviews", ["create"]),
  rule("authentication.k8s.io: selfsubjectreviews", ["create"]),
];
