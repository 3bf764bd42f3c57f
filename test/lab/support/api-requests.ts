import { BuiltInRole, OwnRole, rule } from "./rbac-server";

/** A request of a user, and the status of kube-apiserver's answer; undefined for a user without a credential. */
export type ApiRequest = readonly [user: string, status: number, request: Sent];

interface Sent {
  readonly method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH" | "HEAD" | "OPTIONS";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: object;
  readonly text?: string;
}

const API = "rbac.authorization.k8s.io";
const V1 = `/apis/${API}/v1`;
const PODS = "/api/v1/namespaces/payments/pods";
const DRY = "?dryRun=All";

export const OWN: readonly OwnRole[] = [
  {
    user: "named",
    namespace: "payments",
    rules: [rule("", "configmaps,pods", "get,list,watch,create,delete,deletecollection", "one")],
  },
  {
    user: "as-jane",
    rules: [
      rule("", "users", "impersonate", "jane"),
      rule("", "groups", "impersonate", "devs"),
      rule("authentication.k8s.io", "userextras/scopes", "impersonate", "view"),
      rule("authentication.k8s.io", "uids", "impersonate", "u1"),
    ],
  },
  {
    user: "as-all",
    rules: [
      rule("", "users,groups,serviceaccounts", "impersonate"),
      rule("authentication.k8s.io", "userextras,uids", "impersonate"),
    ],
  },
  { user: "as-users", rules: [rule("", "users", "impersonate")] },
  { user: "as-robot", namespace: "deploy", rules: [rule("", "serviceaccounts", "impersonate", "robot")] },
  {
    user: "binder",
    namespace: "ops",
    rules: [rule(API, "rolebindings", "create"), rule(API, "clusterroles", "bind", "view"), rule(API, "roles", "bind")],
  },
  {
    user: "creator",
    rules: [rule(API, "clusterroles,clusterrolebindings,roles", "create"), rule("", "pods", "get,list")],
  },
  { user: "escalator", namespace: "ops", rules: [rule(API, "roles", "create,escalate")] },
  { user: "paths", rules: [{ nonResourceURLs: ["/metrics/*", "/logs*"], verbs: ["get"] }] },
];
export const BUILT_IN: readonly BuiltInRole[] = [
  { user: "editor", namespace: "payments", role: "edit" },
  { user: "editor", namespace: "ops", role: "admin" },
  { user: "root", role: "cluster-admin" },
];

const get = (path: string, headers?: Sent["headers"]): Sent => ({
  ...{ method: "GET", path },
  ...(headers ? { headers } : {}),
});
const post = (path: string, body: object, headers?: Sent["headers"]): Sent => ({
  ...{ method: "POST", path, body },
  ...(headers ? { headers } : {}),
});
const as = (user: string, more: Sent["headers"] = {}) => get(PODS, { "impersonate-user": user, ...more });
const list = (selector: string, more = "") => get(`${PODS}?fieldSelector=${encodeURIComponent(selector)}${more}`);

/** "User impersonation", Kubernetes documentation. */
const IMPERSONATION: Readonly<Record<string, ApiRequest>> = {
  "another user": ["as-jane", 403, as("john")],
  "a group that is not named": ["as-jane", 403, as("jane", { "impersonate-group": ["devs", "ops"] })],
  "an extra value of another case of its key": ["as-jane", 403, as("jane", { "Impersonate-Extra-Scopes": "view" })],
  "an extra value that is not named": ["as-jane", 403, as("jane", { "impersonate-extra-scopes": ["view", "edit"] })],
  "an extra key that is not named": ["as-jane", 403, as("jane", { "impersonate-extra-other": "view" })],
  "another uid": ["as-jane", 403, as("jane", { "impersonate-uid": "u2" })],
  "the masters": ["as-all", 200, as("jane", { "impersonate-group": "system:masters" })],
  "a service account": ["as-robot", 403, as("system:serviceaccount:deploy:robot")],
  "a service account of another namespace": ["as-robot", 403, as("system:serviceaccount:ops:robot")],
  "a user whose name is almost a service account's": ["as-users", 403, as("system:serviceaccount:Deploy:robot")],
  "a group, an extra and a uid without a user": [
    "as-all",
    400,
    get(PODS, { "impersonate-group": ["a", "b"], "impersonate-uid": "x", "impersonate-extra-a": ["x", "y"] }),
  ],
  "an empty user": ["as-all", 403, as("")],
  "no credential's user": ["as-all", 403, as("system:anonymous")],
  "two users": ["as-jane", 403, as("", { "impersonate-user": ["john", "jane"] })],
};

