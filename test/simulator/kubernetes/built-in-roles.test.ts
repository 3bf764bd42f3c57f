import { EKS_ACCESS_POLICIES as POLICIES } from "../../../src/simulator/aws/access-policies";
import { BUILT_IN_CLUSTER_ROLES as ROLES, EVERYONE } from "../../../src/simulator/kubernetes/built-in-roles";
import { allows, Rule } from "../../../src/simulator/kubernetes/rule";
import { asking } from "../support/kubernetes";

/**
 * The roles that every cluster has, and EKS's policies.
 *
 * Kubernetes source: `plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata/cluster-roles.yaml`; Amazon EKS
 * documentation: "Review access policy permissions".
 */
const can = (rules: readonly Rule[], words: string) => rules.some((rule) => allows(rule, asking(words)));

describe("the user-facing ClusterRoles", () => {
  it.each([
    // words, then view, edit, admin, cluster-admin
    ["list pods in ns", true, true, true, true],
    ["watch services in ns", true, true, true, true],
    ["get pods/log a in ns", true, true, true, true],
    ["get pods/status a in ns", true, true, true, true],
    ["get namespaces ns in ns", true, true, true, true],
    ["get endpoints a in ns", true, true, true, true],
    ["list endpointslices.discovery.k8s.io in ns", true, true, true, true],
    ["get deployments/scale.apps a in ns", true, true, true, true],
    ["list networkpolicies.networking.k8s.io in ns", true, true, true, true],
    ["create pods in ns", false, true, true, true],
    ["deletecollection pods in ns", false, true, true, true],
    ["patch deployments.apps a in ns", false, true, true, true],
    ["update statefulsets/scale.apps a in ns", false, true, true, true],
    ["create jobs.batch in ns", false, true, true, true],
    ["update ingresses.networking.k8s.io a in ns", false, true, true, true],
    ["get secrets a in ns", false, true, true, true],
    ["create secrets in ns", false, true, true, true],
    ["get pods/exec a in ns", false, true, true, true],
    ["create pods/exec a in ns", false, true, true, true],
    ["create pods/eviction a in ns", false, true, true, true],
    ["impersonate serviceaccounts a in ns", false, true, true, true],
    ["create serviceaccounts/token a in ns", false, true, true, true],
    ["update leases.coordination.k8s.io a in ns", false, true, true, true],
    ["list roles.rbac.authorization.k8s.io in ns", false, false, true, true],
    ["create rolebindings.rbac.authorization.k8s.io in ns", false, false, true, true],
    ["create localsubjectaccessreviews.authorization.k8s.io in ns", false, false, true, true],
    ["bind roles.rbac.authorization.k8s.io a in ns", false, false, false, true],
    ["escalate roles.rbac.authorization.k8s.io a in ns", false, false, false, true],
    ["update endpoints a in ns", false, false, false, true],
    ["create resourcequotas in ns", false, false, false, true],
    ["create namespaces", false, false, false, true],
    ["patch pods/ephemeralcontainers a in ns", false, false, false, true],
    ["list nodes", false, false, false, true],
    ["list persistentvolumes", false, false, false, true],
    ["list clusterroles.rbac.authorization.k8s.io", false, false, false, true],
    ["list storageclasses.storage.k8s.io", false, false, false, true],
    ["list customresourcedefinitions.apiextensions.k8s.io", false, false, false, true],
    ["list widgets.example.com in ns", false, false, false, true],
    ["get /metrics", false, false, false, true],
  ])("%s: view %p, edit %p, admin %p, cluster-admin %p", (words, ...expected) => {
    const seen = ["view", "edit", "admin", "cluster-admin"].map((role) => can(ROLES[role], words));
    expect(seen).toEqual(expected);
  });
});

describe("EKS's policies", () => {
  const NAMES = ["View", "Edit", "Admin", "ClusterAdmin", "AdminView", "SecretReader"].map(
    (name) => `AmazonEKS${name}Policy`,
  );

  it("are these", () => {
    expect(Object.keys(POLICIES).sort()).toEqual([...NAMES].sort());
  });

  it.each([
    // words, then View, Edit, Admin, ClusterAdmin, AdminView, SecretReader
    ["list pods in ns", true, true, true, true, true, false],
    ["get pods/log a in ns", true, true, true, true, true, false],
    ["create pods in ns", false, true, true, true, false, false],
    ["get secrets a in ns", false, true, true, true, true, true],
    ["watch secrets in ns", false, true, true, true, true, true],
    ["create secrets in ns", false, true, true, true, false, false],
    ["create pods/exec a in ns", false, true, true, true, false, false],
    ["get pods/exec a in ns", false, true, true, true, true, false],
    ["impersonate serviceaccounts a in ns", false, true, true, true, false, false],
    ["create rolebindings.rbac.authorization.k8s.io in ns", false, false, true, true, false, false],
    ["list roles.rbac.authorization.k8s.io in ns", false, false, true, true, true, false],
    ["list nodes", false, false, false, true, true, false],
    ["list widgets.example.com in ns", false, false, false, true, true, false],
    ["get /metrics", false, false, false, true, false, false],
  ])("%s: View %p, Edit %p, Admin %p, ClusterAdmin %p, AdminView %p, SecretReader %p", (words, ...expected) => {
    expect(NAMES.map((name) => can(POLICIES[name], words))).toEqual(expected);
  });

  it.each([
    ["AmazonEKSEditPolicy", "edit"],
    ["AmazonEKSAdminPolicy", "admin"],
  ])("%s is %s without evictions, tokens of service accounts, leases, and later groups", (policy, role) => {
    // GIVEN everything that the role names
    const words = ROLES[role].flatMap(({ apiGroups = [], resources = [], verbs }) =>
      verbs.flatMap((verb) =>
        apiGroups.flatMap((group) => resources.map((one) => `${verb} ${one}${group ? `.${group}` : ""} in ns`)),
      ),
    );

    // WHEN
    // Kubernetes added these groups to the roles after EKS documented its policies.
    const isLater = (one: string) => /\.(events|resource)\.k8s\.io in ns$/.test(one);
    const missing = new Set(words.filter((one) => !isLater(one) && !can(POLICIES[policy], one)));

    // THEN
    expect([...missing].filter((one) => !one.includes(" leases.coordination.k8s.io ")).sort()).toEqual([
      "create pods/eviction in ns",
      "create serviceaccounts/token in ns",
    ]);
    expect([...missing].filter((one) => one.includes(" leases.coordination.k8s.io "))).toHaveLength(8);
  });
});

describe("everybody who is authenticated", () => {
  it.each([
    "get /version",
    "get /healthz",
    "get /livez",
    "get /api",
    "get /apis/apps/v1",
    "get /openapi/v3",
    "create selfsubjectreviews.authentication.k8s.io",
    "create selfsubjectaccessreviews.authorization.k8s.io",
    "create selfsubjectrulesreviews.authorization.k8s.io",
  ])("may %s", (words) => {
    expect(can(EVERYONE, words)).toBe(true);
  });

  it.each([
    "head /version",
    "get /metrics",
    "get /healthz/etcd",
    "get /",
    "create subjectaccessreviews.authorization.k8s.io",
    "create tokenreviews.authentication.k8s.io",
    "list namespaces",
    "list pods in default",
  ])("may not %s", (words) => {
    expect(can(EVERYONE, words)).toBe(false);
  });
});
