import { rbacObjects } from "../../../src/simulator/kubernetes/rbac-objects";
import { asking, rbacOf, userOf } from "../support/kubernetes";
import { Args, read, Stack } from "../support/stack";

/** RBAC objects that Terraform makes from manifests: `kubernetes_manifest`. */
const VERSION = "rbac.authorization.k8s.io/v1";
const manifests = (...all: Args[]): Stack => ({
  resource: { kubernetes_manifest: Object.fromEntries(all.map((manifest, i) => [`m${i}`, { manifest }])) },
});
const binding = (kind: string, roleRef: Args, subjects: readonly Args[] | undefined, metadata: Args = {}): Args => ({
  apiVersion: VERSION,
  kind,
  metadata: { name: "b", ...metadata },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", ...roleRef },
  ...(subjects ? { subjects } : {}),
});
const role = (kind: string, rule: Args, metadata: Args = {}): Args => ({
  apiVersion: VERSION,
  kind,
  metadata: { name: "own", ...metadata },
  rules: [rule],
});

function allowed(stack: Stack, ...words: string[]): string[] {
  const rbac = rbacOf(read(stack));
  return words.filter((one) => rbac.opinion(userOf("alice", "staff"), asking(one)).allowed);
}
const ASKED = ["list pods in ns", "list pods in other", "list nodes", "get /metrics"];

describe("a manifest of a binding", () => {
  it.each<[string, Args, readonly string[]]>([
    [
      "ClusterRoleBinding to a user",
      binding("ClusterRoleBinding", { kind: "ClusterRole", name: "view" }, [{ kind: "User", name: "alice" }]),
      ASKED.slice(0, 2),
    ],
    [
      "ClusterRoleBinding to everybody",
      binding("ClusterRoleBinding", { kind: "ClusterRole", name: "cluster-admin" }, [
        { kind: "Group", name: "system:authenticated" },
      ]),
      ASKED,
    ],
    [
      "RoleBinding",
      binding("RoleBinding", { kind: "ClusterRole", name: "view" }, [{ kind: "Group", name: "staff" }], {
        namespace: "ns",
      }),
      ASKED.slice(0, 1),
    ],
    [
      "RoleBinding without a namespace, which is default's",
      binding("RoleBinding", { kind: "ClusterRole", name: "view" }, [{ kind: "User", name: "alice" }]),
      [],
    ],
    [
      "binding of a service account of the same name",
      binding("ClusterRoleBinding", { kind: "ClusterRole", name: "view" }, [
        { kind: "ServiceAccount", name: "alice", namespace: "ns" },
      ]),
      [],
    ],
    ["binding of nobody", binding("ClusterRoleBinding", { kind: "ClusterRole", name: "view" }, undefined), []],
  ])("counts as one: %s", (_what, manifest, words) => {
    expect(allowed(manifests(manifest), ...ASKED)).toEqual(words);
  });
});

describe("a list of manifests", () => {
  const bound = binding("ClusterRoleBinding", { kind: "ClusterRole", name: "view" }, [{ kind: "User", name: "alice" }]);
  const { metadata, roleRef, subjects } = bound;
  const item = { metadata, roleRef, subjects };
  const list = { apiVersion: "v1", kind: "List", items: [{ apiVersion: "v1", kind: "List", items: [bound] }] };
  const typed = { apiVersion: VERSION, kind: "ClusterRoleBindingList", metadata: {}, items: [item] };
  const yaml = (body: Args): Stack => ({ resource: { kubectl_manifest: { m: { yaml_body: JSON.stringify(body) } } } });

  // "kubectl create/apply … each item" of a v1 List: kubectl reference, "Managing Kubernetes objects".
  it.each<[string, Stack]>([
    ["kubernetes_manifest of a List", manifests(list)],
    ["kubernetes_manifest of a ClusterRoleBindingList", manifests(typed)],
    ["kubectl_manifest of a List", yaml(list)],
    ["kubectl_manifest of a ClusterRoleBindingList", yaml(typed)],
  ])("counts as each of its objects: %s", (_what, stack) => {
    expect(allowed(stack, ...ASKED)).toEqual(ASKED.slice(0, 2));
  });
});

describe("a manifest of a role", () => {
  const toAlice = [{ kind: "User", name: "alice" }];

  it("says what a binding gives", () => {
    const rule = { apiGroups: [""], resources: ["nodes"], verbs: ["list"] };
    const bound = binding("ClusterRoleBinding", { kind: "ClusterRole", name: "own" }, toAlice);
    expect(allowed(manifests(bound, role("ClusterRole", rule)), ...ASKED)).toEqual(["list nodes"]);
    const urls = { nonResourceURLs: ["/metrics"], verbs: ["get"] };
    expect(allowed(manifests(bound, role("ClusterRole", urls)), ...ASKED)).toEqual(["get /metrics"]);
  });

  it("counts in its own namespace", () => {
    const rule = { apiGroups: [""], resources: ["pods"], resourceNames: ["a"], verbs: ["get"] };
    const bound = binding("RoleBinding", { kind: "Role", name: "own" }, toAlice, { namespace: "ns" });
    const asked = ["get pods a in ns", "get pods b in ns", "get pods a in other"];
    const here = manifests(bound, role("Role", rule, { namespace: "ns" }));
    expect(allowed(here, ...asked)).toEqual(["get pods a in ns"]);
    expect(allowed(manifests(bound, role("Role", rule, { namespace: "other" })), ...asked)).toEqual([]);
  });
});

describe("other manifests", () => {
  it("are not taken for bindings", () => {
    const other = {
      ...binding("ClusterRoleBinding", { kind: "ClusterRole", name: "view" }, []),
      apiVersion: "example.com/v1",
    };
    const found = rbacObjects(read(manifests(other, { apiVersion: "v1", kind: "ConfigMap" })).configuration);
    expect(found).toEqual({ bindings: [], roles: [], unknown: [] });
  });

  it("are told where they cannot be known", () => {
    const { configuration, homeless } = read(manifests({ apiVersion: "v1", kind: "${var.kind}" }));
    expect(rbacObjects(configuration).unknown).toHaveLength(1);
    expect(homeless).toHaveLength(1);
    expect(homeless[0].place).toContain("mesh: kubernetes_manifest.m0.manifest");
    expect(homeless[0].reason).toMatch(/^may be a binding, and var\.kind is not in the stack/);
  });
});
