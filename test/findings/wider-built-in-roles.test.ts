import { widerBuiltInRoles } from "../../src/findings/rules/wider-built-in-roles";
import { account } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** ClusterRoles that make a built-in one wider or narrower. Kubernetes documentation: "Aggregated ClusterRoles". */
const LABEL = "rbac.authorization.k8s.io/aggregate-to-view";
const SECRETS = { api_groups: [""], resources: ["secrets"], verbs: ["get"] };
const CUSTOM = { api_groups: ["cert-manager.io"], resources: ["certificates"], verbs: ["get"] };

const edge = (role: string, kind = "ClusterRole"): Stack =>
  declaring({
    args: EKS_ARGS,
    declaration: declaration({ access: [{ kind, role, namespaces: ["ci"], cloudPolicy: false }] }),
  });
const made = (metadata: Args, ...rule: Args[]): Stack => ({
  provider: { kubernetes: { host: SERVER } },
  resource: { kubernetes_cluster_role_v1: { one: { metadata: { name: "own", ...metadata }, rule } } },
});
const found = (...stacks: Stack[]) =>
  widerBuiltInRoles(read(merged(account(), ...stacks)), NOW).map(
    ({ code, severity, place, reason }) => `${code} ${severity} ${place}: ${reason}`,
  );
const labelled = { labels: { [LABEL]: "true" } };

describe("a ClusterRole that adds to a built-in one", () => {
  it("is a fault where it adds rules for what Kubernetes has itself", () => {
    expect(found(edge("view"), made(labelled, SECRETS))).toEqual([
      "further-right fault mesh: kubernetes_cluster_role_v1.one: adds to get secrets to the built-in ClusterRole view, which is given to an edge",
    ]);
    expect(found(edge("view"), made(labelled, { ...CUSTOM, api_groups: ["*"] }))).toHaveLength(1);
  });

  it("is told of what gathers it: edit has what view has", () => {
    const label = { labels: { "rbac.authorization.k8s.io/aggregate-to-edit": "true" } };
    const nodes = { api_groups: [""], resources: ["nodes"], verbs: ["delete"] };
    expect(found(edge("edit"), made(label, nodes))).toHaveLength(1);
    expect(found(edge("admin"), made(label, nodes))).toHaveLength(1);
    expect(found(edge("view"), made(label, nodes))).toEqual([]);
  });

  it("is a gap where it adds rules for custom resources alone", () => {
    expect(found(edge("view"), made(labelled, CUSTOM))).toEqual([
      "further-right gap mesh: kubernetes_cluster_role_v1.one: adds to get certificates.cert-manager.io to the built-in ClusterRole view, which is given to an edge",
    ]);
  });

  it.each<[string, Stack, Stack]>([
    ["no edge is given the built-in one", edge("edit", "Role"), made(labelled, SECRETS)],
    ["it adds what is there", edge("view"), made(labelled, { ...SECRETS, resources: ["pods"] })],
    ["it has no such label", edge("view"), made({ labels: { app: "x" } }, SECRETS)],
  ])("is not told where %s", (_what, own, role) => {
    expect(found(own, role)).toEqual([]);
  });
});

it("a ClusterRole that takes the place of a built-in one is told by what it adds and lacks", () => {
  expect(found(edge("view"), made({ name: "view" }, SECRETS)).map((one) => one.split(":")[0])).toEqual([
    "further-right fault mesh",
    "missing-grant fault mesh",
  ]);
});
