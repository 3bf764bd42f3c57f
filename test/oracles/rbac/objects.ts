import fc from "../../support/property";

/** RBAC objects in Kubernetes' JSON, as far as an API server takes them. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: string[];
  }[];
}
export interface Role {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly rules: readonly PolicyRule[];
  readonly aggregationRule?: { readonly clusterRoleSelectors: readonly Selector[] };
}
export interface Binding {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects: readonly {
    readonly kind: string;
    readonly name: string;
    readonly apiGroup?: string;
    readonly namespace?: string;
  }[];
}
export interface ClusterObjects {
  readonly roles: readonly Role[];
  readonly clusterRoles: readonly Role[];
  readonly roleBindings: readonly Binding[];
  readonly clusterRoleBindings: readonly Binding[];
}
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}
export interface Request {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly path?: string;
}

const RBAC = "rbac.authorization.k8s.io";
const NAMESPACES = ["ns", "other", "kube-system", "default"];
const GROUPS = ["", "apps", "batch", RBAC, "authorization.k8s.io", "example.com"];
const RESOURCES = ["pods", "secrets", "deployments", "clusterroles", "roles", "selfsubjectaccessreviews", "widgets"];
const SUBRESOURCES = ["log", "exec", "scale", "status", "token"];
const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "bind", "escalate", "impersonate"];
const NAMES = ["one", "two"];
const PATHS = [
  "/healthz",
  "/healthz/etcd",
  "/version",
  "/version/",
  "/apis",
  "/apis/apps",
  "/metrics",
  "/logs/",
  "/",
  "/api",
];
const OWN_CLUSTER_ROLES = ["reader", "writer", "gathered", "extra"];
const BUILT_IN = [
  ...["view", "edit", "admin", "cluster-admin", "system:discovery", "system:basic-user", "system:node-proxier"],
  ...["system:monitoring", "system:auth-delegator", "system:aggregate-to-view", "system:kube-scheduler", "system:gone"],
];

/** The users that requests are of: a person, a service account, a node, an administrator, and no one known. */
const USERS: readonly User[] = [
  { name: "alice", groups: ["readers", "system:authenticated"] },
  { name: "bob", groups: ["readers", "Writers", "system:authenticated"] },
  {
    name: "system:serviceaccount:ns:sa",
    groups: ["system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated"],
  },
  {
    name: "system:serviceaccount:kube-system:bootstrap-signer",
    groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"],
  },
  { name: "root", groups: ["system:masters", "system:authenticated"] },
  { name: "system:kube-scheduler", groups: ["system:authenticated"] },
  { name: "system:node:one", groups: ["system:nodes", "system:authenticated"] },
  { name: "probe", groups: ["system:monitoring", "system:authenticated"] },
  { name: "system:anonymous", groups: ["system:unauthenticated"] },
];

function some<T>(values: readonly T[], maxLength = 2): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });
}
const withSubresources = [
  ...RESOURCES,
  ...RESOURCES.slice(0, 3).flatMap((one) => SUBRESOURCES.map((sub) => `${one}/${sub}`)),
];

const resourceRule: fc.Arbitrary<PolicyRule> = fc.record(
  {
    verbs: some([...VERBS, "*"], 3),
    apiGroups: some([...GROUPS, "*"]),
    resources: some([...withSubresources, "*", "*/scale", "*/log", "pods/*"]),
    resourceNames: some(NAMES),
  },
  { requiredKeys: ["verbs", "apiGroups", "resources"] },
);
const pathRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: some(["get", "post", "head", "*"]),
  nonResourceURLs: some([...PATHS, "*", "/*", "/healthz/*", "/api*", "/logs/*"]),
});

/** A rule of a ClusterRole. */
export const clusterRule = fc.oneof({ arbitrary: resourceRule, weight: 4 }, { arbitrary: pathRule, weight: 1 });

const LABELS = ["rbac.authorization.k8s.io/aggregate-to-view", "rbac.authorization.k8s.io/aggregate-to-admin", "team"];
const label = fc.constantFrom("true", "false", "a");
const labels = fc.dictionary(fc.constantFrom(...LABELS), label, { maxKeys: 2 });
const exists = fc.record({ key: fc.constantFrom(...LABELS), operator: fc.constant("Exists") });
const oneOf = fc.record({ key: fc.constantFrom(...LABELS), operator: fc.constant("In"), values: some(["true", "a"]) });
const noneOf = fc.record({
  key: fc.constantFrom(...LABELS),
  operator: fc.constant("NotIn"),
  values: some(["true", "a"]),
});
const absent = fc.record({ key: fc.constantFrom(...LABELS), operator: fc.constant("DoesNotExist") });
// A selector that asks for no label at all gathers every role there is, which takes the controller seconds.
const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.record(
    {
      matchLabels: fc.dictionary(fc.constantFrom(...LABELS), label, { minKeys: 1, maxKeys: 2 }),
      matchExpressions: fc.array(fc.oneof(exists, oneOf, noneOf, absent), { maxLength: 2 }),
    },
    { requiredKeys: ["matchLabels"] },
  ),
  fc.record({ matchExpressions: fc.tuple(fc.oneof(exists, oneOf), fc.oneof(noneOf, absent)) }),
);

