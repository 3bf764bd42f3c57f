import { declaredAccess, DeclaredAccess, promised } from "../../../src/simulator";
import { Cluster } from "../../../src/simulator";
import { asking, rbacOf } from "../support/kubernetes";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { read, Stack } from "../support/stack";

/** What a declaration promises, worked out from the intent alone. */
const access = (
  role: string,
  namespaces: readonly string[] = [],
  others: Partial<DeclaredAccess> = {},
): DeclaredAccess => ({
  kind: "ClusterRole",
  role,
  namespaces,
  cloudPolicy: false,
  ...others,
});
const byPolicy = (role: string, ...namespaces: string[]) => access(role, namespaces, { cloudPolicy: true });

const EMPTY = read({ output: {} });

function clusterOf(kind: Cluster["kind"], stack: Stack = { output: {} }): Cluster {
  return { kind, name: "n", label: "l", servers: [], rbac: rbacOf(read(stack)) };
}
const ask = (words: string, accesses: readonly DeclaredAccess[], cluster = clusterOf("eks")) =>
  promised(EMPTY, cluster, accesses, asking(words));

describe("a level by RBAC", () => {
  it.each([
    // words, then view, edit, admin in ns
    ["list pods in ns", "allowed", "allowed", "allowed"],
    ["create pods in ns", "refused", "allowed", "allowed"],
    ["get secrets a in ns", "refused", "allowed", "allowed"],
    ["create serviceaccounts/token a in ns", "refused", "allowed", "allowed"],
    ["create rolebindings.rbac.authorization.k8s.io in ns", "refused", "refused", "allowed"],
    ["list pods in other", "refused", "refused", "refused"],
    ["list pods", "refused", "refused", "refused"],
    ["get namespaces ns in ns", "allowed", "allowed", "allowed"],
    ["list namespaces", "refused", "refused", "refused"],
    ["get /metrics", "refused", "refused", "refused"],
  ])("in a namespace promises of %j: view %s, edit %s, admin %s", (words, ...expected) => {
    expect(["view", "edit", "admin"].map((role) => ask(words, [access(role, ["ns"])]))).toEqual(expected);
  });

  it.each([
    // words, then view, cluster-admin everywhere
    ["list pods in any", "allowed", "allowed"],
    ["list pods", "allowed", "allowed"],
    ["list namespaces", "allowed", "allowed"],
    ["list nodes", "refused", "allowed"],
    ["get /metrics", "refused", "allowed"],
  ])("everywhere promises of %j: view %s, cluster-admin %s", (words, ...expected) => {
    expect(["view", "cluster-admin"].map((role) => ask(words, [access(role)]))).toEqual(expected);
  });
});

describe("a level by the cloud's own policy", () => {
  it.each([
    // words, then view, edit, admin, cluster-admin in EKS
    ["list pods in ns", "allowed", "allowed", "allowed", "allowed"],
    ["get secrets a in ns", "refused", "allowed", "allowed", "allowed"],
    ["create serviceaccounts/token a in ns", "refused", "refused", "refused", "allowed"],
    ["list nodes", "refused", "refused", "refused", "allowed"],
    ["get /metrics", "refused", "refused", "refused", "allowed"],
  ])("promises in EKS of %j: %s, %s, %s, %s", (words, ...expected) => {
    const levels = ["view", "edit", "admin", "cluster-admin"];
    expect(levels.map((role) => ask(words, [byPolicy(role)]))).toEqual(expected);
  });

  it.each([
    // words, then view, edit, admin, cluster-admin in AKS
    ["list pods in ns", "allowed", "allowed", "allowed", "allowed"],
    ["get pods/log a in ns", "allowed", "allowed", "allowed", "allowed"],
    ["get secrets a in ns", "refused", "allowed", "allowed", "allowed"],
    ["create serviceaccounts/token a in ns", "refused", "allowed", "allowed", "allowed"],
    ["list nodes", "refused", "refused", "allowed", "allowed"],
    ["create namespaces", "refused", "refused", "refused", "allowed"],
    ["get /metrics", "refused", "refused", "allowed", "allowed"],
  ])("promises in AKS of %j: %s, %s, %s, %s", (words, ...expected) => {
    const levels = ["view", "edit", "admin", "cluster-admin"];
    expect(levels.map((role) => ask(words, [byPolicy(role)], clusterOf("aks")))).toEqual(expected);
  });

  it.each(["eks", "aks"] as const)("in a namespace promises nothing elsewhere in %s", (kind) => {
    const cluster = clusterOf(kind);
    expect(ask("list pods in ns", [byPolicy("view", "ns")], cluster)).toBe("allowed");
    expect(ask("list pods in other", [byPolicy("view", "ns")], cluster)).toBe("refused");
    expect(ask("list pods", [byPolicy("view", "ns")], cluster)).toBe("refused");
  });
});

