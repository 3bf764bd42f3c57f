import { eks } from "./support/aws";
import { Expected, inWords, Verdict, verdicts } from "./support/ask";

const API = "rbac.authorization.k8s.io";
const RBAC = `${API}`;
type Objects = Record<string, Record<string, object>>;
const resource: Objects = {};
/** Adds an object by a name of its own. */
function add(type: string, object: object): void {
  const objects = (resource[type] ??= {});
  objects[`o${Object.keys(objects).length}`] = object;
}
const GROUP = { api_group: RBAC, kind: "Group", name: "deployers" };
function role(name: string, namespace: string, ...rules: object[]): void {
  add("kubernetes_role_v1", { metadata: { name, namespace }, rule: rules });
}
function clusterRole(name: string, labels: object, ...rules: object[]): void {
  add("kubernetes_cluster_role_v1", { metadata: { name, labels }, rule: rules });
}
function bind(namespace: string, kind: string, name: string, subject: object = GROUP): void {
  add("kubernetes_role_binding_v1", {
    metadata: { name: `${name}-${kind}`, namespace },
    role_ref: { api_group: RBAC, kind, name },
    subject: [subject],
  });
}
function bindAll(name: string, subject: object = GROUP): void {
  add("kubernetes_cluster_role_binding_v1", {
    metadata: { name: `all-${name}` },
    role_ref: { api_group: RBAC, kind: "ClusterRole", name },
    subject: [subject],
  });
}
const rule = (groups: string, resources: string, verbs: string, names?: string) => ({
  api_groups: groups.split(","),
  resources: resources.split(","),
  verbs: verbs.split(","),
  ...(names !== undefined && { resource_names: names.split(",") }),
});
/** A Role of its own in a namespace of its own. */
function own(namespace: string, ...rules: object[]): void {
  role("own", namespace, ...rules);
  bind(namespace, "Role", "own");
}

