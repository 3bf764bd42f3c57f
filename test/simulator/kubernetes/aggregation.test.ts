import { asking, clusterRoleBinding, rbacOf, roleBinding, userOf } from "../support/kubernetes";
import { Args, read } from "../support/stack";

const VIEW_LABEL = "rbac.authorization.k8s.io/aggregate-to-view";
const widgets = { api_groups: ["example.com"], resources: ["widgets"], verbs: ["list"] };

/** What Kubernetes' own controller and authorizer answer to the same objects: see `test/oracles/rbac.test.ts`. */
describe("an aggregated ClusterRole", () => {
  function may(words: string, clusterRoles: Readonly<Record<string, Args>>, bound = "view"): boolean {
    const binding = clusterRoleBinding(bound, "User alice");
    const resource = { kubernetes_cluster_role_v1: clusterRoles, kubernetes_cluster_role_binding_v1: { b: binding } };
    return rbacOf(read({ resource })).opinion(userOf("alice"), asking(words)).allowed;
  }

  it("that every cluster has takes up roles with its label, and roles that take up that one do too", () => {
    const one = { metadata: { name: "widgets", labels: { [VIEW_LABEL]: "true" } }, rule: [widgets] };

    expect(may("list widgets.example.com in ns", { one })).toBe(true);
    expect(may("list widgets.example.com in ns", { one }, "admin")).toBe(true);
    expect(may("list widgets.example.com in ns", { one: { ...one, metadata: { name: "widgets" } } })).toBe(false);
  });

  it("has no rules of its own", () => {
    const selectors = [{ match_labels: { team: "a" } }];
    const all = { metadata: { name: "all" }, rule: [widgets], aggregation_rule: { cluster_role_selectors: selectors } };
    const nodes = { api_groups: [""], resources: ["nodes"], verbs: ["list"] };
    const one = { metadata: { name: "nodes", labels: { team: "a" } }, rule: [nodes] };

    expect(may("list nodes", { all, one }, "all")).toBe(true);
    expect(may("list widgets.example.com", { all, one }, "all")).toBe(false);
  });
});

describe("a service account as a subject", () => {
  it.each([
    ["ns", true],
    ["other", false],
  ])("is the user of its name, and the account of the namespace %s may: %p", (namespace, expected) => {
    const [subject] = [{ kind: "ServiceAccount", name: "sa", namespace: "ns" }];
    const binding = { ...roleBinding("ns", "view"), subject: [subject] };
    const rbac = rbacOf(read({ resource: { kubernetes_role_binding_v1: { b: binding } } }));

    const opinion = rbac.opinion(userOf(`system:serviceaccount:${namespace}:sa`), asking("list pods in ns"));

    expect(opinion.allowed).toBe(expected);
  });
});

describe("the group system:masters", () => {
  it("may do everything in every cluster", () => {
    const opinion = rbacOf(read({})).opinion(userOf("alice", "system:masters"), asking("delete nodes one"));

    expect(opinion).toMatchObject({
      allowed: true,
      reason:
        'RBAC: allowed by ClusterRoleBinding "cluster-admin" of ClusterRole "cluster-admin" to Group "system:masters"',
    });
  });
});
