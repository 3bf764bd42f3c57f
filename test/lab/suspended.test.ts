import { App, TerraformOutput } from "cdktf";
import { ClusterAccess, TrustMesh, TrustMeshOptions } from "../../src";
import { ThreeClusters } from "./support/meshes";
import { runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(60_000);

const suspended = true;
const OFF: TrustMeshOptions = { eks: { suspended }, gke: { suspended }, aks: { suspended } };

/** The edges of three clusters' runners into each other. */
function write(app: App, options: TrustMeshOptions): void {
  const { stack, west, euro, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh", options);
  const clusters = [west, euro, corp];
  const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
  mesh.allowAll(runners, clusters, ClusterAccess.edit("payments"));
  for (const runner of runners) {
    new TerraformOutput(stack, `kubeconfig-${runner.cluster.node.id}`, { value: mesh.kubeconfigFor(runner) });
  }
}

describe("suspended edges", () => {
  let synthesized: Synthesized;
  afterEach(() => synthesized.remove());

  it("are tried for staying out, and none gets in", async () => {
    synthesized = new Synthesized((app) => write(app, OFF));

    const all = await runLab([synthesized.path]);

    expect(all.filter(({ verdict }) => verdict === "surprise")).toEqual([]);
    const own = all.filter(({ category }) => category === "own");
    expect(own.map(({ code, verdict }) => [code, verdict])).toEqual(Array(6).fill(["suspended", "as declared"]));
    expect(own.map(({ observed }) => observed.kind)).toEqual(Array(6).fill("refused"));
    expect(own.map(({ hop }) => hop)).toEqual(Array(6).fill("exchange"));
  });

  it("that do get in are a surprise, which names what lets them in", async () => {
    synthesized = new Synthesized((app) => write(app, {}));
    const declared = synthesized.broken("mesh", "declared", ({ output }) => {
      for (const one of Object.values(output)) {
        one.value = one.value.replace(/"adopted": ?\[\]/g, '"adopted": [], "suspended": true');
      }
    });

    const all = await runLab([declared]);

    const own = all.filter(({ code }) => code === "suspended");
    expect(own.map(({ verdict, hop }) => [verdict, hop])).toEqual(Array(6).fill(["surprise", "authorization"]));
    expect(own.every(({ decidedBy }) => decidedBy?.address?.includes("binding"))).toBe(true);
  });
});

describe("an edge with an end", () => {
  const options = (validUntil: string): TrustMeshOptions => ({ eks: { validUntil } });
  const westAlone = { edges: /→ west$/ };

  it.each([
    ["before it, is reached, and refused a second after", "2099-01-01T00:00:00Z", ["own-identity", "outside-its-time"]],
    ["after it, stays out", "2020-01-01T00:00:00Z", ["suspended", "outside-its-time"]],
  ])("%s", async (_when, validUntil, codes) => {
    const synthesized = new Synthesized((app) => write(app, options(validUntil)));
    try {
      const all = (await runLab([synthesized.path], westAlone)).filter(({ to }) => to === "west");

      expect(all.filter(({ verdict }) => verdict === "surprise")).toEqual([]);
      for (const code of codes) {
        const found = all.filter((one) => one.code === code);
        expect(found.map(({ verdict }) => verdict)).toEqual(["as declared", "as declared"]);
      }
      expect(all.filter(({ code }) => code === "outside-its-time").map(({ hop }) => hop)).toEqual([
        "exchange",
        "exchange",
      ]);
    } finally {
      synthesized.remove();
    }
  });
});