/** "Field Selectors", Kubernetes documentation; `fields.ParseSelector`. */
const SELECTORS: Readonly<Record<string, ApiRequest>> = {
  "its name": ["named", 200, list("metadata.name=one")],
  "its name by ==": ["named", 200, list("metadata.name==one")],
  "not its name": ["named", 403, list("metadata.name!=one")],
  "another name": ["named", 403, list("metadata.name=two")],
  "its name behind another, since terms are sorted": ["named", 200, list("metadata.name=two,metadata.name=one")],
  "its name in a second selector": ["named", 403, list("metadata.name=two", "&fieldSelector=metadata.name%3Done")],
  "its name, escaped": ["named", 403, list("metadata.name=o\\ne")],
  "its name behind a space": ["named", 403, list("metadata.name= one")],
  "its name beside a limit that is none": ["named", 403, list("metadata.name=one", "&limit=x")],
  "its name by a label": ["named", 403, get(`${PODS}?labelSelector=metadata.name%3Done`)],
  "its name in a path that watches": ["named", 403, get(`/api/v1/watch/namespaces/payments/pods/two`)],
  "its name by a selector of a path that watches": [
    "named",
    403,
    get(`/api/v1/watch/namespaces/payments/pods?fieldSelector=metadata.name%3Done`),
  ],
  "its name by a parameter with a semicolon": ["named", 403, get(`${PODS}?fieldSelector=metadata.name%3Done;a=b`)],
  "a selector that is none": ["editor", 400, list("metadata.name")],
  "an escape that is none": ["editor", 400, list("metadata.name=o\\ne")],
  "a limit that is none": ["editor", 400, get(`${PODS}?limit=x`)],
  "a limit that is too large": ["editor", 400, get(`${PODS}?limit=99999999999999999999`)],
  "a deletion of all by its name": [
    "named",
    403,
    { method: "DELETE", path: `${PODS}${DRY}&fieldSelector=metadata.name%3Done` },
  ],
  "a creation by its name": [
    "named",
    403,
    post(`/api/v1/namespaces/payments/configmaps${DRY}`, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "one" },
    }),
  ],
};

/** Go's `net/url`, and `requestinfo.go`: paths are decoded and not put right. */
const PATHS: Readonly<Record<string, ApiRequest>> = {
  "up and down again": ["editor", 403, get("/api/v1/namespaces/ops/../payments/pods")],
  "up and down again, escaped": ["editor", 403, get("/api/v1/namespaces/payments/%2e%2e/ops/pods")],
  "from a path to an object": ["editor", 403, get("/healthz/../api/v1/namespaces/payments/pods")],
  "a dot": ["editor", 403, get("/api/v1/namespaces/payments/./pods")],
  "two slashes within": ["editor", 403, get("/api//v1/namespaces/payments/pods")],
  "two slashes before the namespace": ["editor", 403, get("/api/v1/namespaces//pods")],
  "two slashes at the beginning": ["editor", 404, get("//api/v1/namespaces/payments/pods")],
  "a slash at the end": ["editor", 200, get(`${PODS}/`)],
  "an escaped slash": ["editor", 200, get("/api/v1/namespaces/payments%2Fpods")],
  "an escaped letter": ["editor", 200, get("/api/v1/namespaces/%70ayments/pods")],
  "an escape that is none": ["editor", 400, get("/api/v1/namespaces/payments/pods/%zz")],
  "a version that is none": ["editor", 404, get("/api/v2/namespaces/payments/pods")],
  "a namespace's namespaces": ["root", 404, get("/api/v1/namespaces/payments/namespaces")],
  "a pod without a namespace": ["root", 404, get("/api/v1/pods/one")],
  "an object in capitals": ["editor", 403, get("/api/v1/namespaces/payments/Pods")],
  "beside a granted path": ["paths", 403, get("/metrics")],
  "a method without a verb": ["editor", 403, { method: "OPTIONS", path: PODS }],
  "a method without a verb of who may all": ["root", 405, { method: "OPTIONS", path: PODS }],
  "a head": ["editor", 405, { method: "HEAD", path: PODS }],
  "a token in a lower-case scheme": ["", 200, get(PODS, { authorization: "bearer editor" })],
  "two tokens": ["", 200, get(PODS, { authorization: ["Bearer editor", "Bearer creator"] })],
  "a token and more": ["", 200, get(PODS, { authorization: "Bearer editor x" })],
  "a token that is quoted": ["", 401, get(PODS, { authorization: 'Bearer "editor"' })],
};

