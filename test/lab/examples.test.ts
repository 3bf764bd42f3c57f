import { App } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksPodToKeyVault } from "../../examples/eks-pod-to-key-vault/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as entraApplication } from "../../examples/entra-application/main";
import { build as githubActions } from "../../examples/github-actions/main";
import { build as jobsOnGke } from "../../examples/jobs-on-gke/main";
import { build as nineCells } from "../../examples/nine-cells/main";
import { build as oneRoleTwoClusters } from "../../examples/one-role-two-clusters/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { build as webhooks } from "../../examples/webhooks/main";
import { Kubectl } from "../../src/lab";
import { PLUGIN_FIXTURE } from "../support/clients";
import { describeWithTool, whereIs } from "../support/tool";
import { runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(120_000);

/** Each example, and who reaches which cluster in it. */
const CLUSTERS = ["west", "euro", "corp"];
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
  ["eks-pod-to-key-vault", eksPodToKeyVault, ["west:etl/loader → core"]],
  ["entra-application", entraApplication, ["euro:etl/loader → core", "west:etl/loader → core"]],
  ["eks-to-gke", eksToGke, ["west:argocd/argocd-application-controller → euro"]],
  [
    "github-actions",
    githubActions,
    ["core", "data", "prod", "west"].map((to) => `github-actions:repo:acme/app:environment:prod → ${to}`),
  ],
  [
    "three-cloud-mesh",
    threeCloudMesh,
    [
      "corp:deploy/deployer → euro",
      "corp:deploy/deployer → west",
      "corp:reports/loader → account-aws",
      "euro:deploy/deployer → corp",
      "euro:deploy/deployer → west",
      "euro:reports/loader → account-azurerm",
      "west:deploy/deployer → corp",
      "west:deploy/deployer → euro",
      "west:reports/loader → account-google",
    ],
  ],
  ["jobs-on-gke", jobsOnGke, ["euro:batch/report → data", "west:control/supervisor → euro"]],
  [
    "nine-cells",
    (app) => nineCells(app, app.outdir),
    ["corp", "euro", "west"].flatMap((cluster) =>
      ["core", "data", "prod"].map((account) => `${cluster}:etl/loader → ${account}`),
    ),
  ],
  [
    "one-role-two-clusters",
    oneRoleTwoClusters,
    ["euro", "west"].flatMap((cluster) =>
      ["core", "data", "prod"].map((account) => `${cluster}:etl/loader → ${account}`),
    ),
  ],
  [
    "webhooks",
    webhooks,
    ["corp:etl/loader → prod", "euro:etl/loader → core", "euro:etl/loader → prod", "west:etl/loader → core"],
  ],
  [
    "clusters-from-scratch",
    clustersFromScratch,
    CLUSTERS.flatMap((from) => CLUSTERS.filter((to) => to !== from).map((to) => `${from}:ci/runner → ${to}`)),
  ],
  ["self-managed-source", selfManagedSource, ["data-centre:velero/velero → euro", "edge:agents/collector → west"]],
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