describe("a role of one's own", () => {
  const made: Stack = {
    resource: {
      kubernetes_cluster_role_v1: {
        own: { metadata: { name: "own" }, rule: [{ api_groups: [""], resources: ["pods"], verbs: ["list"] }] },
      },
      kubernetes_role_v1: {
        own: {
          metadata: { name: "own", namespace: "ns" },
          rule: [{ api_groups: [""], resources: ["secrets"], verbs: ["list"] }],
        },
      },
    },
  };
  const cluster = clusterOf("eks", made);

  it("promises what its rules say, where they were read", () => {
    expect(ask("list pods in ns", [access("own", ["ns"])], cluster)).toBe("allowed");
    expect(ask("list secrets in ns", [access("own", ["ns"])], cluster)).toBe("refused");
    expect(ask("list secrets in ns", [access("own", ["ns"], { kind: "Role" })], cluster)).toBe("allowed");
    expect(ask("list pods in ns", [access("own", ["ns"], { kind: "Role" })], cluster)).toBe("refused");
  });

  it("promises what nobody knows, where they were not", () => {
    expect(ask("list pods in ns", [access("lost", ["ns"])], cluster)).toBe("unknown");
    expect(ask("list pods in other", [access("lost", ["ns"])], cluster)).toBe("refused");
    expect(ask("list pods in ns", [access("view", ["ns"], { kind: "Role" })], cluster)).toBe("unknown");
  });
});

describe("several accesses", () => {
  it("promise what any of them does", () => {
    const both = [access("view"), access("edit", ["ns"])];
    expect(ask("create pods in ns", both)).toBe("allowed");
    expect(ask("create pods in other", both)).toBe("refused");
    expect(ask("list pods in other", both)).toBe("allowed");
  });

  it("promise a yes before what nobody knows, and that before a no", () => {
    expect(ask("list pods in ns", [access("lost"), access("view")])).toBe("allowed");
    expect(ask("list nodes", [access("view"), access("lost")])).toBe("unknown");
  });
});

describe("no access", () => {
  it("promises what everybody may, and nothing else", () => {
    expect(ask("get /version", [])).toBe("allowed");
    expect(ask("create selfsubjectreviews.authentication.k8s.io", [])).toBe("allowed");
    expect(ask("list pods in ns", [])).toBe("refused");
  });
});

describe("service accounts that share a principal in a cluster", () => {
  it("share what is declared for each of them, and nothing of other principals and clusters", () => {
    // GIVEN
    const of = (name: string, parts: Parameters<typeof declaration>[0]) => ({
      args: EKS_ARGS,
      declaration: declaration({ source: { subject: `system:serviceaccount:ns:${name}` }, ...parts }),
    });
    const { edges, ...world } = read(
      declaring(
        of("one", { access: [access("view")] }),
        of("two", { access: [access("edit", ["ns"])] }),
        of("three", { access: [access("admin")], principal: "arn:aws:iam::111122223333:role/other" }),
        of("four", { access: [access("cluster-admin")], target: { name: "arn:aws:eks:us-east-1:1:cluster/east" } }),
      ),
    );

    // THEN
    const roles = edges.map((edge) => declaredAccess({ edges, ...world }, edge).map(({ role }) => role));
    expect(roles).toEqual([["view", "edit"], ["view", "edit"], ["admin"], ["cluster-admin"]]);
  });
});