const POD = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "one" },
  spec: { containers: [{ name: "c", image: "i" }] },
};
const ROLES = `${V1}/namespaces/ops/roles${DRY}`;
const BINDINGS = `${V1}/namespaces/ops/rolebindings${DRY}`;
const CLUSTER_ROLES = `${V1}/clusterroles${DRY}`;
const role = (rules: unknown, more: object = {}) => ({
  ...{ apiVersion: `${API}/v1`, kind: "Role", metadata: { name: "one", namespace: "ops" }, rules, ...more },
});
const clusterRole = (rules: unknown, more: object = {}) =>
  role(rules, { kind: "ClusterRole", metadata: { name: "one" }, ...more });
const SUBJECT = { kind: "User", name: "x", apiGroup: API };
const binding = (kind: string, name: string, subject: object = SUBJECT, apiGroup = API) => ({
  ...{ apiVersion: `${API}/v1`, kind: "RoleBinding", metadata: { name: "one", namespace: "ops" } },
  roleRef: { apiGroup, kind, name },
  subjects: [subject],
});
const PODS_RULE = rule("", "pods", "get");
const GATHERS = { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] } };

/** "Privilege escalation prevention and bootstrapping", Kubernetes documentation; `pkg/apis/rbac/validation`. */
const WRITES: Readonly<Record<string, ApiRequest>> = {
  "a pod": ["editor", 201, post(`${PODS}${DRY}`, POD)],
  "a pod by a prefix of its name": ["editor", 201, post(`${PODS}${DRY}`, { ...POD, metadata: { generateName: "x-" } })],
  "a pod without a name": ["editor", 422, post(`${PODS}${DRY}`, { ...POD, metadata: {} })],
  "a pod of a name that is none": ["editor", 422, post(`${PODS}${DRY}`, { ...POD, metadata: { name: "A_b" } })],
  "a pod without containers": ["editor", 422, post(`${PODS}${DRY}`, { ...POD, spec: undefined })],
  "a pod of another namespace": [
    "editor",
    400,
    post(`${PODS}${DRY}`, { ...POD, metadata: { name: "a", namespace: "ops" } }),
  ],
  "another kind": ["editor", 400, post(`${PODS}${DRY}`, { ...POD, kind: "Node" })],
  "another version": ["editor", 400, post(ROLES, role([PODS_RULE], { apiVersion: `${API}/v1beta1` }))],
  "no body": ["editor", 400, { method: "POST", path: `${PODS}${DRY}` }],
  "text that is no JSON": ["editor", 400, { method: "POST", path: `${PODS}${DRY}`, text: "{" }],
  "plain text": ["editor", 415, post(`${PODS}${DRY}`, POD, { "content-type": "text/plain" })],
  "a form": ["editor", 415, post(`${PODS}${DRY}`, POD, { "content-type": "application/x-www-form-urlencoded" })],
  "JSON in capitals, with a character set": [
    "editor",
    201,
    post(`${PODS}${DRY}`, POD, { "content-type": "APPLICATION/JSON; charset=utf-8" }),
  ],
  "a dry run that is none": ["editor", 422, post(`${PODS}?dryRun=all`, POD)],
  "a field validation that is none": ["editor", 422, post(`${PODS}${DRY}&fieldValidation=x`, POD)],
  "a pod without a namespace": ["root", 405, post(`/api/v1/pods${DRY}`, POD)],
  "a pod below its name": ["root", 405, post(`${PODS}/one${DRY}`, POD)],
  "a role of what one has": ["editor", 201, post(ROLES, role([PODS_RULE]))],
  "a role of more, by two verbs": ["editor", 403, post(ROLES, role([rule("", "nodes", "get,list")]))],
  "a role of more, by who may escalate": ["escalator", 201, post(ROLES, role([rule("*", "*", "*")]))],
  "a role without verbs": ["root", 422, post(ROLES, role([{ apiGroups: [""], resources: ["pods"], verbs: [] }]))],
  "a role without groups": ["root", 422, post(ROLES, role([{ resources: ["pods"], verbs: ["get"] }]))],
  "a role of paths": ["root", 422, post(ROLES, role([{ nonResourceURLs: ["/x"], verbs: ["get"] }]))],
  "a role of text": ["editor", 400, post(ROLES, role("x"))],
  "a role that gathers nothing, since it is no ClusterRole": ["editor", 201, post(ROLES, role([PODS_RULE], GATHERS))],
  "a cluster role of paths that everybody has": [
    "creator",
    201,
    post(CLUSTER_ROLES, clusterRole([{ nonResourceURLs: ["/version"], verbs: ["get"] }])),
  ],
  "a cluster role that gathers others": ["creator", 403, post(CLUSTER_ROLES, clusterRole([], GATHERS))],
  "a cluster role that gathers others, by who has all": ["root", 201, post(CLUSTER_ROLES, clusterRole([], GATHERS))],
  "a cluster role that gathers by nothing": [
    "root",
    422,
    post(CLUSTER_ROLES, clusterRole([], { aggregationRule: {} })),
  ],
  "a binding of a role that one may bind": ["binder", 201, post(BINDINGS, binding("ClusterRole", "view"))],
  "a binding of another role": ["binder", 403, post(BINDINGS, binding("ClusterRole", "edit"))],
  "a binding of a role that is not there": ["editor", 404, post(BINDINGS, binding("Role", "none"))],
  "a binding of a role that is not there, by who may bind": ["binder", 201, post(BINDINGS, binding("Role", "none"))],
  "a binding of a role of another group": ["binder", 403, post(BINDINGS, binding("ClusterRole", "view", SUBJECT, "x"))],
  "a binding of a role of another group, by who has it": [
    "editor",
    422,
    post(BINDINGS, binding("ClusterRole", "view", SUBJECT, "x")),
  ],
  "a binding of a kind that is none": ["editor", 500, post(BINDINGS, binding("Foo", "view"))],
  "a binding without a role's name": ["editor", 400, post(BINDINGS, binding("ClusterRole", ""))],
  "a binding to a service account of its namespace": [
    "editor",
    201,
    post(BINDINGS, binding("ClusterRole", "view", { kind: "ServiceAccount", name: "x" })),
  ],
  "a binding to a kind that is none": [
    "editor",
    422,
    post(BINDINGS, binding("ClusterRole", "view", { kind: "X", name: "x" })),
  ],
};

