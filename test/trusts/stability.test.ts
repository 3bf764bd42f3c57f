import { App, Testing } from "cdktf";
import { ClusterAccess, ServiceAccount, TargetCluster, TrustMesh } from "../../src";
import { Clouds } from "../support/clouds";
import { Synthesized } from "../support/synthesized";

/** A mesh over three clouds and a self-managed source, with clusters and edges in the order that a test gives. */
interface Plan {
  readonly clusters: string[];
  readonly edges: [string, string][];
}

const SECOND_EKS = "https://oidc.eks.us-west-2.amazonaws.com/id/SECOND";
const FULL: Plan = {
  clusters: ["west", "east", "euro", "corp", "onprem"],
  edges: [
    ["west", "euro"],
    ["west", "corp"],
    ["west", "east"],
    ["east", "corp"],
    ["euro", "west"],
    ["euro", "east"],
    ["euro", "corp"],
    ["corp", "west"],
    ["corp", "euro"],
    ["onprem", "west"],
    ["onprem", "euro"],
    ["onprem", "corp"],
  ],
};

function synthesizeText({ clusters, edges }: Plan): string {
  const clouds = new Clouds(new App());
  const make: Record<string, () => { serviceAccount(namespace: string, name: string): ServiceAccount }> = {
    west: () => clouds.eks("west"),
    east: () => clouds.eks("east", { issuer: SECOND_EKS, clusterName: "east" }),
    euro: () => clouds.gke("euro"),
    corp: () => clouds.aks("corp"),
    onprem: () => clouds.oidc("onprem"),
  };
  const made = Object.fromEntries(clusters.map((id) => [id, make[id]()]));
  const mesh = new TrustMesh(clouds.stack, "mesh");
  for (const [from, to] of edges) {
    for (const name of ["a", "b"]) {
      mesh.allow(made[from].serviceAccount("argocd", name), made[to] as unknown as TargetCluster, ClusterAccess.view());
    }
  }
  return Testing.synth(clouds.stack, true);
}

const synthesizePlan = (plan: Plan) => new Synthesized(synthesizeText(plan));

describe("two synths of the same app", () => {
  it("are byte-identical", () => {
    expect(synthesizeText(FULL)).toBe(synthesizeText(FULL));
  });
});

describe("another order", () => {
  const reference = synthesizePlan(FULL).resources;
  const reversed = <T>(items: T[]) => [...items].reverse();
  const rotated = <T>(items: T[], by: number) => [...items.slice(by), ...items.slice(0, by)];

  it.each<[string, Plan]>([
    ["of edges, reversed", { ...FULL, edges: reversed(FULL.edges) }],
    ["of edges, rotated", { ...FULL, edges: rotated(FULL.edges, 5) }],
    ["of clusters, reversed", { ...FULL, clusters: reversed(FULL.clusters) }],
    ["of both", { clusters: rotated(FULL.clusters, 2), edges: rotated(reversed(FULL.edges), 3) }],
  ])("%s changes neither an address nor what a resource says", (_, plan) => {
    expect(synthesizePlan(plan).resources).toEqual(reference);
  });
});

describe("an edge that is taken away", () => {
  const before = synthesizePlan(FULL);

  it.each(FULL.edges)("%s to %s takes only addresses with it", (from, to) => {
    const edges = FULL.edges.filter((edge) => !(edge[0] === from && edge[1] === to));

    const after = synthesizePlan({ ...FULL, edges });

    expect(after.addresses.filter((address) => !before.addresses.includes(address))).toEqual([]);
    expect(before.addresses.length - after.addresses.length).toBeGreaterThanOrEqual(2);
  });
});

describe("a cluster that is added", () => {
  it("leaves the addresses and contents of what was there", () => {
    const without = (id: string): Plan => ({
      clusters: FULL.clusters.filter((one) => one !== id),
      edges: FULL.edges.filter((edge) => !edge.includes(id)),
    });

    for (const id of FULL.clusters) {
      const [before, after] = [synthesizePlan(without(id)).resources, synthesizePlan(FULL).resources];
      expect(after).toMatchObject(before);
    }
  });
});

describe("names", () => {
  it("differ wherever they must be unique", () => {
    const out = synthesizePlan(FULL);

    for (const [type, key] of [
      ["aws_iam_role", "name"],
      ["google_iam_workload_identity_pool", "workload_identity_pool_id"],
      ["azurerm_user_assigned_identity", "name"],
      ["azurerm_federated_identity_credential", "name"],
    ]) {
      const names = out.all(type).map((resource) => resource[key]);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(1);
    }
  });

  it("of clusters whose readable parts are equal differ by their digests", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro");
    const mesh = new TrustMesh(clouds.stack, "mesh");
    for (const id of ["we.st", "we_st"]) {
      mesh.allow(clouds.eks(id, { clusterName: "west" }).serviceAccount("argocd", "a"), to, ClusterAccess.view());
    }

    const pools = new Synthesized(Testing.synth(clouds.stack, true)).all("google_iam_workload_identity_pool");
    expect(new Set(pools.map((pool) => pool.workload_identity_pool_id)).size).toBe(2);
  });
});
