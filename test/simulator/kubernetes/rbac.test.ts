import { placeOf } from "../../../src/terraform";
import { asking, bound, clusterRoleBinding, rbacOf, roleBinding, userOf } from "../support/kubernetes";
import { Args, merged, read, Stack } from "../support/stack";

/** Which bindings mean a user, and where. Kubernetes source: `pkg/registry/rbac/validation/rule.go`, `rbac.go`. */
const ALICE = userOf("alice", "readers");

const ask = (stack: Stack, words: string, user = ALICE) => rbacOf(read(stack)).opinion(user, asking(words));
const may = (stack: Stack, words: string, user = ALICE) => ask(stack, words, user).allowed;

describe("a subject", () => {
  it.each([
    ["User alice", true],
    ["Group readers", true],
    ["Group system:authenticated", true],
    ["User Alice", false],
    ["User readers", false],
    ["Group alice", false],
    ["Group reader", false],
    ["ServiceAccount alice", false],
    ["Person alice", false],
  ])("%s means the user alice in readers: %p", (words, expected) => {
    expect(may(bound(roleBinding("ns", "view", words)), "list pods in ns")).toBe(expected);
  });

  it("is any of several", () => {
    expect(may(bound(roleBinding("ns", "view", "User bob", "Group readers")), "list pods in ns")).toBe(true);
  });

  it("may be a principal with slashes and colons in its name", () => {
    const name =
      "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/system:serviceaccount:ns:sa";
    expect(may(bound(roleBinding("ns", "view", `User ${name}`)), "list pods in ns", userOf(name))).toBe(true);
  });
});

describe("a RoleBinding", () => {
  const stack = bound(roleBinding("ns", "view", "User alice"));

  it.each([
    ["list pods in ns", true],
    ["get namespaces ns in ns", true],
    ["list pods in other", false],
    ["list pods", false],
    ["list namespaces", false],
    ["get secrets a in ns", false],
  ])("of view in ns answers %j: %p", (words, expected) => {
    expect(may(stack, words)).toBe(expected);
  });

  it("without a namespace is in the namespace default, as the provider writes it", () => {
    const args = roleBinding(undefined, "view", "User alice");
    const inDefault: Stack = { resource: { kubernetes_role_binding: { b: args } } };
    expect(may(inDefault, "list pods in default")).toBe(true);
    expect(may(inDefault, "list pods in ns")).toBe(false);
  });

  it("gives no path, whatever its ClusterRole says", () => {
    const admin = bound(roleBinding("ns", "cluster-admin", "User alice"));
    expect(may(admin, "delete nodes a in ns")).toBe(true);
    expect(may(admin, "get /metrics")).toBe(false);
  });
});

describe("a ClusterRoleBinding", () => {
  const stack = bound(clusterRoleBinding("view", "User alice"));

  it.each([
    ["list pods in ns", true],
    ["list pods", true],
    ["list namespaces", true],
    ["list nodes", false],
  ])("of view answers %j: %p", (words, expected) => {
    expect(may(stack, words)).toBe(expected);
  });

  it("gives paths where its ClusterRole does", () => {
    expect(may(bound(clusterRoleBinding("cluster-admin", "User alice")), "get /metrics")).toBe(true);
    expect(may(stack, "get /metrics")).toBe(false);
  });
});

describe("a role of one's own", () => {
  const rule: Args = { api_groups: [""], resources: ["configmaps"], resource_names: ["a"], verbs: ["get"] };
  const role: Stack = {
    resource: { kubernetes_role_v1: { r: { metadata: [{ name: "own", namespace: "ns" }], rule: [rule] } } },
  };
  const clusterRole: Stack = {
    resource: {
      kubernetes_cluster_role_v1: {
        r: { metadata: { name: "own" }, rule: [rule, { non_resource_urls: ["/metrics"], verbs: ["get"] }] },
      },
    },
  };

  it.each([
    ["a Role in its namespace", role, roleBinding("ns", "Role own", "User alice"), true],
    ["a Role in another namespace", role, roleBinding("other", "Role own", "User alice"), false],
    ["a Role that is bound as a ClusterRole", role, roleBinding("ns", "own", "User alice"), false],
    ["a ClusterRole in a namespace", clusterRole, roleBinding("ns", "own", "User alice"), true],
    ["a ClusterRole that is bound as a Role", clusterRole, roleBinding("ns", "Role own", "User alice"), false],
    ["a ClusterRole in the whole cluster", clusterRole, clusterRoleBinding("own", "User alice"), true],
  ])("is found where it is %s", (_what, made, args, expected) => {
    const stack = merged(made, bound(args));
    expect(may(stack, "get configmaps a in ns")).toBe(expected);
    expect(may(stack, "get configmaps b in ns")).toBe(false);
  });

  it("gives its paths", () => {
    const stack = merged(clusterRole, bound(clusterRoleBinding("own", "User alice")));
    expect(may(stack, "get /metrics")).toBe(true);
    expect(may(stack, "get /healthz/etcd")).toBe(false);
  });

  it("takes the place of a built-in one of the same name", () => {
    const own: Stack = {
      resource: { kubernetes_cluster_role: { r: { metadata: { name: "view" }, rule: [rule] } } },
    };
    expect(may(merged(own, bound(roleBinding("ns", "view", "User alice"))), "list pods in ns")).toBe(false);
  });
});