const REVIEWS = "/apis/authorization.k8s.io/v1/selfsubject";
const review = (kind: string, spec: unknown, version = "v1") => ({
  apiVersion: `authorization.k8s.io/${version}`,
  kind,
  spec,
});
const ATTRIBUTES = { resourceAttributes: { verb: "get", resource: "pods", namespace: "payments" } };

/** "Checking API access", Kubernetes documentation. */
const SELF_REVIEWS: Readonly<Record<string, ApiRequest>> = {
  "of access": ["editor", 201, post(`${REVIEWS}accessreviews`, review("SelfSubjectAccessReview", ATTRIBUTES))],
  "of no access": ["named", 201, post(`${REVIEWS}accessreviews`, review("SelfSubjectAccessReview", ATTRIBUTES))],
  "of nothing": ["editor", 422, post(`${REVIEWS}accessreviews`, review("SelfSubjectAccessReview", null))],
  "of text": [
    "editor",
    400,
    post(`${REVIEWS}accessreviews`, review("SelfSubjectAccessReview", { resourceAttributes: "x" })),
  ],
  "of another kind": ["editor", 400, post(`${REVIEWS}accessreviews`, review("SubjectAccessReview", ATTRIBUTES))],
  "of another version": [
    "editor",
    400,
    post(`${REVIEWS}accessreviews`, review("SelfSubjectAccessReview", ATTRIBUTES, "v1beta1")),
  ],
  "of rules": [
    "editor",
    201,
    post(`${REVIEWS}rulesreviews`, review("SelfSubjectRulesReview", { namespace: "payments" })),
  ],
  "of rules nowhere": ["editor", 400, post(`${REVIEWS}rulesreviews`, review("SelfSubjectRulesReview", {}))],
  "of oneself without a body": [
    "editor",
    400,
    { method: "POST", path: "/apis/authentication.k8s.io/v1/selfsubjectreviews" },
  ],
};