own("names", rule("", "configmaps", "get,list,watch,create,delete,deletecollection,update", "one,two"));
own("sub", rule("", "pods", "get,create"), rule("apps", "*/scale", "update"), rule("", "services/*", "get"));
own("groups", rule("", "deployments", "get"), rule("*", "jobs", "get"), rule("apps", "*", "get"));
own("verbs", rule("", "serviceaccounts,secrets", "*"), rule("", "pods", "Get"), rule("", "Pods", "list"));
own("star", rule("*", "*", "get"));
const READS_PODS = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
/** A manifest of a Role in a namespace of its own, and its binding. */
function manifest(namespace: string, rules: object[], more: object = {}): void {
  const object = { apiVersion: `${API}/v1`, kind: "Role", metadata: { name: "m", namespace }, rules };
  add("kubernetes_manifest", { manifest: { ...object, ...more } });
  bind(namespace, "Role", "m");
}
manifest("valid", [READS_PODS]);
// What ValidateRole refuses; and a version that API servers serve no longer
manifest("paths", [READS_PODS, { nonResourceURLs: ["/metrics"], verbs: ["get"] }]);
manifest("no-verbs", [READS_PODS, { apiGroups: [""], resources: ["secrets"], verbs: [] }]);
manifest("no-groups", [READS_PODS, { resources: ["secrets"], verbs: ["get"] }]);
manifest("old-version", [READS_PODS], { apiVersion: `${API}/v1beta1` });
clusterRole("wide", {}, rule("", "nodes,persistentvolumes", "get"), rule("", "secrets", "get"), {
  non_resource_urls: ["/healthz/*", "/log*", "/openapi"],
  verbs: ["get"],
});
bind("in-namespace", "ClusterRole", "wide");
clusterRole("paths", {}, { non_resource_urls: ["/metrics/*", "/debug*", "/exact"], verbs: ["get"] });
bindAll("paths");
role("elsewhere", "other", rule("", "pods", "get"));
bind("here", "Role", "elsewhere");
bind("kinds", "ClusterRole", "elsewhere");
clusterRole("only-cluster", {}, rule("", "pods", "get"));
bind("only-role", "Role", "only-cluster");
bind("users", "ClusterRole", "view", { api_group: RBAC, kind: "User", name: "deployers" });
bind("accounts", "ClusterRole", "view", { kind: "ServiceAccount", name: "deployer", namespace: "deploy" });
bind("authenticated", "ClusterRole", "view", { api_group: RBAC, kind: "Group", name: "system:authenticated" });
bind("unauthenticated", "ClusterRole", "view", { api_group: RBAC, kind: "Group", name: "system:unauthenticated" });
bind("builtin-view", "ClusterRole", "view");
bind("builtin-edit", "ClusterRole", "edit");
bind("builtin-admin", "ClusterRole", "admin");
bind("builtin-cluster-admin", "ClusterRole", "cluster-admin");
clusterRole("part", { "example.com/part": "true" }, rule("", "endpoints", "get"));
clusterRole("other-part", { "example.com/part": "false" }, rule("", "pods", "delete"));
add("kubernetes_cluster_role_v1", {
  metadata: { name: "sum" },
  aggregation_rule: { cluster_role_selectors: { match_labels: { "example.com/part": "true" } } },
  rule: [rule("", "limitranges", "get")],
});
bind("aggregated", "ClusterRole", "sum");
clusterRole(
  "crontabs",
  { "rbac.authorization.k8s.io/aggregate-to-view": "true" },
  rule("stable.example.com", "crontabs", "list"),
);
own("impersonates", rule("", "serviceaccounts", "impersonate", "robot"));
clusterRole(
  "acts",
  {},
  rule("", "users", "impersonate", "jane"),
  rule("authentication.k8s.io", "userextras/scopes", "impersonate"),
  rule(RBAC, "clusterroles", "bind", "view"),
);
bindAll("acts");
own("namespace-object", rule("", "namespaces", "get"));
add("kubernetes_manifest", {
  manifest: {
    apiVersion: `${API}/v1`,
    kind: "RoleBinding",
    metadata: { name: "m", namespace: "manifests" },
    roleRef: { apiGroup: API, kind: "ClusterRole", name: "view" },
    subjects: [{ apiGroup: API, kind: "Group", name: "deployers" }],
  },
});
add("kubectl_manifest", {
  yaml_body: `apiVersion: ${API}/v1\nkind: RoleBinding\nmetadata: {name: y, namespace: yaml}\nroleRef: {apiGroup: ${API}, kind: ClusterRole, name: view}\nsubjects:\n- {apiGroup: ${API}, kind: Group, name: deployers}\n`,
});
// kube-apiserver stores it, and the service account is one of the binding's namespace: ValidateRoleBindingSubject
add("kubernetes_manifest", {
  manifest: {
    apiVersion: `${API}/v1`,
    kind: "RoleBinding",
    metadata: { name: "m", namespace: "local-account" },
    roleRef: { apiGroup: API, kind: "ClusterRole", name: "view" },
    subjects: [
      { kind: "ServiceAccount", name: "x" },
      { apiGroup: API, kind: "Group", name: "deployers" },
    ],
  },
});
// In a ClusterRoleBinding it has no namespace to be of, so that the binding is not stored
add("kubernetes_manifest", {
  manifest: {
    apiVersion: `${API}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: "no-account" },
    roleRef: { apiGroup: API, kind: "ClusterRole", name: "system:node-problem-detector" },
    subjects: [
      { kind: "ServiceAccount", name: "x" },
      { apiGroup: API, kind: "Group", name: "deployers" },
    ],
  },
});
// A v1alpha or wrong-case kind grants nothing
add("kubernetes_role_binding", {
  metadata: [{ name: "old", namespace: "old-type" }],
  role_ref: [{ api_group: RBAC, kind: "ClusterRole", name: "view" }],
  subject: [GROUP],
});

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources: a subresource is created of a named object, so
// that names limit it, where those of the object itself cannot be known
own("named-exec", rule("", "pods/exec,pods/eviction", "create", "one"), rule("", "pods", "create,delete", "one"));
own("any-status", rule("*", "*/status", "patch"), rule("batch", "*", "*", "one"));
own("verbs-of-roles", rule(API, "roles", "create,escalate"), rule(API, "clusterroles", "bind", "edit"));
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
clusterRole(
  "acts-further",
  {},
  rule("authentication.k8s.io", "uids", "impersonate", "06f6ce97"),
  rule("authentication.k8s.io", "userextras/scopes", "impersonate", "view,development"),
  rule("", "groups", "impersonate", "developers"),
);
bindAll("acts-further");
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles: by expressions, too; one selector is enough
clusterRole("monitoring", { tier: "gold", team: "a" }, rule("", "services", "get"));
clusterRole("others", { tier: "tin" }, rule("", "secrets", "get"));
add("kubernetes_cluster_role_v1", {
  metadata: { name: "by-expression" },
  aggregation_rule: {
    cluster_role_selectors: [
      { match_expressions: [{ key: "tier", operator: "In", values: ["gold", "silver"] }] },
      { match_labels: { tier: "lead" } },
    ],
  },
});
bind("by-expression", "ClusterRole", "by-expression");
add("kubernetes_cluster_role_v1", {
  metadata: { name: "by-absence" },
  aggregation_rule: {
    cluster_role_selectors: [
      {
        match_expressions: [
          { key: "team", operator: "Exists" },
          { key: "tier", operator: "NotIn", values: ["gold"] },
        ],
      },
    ],
  },
});
bind("by-absence", "ClusterRole", "by-absence");
// Groups that every service account of another cluster is not in
bind("all-accounts", "ClusterRole", "view", { api_group: RBAC, kind: "Group", name: "system:serviceaccounts" });
bind("masters", "ClusterRole", "view", { api_group: RBAC, kind: "Group", name: "system:masters" });

/** Requests of a member of `deployers`; Kubernetes documentation, "Using RBAC Authorization", and its authorizer's source. */
const CASES: readonly [
  verb: string,
  resource: string,
  namespace: string,
  name: string | undefined,
  expected: Expected,
][] = [
  ["get", "configmaps", "names", "one", "allowed"],
  ["get", "configmaps", "names", "three", "authorization"],
  ["list", "configmaps", "names", undefined, "authorization"],
  ["list", "configmaps", "names", "two", "allowed"],
  ["watch", "configmaps", "names", "one", "allowed"],
  ["create", "configmaps", "names", undefined, "authorization"],
  ["deletecollection", "configmaps", "names", undefined, "authorization"],
  ["update", "configmaps", "names", "two", "allowed"],
  ["patch", "configmaps", "names", "two", "authorization"],
  ["get", "pods", "sub", "a", "allowed"],
  ["create", "pods/exec", "sub", "a", "authorization"],
  ["get", "pods/log", "sub", "a", "authorization"],
  ["update", "deployments.apps/scale", "sub", "a", "allowed"],
  ["update", "statefulsets.apps/scale", "sub", "a", "allowed"],
  ["update", "deployments.apps", "sub", "a", "authorization"],
  ["get", "services/proxy", "sub", "a", "authorization"],
  ["get", "deployments.apps", "groups", "a", "allowed"],
  ["get", "deployments.extensions", "groups", "a", "authorization"],
  ["get", "jobs.batch", "groups", "a", "allowed"],
  ["get", "cronjobs.batch", "groups", "a", "authorization"],
  ["get", "replicasets.apps/status", "groups", "a", "allowed"],
  ["impersonate", "serviceaccounts", "verbs", "a", "allowed"],
  ["create", "serviceaccounts/token", "verbs", "a", "authorization"],
  ["deletecollection", "secrets", "verbs", undefined, "allowed"],
  ["get", "pods", "verbs", "a", "authorization"],
  ["list", "pods", "verbs", undefined, "authorization"],
  ["get", "pods/log", "star", "a", "allowed"],
  ["get", "crontabs.stable.example.com", "star", "a", "allowed"],
  ["list", "pods", "star", undefined, "authorization"],
  ["get", "nodes", "", "a", "authorization"],
  ["get", "pods", "valid", "a", "allowed"],
  ["get", "pods", "paths", "a", "authorization"],
  ["get", "pods", "no-verbs", "a", "authorization"],
  ["get", "pods", "no-groups", "a", "authorization"],
  ["get", "pods", "old-version", "a", "authorization"],
  ["get", "secrets", "in-namespace", "a", "allowed"],
  ["get", "secrets", "", "a", "authorization"],
  ["get", "/healthz/ready", "", undefined, "authorization"],
  ["get", "/metrics", "", undefined, "authorization"],
  ["get", "/metrics/cadvisor", "", undefined, "allowed"],
  ["get", "/debug", "", undefined, "allowed"],
  ["get", "/debug/pprof/heap", "", undefined, "allowed"],
  ["get", "/exact/", "", undefined, "authorization"],
  ["post", "/exact", "", undefined, "authorization"],
  ["get", "/version", "", undefined, "allowed"],
  ["get", "pods", "here", "a", "authorization"],
  ["get", "pods", "kinds", "a", "authorization"],
  ["get", "pods", "only-role", "a", "authorization"],
  ["get", "pods", "users", "a", "authorization"],
  ["get", "pods", "accounts", "a", "authorization"],
  ["get", "pods", "authenticated", "a", "allowed"],
  ["get", "pods", "unauthenticated", "a", "authorization"],
  ["get", "secrets", "builtin-view", "a", "authorization"],
  ["get", "pods/log", "builtin-view", "a", "allowed"],
  ["list", "crontabs.stable.example.com", "builtin-view", undefined, "allowed"],
  ["list", "crontabs.stable.example.com", "builtin-edit", undefined, "allowed"],
  ["create", "pods/exec", "builtin-edit", "a", "allowed"],
  ["create", "serviceaccounts/token", "builtin-edit", "a", "allowed"],
  ["impersonate", "serviceaccounts", "builtin-edit", "a", "allowed"],
  ["create", "roles.rbac.authorization.k8s.io", "builtin-edit", undefined, "authorization"],
  ["create", "rolebindings.rbac.authorization.k8s.io", "builtin-admin", undefined, "allowed"],
  ["create", "localsubjectaccessreviews.authorization.k8s.io", "builtin-admin", undefined, "allowed"],
  ["update", "resourcequotas", "builtin-admin", "a", "authorization"],
  ["delete", "namespaces", "builtin-admin", "builtin-admin", "authorization"],
  ["escalate", "roles.rbac.authorization.k8s.io", "builtin-admin", "a", "authorization"],
  ["escalate", "roles.rbac.authorization.k8s.io", "builtin-cluster-admin", "a", "allowed"],
  ["delete", "namespaces", "builtin-cluster-admin", "builtin-cluster-admin", "allowed"],
  ["get", "nodes", "", "a", "authorization"],
  ["get", "endpoints", "aggregated", "a", "allowed"],
  ["get", "limitranges", "aggregated", "a", "authorization"],
  ["delete", "pods", "aggregated", "a", "authorization"],
  ["impersonate", "serviceaccounts", "impersonates", "robot", "allowed"],
  ["impersonate", "serviceaccounts", "impersonates", "other", "authorization"],
  ["impersonate", "users", "", "jane", "allowed"],
  ["impersonate", "users", "", "john", "authorization"],
  ["impersonate", "groups", "", "system:masters", "authorization"],
  ["impersonate", "userextras.authentication.k8s.io/scopes", "", "view", "allowed"],
  ["bind", "clusterroles.rbac.authorization.k8s.io", "", "view", "allowed"],
  ["bind", "clusterroles.rbac.authorization.k8s.io", "", "edit", "authorization"],
  ["get", "namespaces", "namespace-object", "namespace-object", "allowed"],
  ["get", "pods", "manifests", "a", "allowed"],
  ["get", "pods", "yaml", "a", "allowed"],
  ["get", "pods", "local-account", "a", "allowed"],
  ["patch", "nodes/status", "", "a", "authorization"],
  ["get", "pods", "old-type", "a", "allowed"],
  ["create", "pods/exec", "named-exec", "one", "allowed"],
  ["create", "pods/exec", "named-exec", "two", "authorization"],
  ["create", "pods/eviction", "named-exec", "one", "allowed"],
  ["create", "pods", "named-exec", undefined, "authorization"],
  ["delete", "pods", "named-exec", "one", "allowed"],
  ["delete", "pods", "named-exec", "two", "authorization"],
  ["patch", "deployments.apps/status", "any-status", "a", "allowed"],
  ["patch", "pods/status", "any-status", "a", "allowed"],
  ["patch", "pods", "any-status", "a", "authorization"],
  ["update", "deployments.apps/status", "any-status", "a", "authorization"],
  ["delete", "jobs.batch", "any-status", "one", "allowed"],
  ["delete", "jobs.batch", "any-status", "two", "authorization"],
  ["deletecollection", "jobs.batch", "any-status", undefined, "authorization"],
  ["escalate", "roles.rbac.authorization.k8s.io", "verbs-of-roles", "a", "allowed"],
  ["update", "roles.rbac.authorization.k8s.io", "verbs-of-roles", "a", "authorization"],
  ["bind", "clusterroles.rbac.authorization.k8s.io", "verbs-of-roles", "edit", "allowed"],
  ["bind", "roles.rbac.authorization.k8s.io", "verbs-of-roles", "edit", "authorization"],
  ["impersonate", "uids.authentication.k8s.io", "", "06f6ce97", "allowed"],
  ["impersonate", "uids.authentication.k8s.io", "", "07", "authorization"],
  ["impersonate", "userextras.authentication.k8s.io/scopes", "", "development", "allowed"],
  ["impersonate", "userextras.authentication.k8s.io/team", "", "development", "authorization"],
  ["impersonate", "groups", "", "developers", "allowed"],
  ["get", "services", "by-expression", "a", "allowed"],
  ["get", "secrets", "by-expression", "a", "authorization"],
  ["get", "services", "by-absence", "a", "authorization"],
  ["get", "pods", "all-accounts", "a", "authorization"],
  ["get", "pods", "masters", "a", "authorization"],
];

describe("RBAC of a cluster", () => {
  let answers: readonly Verdict[];
  beforeAll(async () => {
    const requests = CASES.map(([verb, name, namespace, object]) => ({
      from: "corp:deploy/deployer",
      to: "west",
      verb,
      resource: name,
      ...(namespace !== "" && { namespace }),
      ...(object !== undefined && { name: object }),
    }));
    answers = await verdicts(eks({ resource }), requests);
  });

  it.each(CASES.map((one, index) => [...one, index] as const))(
    "%s %s in %p, %s: %s",
    (_verb, _resource, _in, _name, expected, index) => {
      expect({ is: inWords(answers[index], expected), verdict: answers[index] }).toMatchObject({ is: expected });
    },
  );
});