describe("what allows", () => {
  it.each([
    [
      roleBinding("ns", "view", "User alice"),
      'RBAC: allowed by RoleBinding "b/ns" of ClusterRole "view" to User "alice"',
      "mesh: kubernetes_role_binding_v1.b",
    ],
    [
      clusterRoleBinding("view", "Group readers"),
      'RBAC: allowed by ClusterRoleBinding "b" of ClusterRole "view" to Group "readers"',
      "mesh: kubernetes_cluster_role_binding_v1.b",
    ],
  ])("is told, as the API server tells it", (args, reason, place) => {
    const opinion = ask(bound(args), "list pods in ns");
    expect(opinion).toMatchObject({ allowed: true, reason });
    expect(opinion.resource && placeOf(opinion.resource)).toBe(place);
    expect(opinion.line).toMatch(/^binds ClusterRole view to (User "alice"|Group "readers")$/);
  });
});

describe("what allows, where a binding has several subjects,", () => {
  it.each([
    [["User bob", "User alice"], 'to User "alice"'],
    [["Group others", "Group readers", "User alice"], 'to Group "readers"'],
    [["User readers", "ServiceAccount alice", "Group system:authenticated"], 'to Group "system:authenticated"'],
  ])("names the first that means the user: %j", (subjects, told) => {
    const opinion = ask(bound(roleBinding("ns", "view", ...subjects)), "list pods in ns");
    expect(opinion.reason).toBe(`RBAC: allowed by RoleBinding "b/ns" of ClusterRole "view" ${told}`);
  });
});

describe("a roleRef of another kind", () => {
  it.each([
    ["a Role in the whole cluster", clusterRoleBinding("Role view", "User alice")],
    ["a kind that nobody has", roleBinding("ns", "Cluster view", "User alice")],
    ["a kind in other letters", roleBinding("ns", "clusterrole view", "User alice")],
  ])("is not taken for a ClusterRole: %s", (_what, args) => {
    expect(may(bound(args), "list pods in ns")).toBe(false);
  });
});

describe("a binding to a role that is not there", () => {
  it.each([
    ["Role gone", 'RBAC: role.rbac.authorization.k8s.io "gone" not found'],
    ["gone", 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found'],
  ])("allows nothing, and the refusal tells it: %s", (role, reason) => {
    const opinion = ask(bound(roleBinding("ns", role, "User alice")), "list pods in ns");
    expect(opinion).toMatchObject({ allowed: false, reason });
    expect(opinion.resource && placeOf(opinion.resource)).toBe("mesh: kubernetes_role_binding_v1.b");
  });

  it("is told together with another one, and once with the same", () => {
    // GIVEN
    const resource = {
      kubernetes_role_binding_v1: {
        a: roleBinding("ns", "gone", "User alice"),
        b: roleBinding("ns", "lost", "Group readers"),
        c: roleBinding("ns", "gone", "Group readers"),
      },
    };

    // WHEN
    const { reason } = ask({ resource }, "list pods in ns");

    // THEN
    expect(reason).toBe(
      'RBAC: [clusterrole.rbac.authorization.k8s.io "gone" not found, clusterrole.rbac.authorization.k8s.io "lost" not found]',
    );
  });

  it("of somebody else, or elsewhere, is not told", () => {
    const silent = { allowed: false };
    expect(ask(bound(roleBinding("ns", "gone", "User bob")), "list pods in ns")).toEqual(silent);
    expect(ask(bound(roleBinding("other", "gone", "User alice")), "list pods in ns")).toEqual(silent);
  });

  it("does not keep another one from allowing", () => {
    const resource = {
      kubernetes_role_binding_v1: {
        a: roleBinding("ns", "gone", "User alice"),
        b: roleBinding("ns", "view", "User alice"),
      },
    };
    expect(may({ resource }, "list pods in ns")).toBe(true);
  });
});
