import { App } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { Kubectl } from "../../src/lab";
import { PLUGIN_FIXTURE } from "../support/clients";
import { describeWithTool, whereIs } from "../support/tool";
import { runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(120_000);

/** Each example, and who reaches which cluster in it. */
const EXAMPLES: [string, (app: App) => unknown, string[]][] = [
  [
    "argocd-hub",
    (app) => argocdHub(app, PLUGIN_FIXTURE),
    ["corp", "euro"].flatMap((cluster) =>
      ["application-controller", "applicationset-controller", "server"].map(
        (component) => `hub:argocd/argocd-${component} → ${cluster}`,
      ),
    ),
  ],
  ["eks-to-gke", eksToGke, ["west:argocd/argocd-application-controller → euro"]],
  [
    "three-cloud-mesh",
    threeCloudMesh,
    [
      "corp:deploy/deployer → euro",
      "corp:deploy/deployer → west",
      "euro:deploy/deployer → corp",
      "euro:deploy/deployer → west",
      "west:deploy/deployer → corp",
      "west:deploy/deployer → euro",
    ],
  ],
  ["clusters-from-scratch", clustersFromScratch, ["west:ci/runner → corp", "west:ci/runner → euro"]],
  ["self-managed-source", selfManagedSource, ["data-centre:velero/velero → euro"]],
];

describe.each(EXAMPLES)("example %s in the lab", (_name, build, edges) => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = new Synthesized(build);
  });
  afterAll(() => synthesized.remove());

  describeWithTool("kubectl", "with kubectl", () => {
    it("does all that it declares, and nothing else", async () => {
      const results = await runLab([synthesized.path], {
        client: (lab) => new Kubectl(lab, whereIs("kubectl") as string),
      });
      const reached = results.filter(({ code }) => code === "own-identity");
      expect(reached.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([...edges].sort());
      expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    });
  });

  it("does all that it declares with the built-in client, and nothing else", async () => {
    const results = await runLab([synthesized.path]);
    const reached = results.filter(({ code }) => code === "own-identity");
    expect(reached.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([...edges].sort());
    expect(results.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
  });
});