const role: fc.Arbitrary<Role> = fc.record({
  metadata: fc.record({ name: fc.constantFrom("reader", "writer"), namespace: fc.constantFrom(...NAMESPACES) }),
  rules: fc.array(resourceRule, { maxLength: 3 }),
});
const clusterRole: fc.Arbitrary<Role> = fc.record(
  {
    metadata: fc.record({ name: fc.constantFrom(...OWN_CLUSTER_ROLES), labels }, { requiredKeys: ["name"] }),
    rules: fc.array(clusterRule, { maxLength: 3 }),
    aggregationRule: fc.record({ clusterRoleSelectors: fc.array(selector, { minLength: 1, maxLength: 2 }) }),
  },
  { requiredKeys: ["metadata", "rules"] },
);

const subject = fc.oneof(
  fc.record({
    kind: fc.constant("User"),
    name: fc.constantFrom("alice", "bob", "Alice", "*", "system:serviceaccount:ns:sa", "system:anonymous"),
    apiGroup: fc.constant(RBAC),
  }),
  fc.record({
    kind: fc.constant("Group"),
    name: fc.constantFrom(
      ...["readers", "writers", "Writers", "system:authenticated", "system:unauthenticated", "system:serviceaccounts"],
      ...["system:serviceaccounts:ns", "system:masters", "system:nodes"],
    ),
    apiGroup: fc.constant(RBAC),
  }),
  fc.record({
    kind: fc.constant("ServiceAccount"),
    name: fc.constantFrom("sa", "other", "system:serviceaccount:ns:sa"),
    namespace: fc.constantFrom(...NAMESPACES),
  }),
);
const subjects = fc.array(subject, { minLength: 1, maxLength: 3 });
const clusterRoleRef = fc.record({
  apiGroup: fc.constant(RBAC),
  kind: fc.constant("ClusterRole"),
  name: fc.oneof(fc.constantFrom(...OWN_CLUSTER_ROLES), fc.constantFrom(...BUILT_IN)),
});
const roleRef = fc.record({
  apiGroup: fc.constant(RBAC),
  kind: fc.constant("Role"),
  name: fc.constantFrom("reader", "writer", "gone"),
});

function named<T extends { readonly metadata: { readonly name: string; readonly namespace?: string } }>(one: T) {
  return `${one.metadata.namespace ?? ""}/${one.metadata.name}`;
}
function several<T extends Role | Binding>(one: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(one, { selector: named, maxLength });
}

/** The objects of a cluster beside those that its API server creates. */
export const clusterObjects: fc.Arbitrary<ClusterObjects> = fc.record({
  roles: several(role, 3),
  clusterRoles: several(clusterRole, 4),
  roleBindings: several(
    fc.record({
      metadata: fc.record({ name: fc.constantFrom("a", "b"), namespace: fc.constantFrom(...NAMESPACES) }),
      roleRef: fc.oneof(roleRef, clusterRoleRef),
      subjects,
    }),
    4,
  ),
  clusterRoleBindings: several(
    fc.record({ metadata: fc.record({ name: fc.constantFrom("a", "b", "c") }), roleRef: clusterRoleRef, subjects }),
    3,
  ),
});

/** Who asks. */
export const user: fc.Arbitrary<User> = fc.constantFrom(...USERS);

/** What they ask. */
export const request: fc.Arbitrary<Request> = fc.oneof(
  {
    arbitrary: fc.record(
      {
        verb: fc.constantFrom(...VERBS, "deletecollection"),
        group: fc.constantFrom(...GROUPS),
        resource: fc.constantFrom(...RESOURCES),
        subresource: fc.constantFrom(...SUBRESOURCES),
        namespace: fc.constantFrom(...NAMESPACES, ""),
        name: fc.constantFrom(...NAMES),
      },
      { requiredKeys: ["verb", "group", "resource", "namespace"] },
    ),
    weight: 5,
  },
  {
    arbitrary: fc.record({ verb: fc.constantFrom("get", "head", "post"), path: fc.constantFrom(...PATHS) }),
    weight: 1,
  },
);

/** A namespace that rights are given in; the empty text is the whole cluster. */
export const place = fc.constantFrom(...NAMESPACES, "");
