import { App, TerraformStack, Testing } from "cdktf";
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
import { PLUGIN_FIXTURE } from "../support/clients";

const EXAMPLES: [string, (app: App) => unknown][] = [
  ["argocd-hub", (app) => argocdHub(app, PLUGIN_FIXTURE)],
  ["clusters-from-scratch", clustersFromScratch],
  ["eks-pod-to-key-vault", eksPodToKeyVault],
  ["eks-to-gke", eksToGke],
  ["entra-application", entraApplication],
  ["github-actions", githubActions],
  ["jobs-on-gke", jobsOnGke],
  ["nine-cells", (app) => nineCells(app, "states")],
  ["one-role-two-clusters", oneRoleTwoClusters],
  ["self-managed-source", selfManagedSource],
  ["three-cloud-mesh", threeCloudMesh],
  ["webhooks", webhooks],
];

describe.each(EXAMPLES)("example %s", (_name, build) => {
  function synthesized(): Record<string, unknown> {
    const app = Testing.app();
    build(app);
    const stacks = app.node.children.filter((child): child is TerraformStack => TerraformStack.isStack(child));
    return Object.fromEntries(
      stacks.map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack, true)) as unknown]),
    );
  }

  it("is what the snapshot shows", () => {
    expect(synthesized()).toMatchSnapshot();
  });

  it("is the same at every synth", () => {
    expect(JSON.stringify(synthesized())).toBe(JSON.stringify(synthesized()));
  });

  it("holds no secret", () => {
    const text = JSON.stringify(synthesized());

    expect(text).not.toMatch(/"(client_secret|password|private_key|secret|client_key|aws_secret_access_key)":/);
    expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\.|BEGIN [A-Z ]*PRIVATE KEY/);
  });
});