/** Requests to API servers, by what they are about. */
export const REQUESTS: readonly (readonly [string, string, ...ApiRequest])[] = Object.entries({
  impersonates: IMPERSONATION,
  selects: SELECTORS,
  asks: PATHS,
  creates: WRITES,
  reviews: SELF_REVIEWS,
}).flatMap(([verb, requests]) => Object.entries(requests).map(([what, one]) => [verb, what, ...one] as const));

/** What the lab's API servers do not play: answered by 501, and only to who may. */
export const NOT_PLAYED: Readonly<Record<string, readonly [user: string, request: Sent]>> = {
  "a watch": ["editor", get(`${PODS}?watch=true`)],
  "a list by labels": ["editor", get(`${PODS}?labelSelector=a%3Db`)],
  "a list by another field": ["editor", get(`${PODS}?fieldSelector=status.phase%3DRunning`)],
  "a list of the past": ["editor", get(`${PODS}?resourceVersion=1&resourceVersionMatch=Exact`)],
  "a table": ["editor", get(PODS, { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" })],
  YAML: ["editor", get(PODS, { accept: "application/yaml" })],
  "a pod written in YAML": ["editor", post(`${PODS}${DRY}`, POD, { "content-type": "application/yaml" })],
  "a log": ["editor", get(`${PODS}/one/log`)],
  "a command in a pod": ["editor", post(`${PODS}/one/exec?command=ls`, {})],
  "an update": ["editor", { method: "PUT", path: `${PODS}/one${DRY}`, body: POD }],
  "an apply": [
    "editor",
    {
      ...{ method: "PATCH", path: `${PODS}/one${DRY}&fieldManager=x`, body: POD },
      headers: { "content-type": "application/apply-patch+yaml" },
    },
  ],
  "a write that is no trial": ["editor", post(PODS, POD)],
  "a deletion of all": ["editor", { method: "DELETE", path: `${PODS}${DRY}` }],
  "a token of a service account": ["editor", post("/api/v1/namespaces/payments/serviceaccounts/one/token", {})],
  "another's review": [
    "root",
    post(
      "/apis/authorization.k8s.io/v1/subjectaccessreviews",
      review("SubjectAccessReview", { ...ATTRIBUTES, user: "x" }),
    ),
  ],
  "a review with a selector": [
    "editor",
    post(
      `${REVIEWS}accessreviews`,
      review("SelfSubjectAccessReview", {
        resourceAttributes: { ...ATTRIBUTES.resourceAttributes, fieldSelector: { rawSelector: "metadata.name=one" } },
      }),
    ),
  ],
  OpenAPI: ["editor", get("/openapi/v3")],
  metrics: ["paths", get("/metrics/slis")],
};
