import { App } from "cdktf";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as githubActions } from "../../examples/github-actions/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { kubectl } from "../support/clients";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";
import { describeWithTool } from "../support/tool";

/** Each example's kubeconfigs, by stack and output, with the contexts that kubectl should find in them. */
const KUBECONFIGS: [string, (app: App) => unknown, Record<string, Record<string, string[]>>][] = [
  ["clusters-from-scratch", clustersFromScratch, { platform: { "west-runner-kubeconfig": ["corp", "euro"] } }],
  ["eks-to-gke", eksToGke, { "euro-access": { kubeconfig: ["euro"] } }],
  ["github-actions", githubActions, { pipeline: { kubeconfig: ["west"] } }],
  ["self-managed-source", selfManagedSource, { "self-managed-source": { "backup-kubeconfig": ["euro"] } }],
  [
    "three-cloud-mesh",
    threeCloudMesh,
    {
      "corp-access": { "euro-in-corp": ["corp"], "west-in-corp": ["corp"] },
      "euro-access": { "corp-in-euro": ["euro"], "west-in-euro": ["euro"] },
      "west-access": { "corp-in-west": ["west"], "euro-in-west": ["west"] },
    },
  ],
];

describeWithStandIns("the kubeconfigs of the examples, applied", () => {
  describeWithTool("kubectl", "for kubectl", () => {
    it.each(KUBECONFIGS)(
      "has each context of %s, an API server and a stanza of known values",
      (name, build, stacks) => {
        const folder = new TerraformFolder();
        try {
          // GIVEN
          folder.synth(build);
          for (const [stack, kubeconfigs] of Object.entries(stacks)) {
            folder.init(stack);

            // WHEN
            folder.apply(stack);

            // THEN
            const outputs = folder.outputs(stack);
            for (const [output, contexts] of Object.entries(kubeconfigs)) {
              const text = outputs[output] as string;
              expect(kubectl([text], "config", "get-contexts", "-o", "name").out.trim().split("\n")).toEqual(contexts);
              const servers = kubectl([text], "config", "view", "-o", "jsonpath={.clusters[*].cluster.server}").out;
              expect(servers.split(" ").filter((server) => /^https:\/\/[^/$]+$/.test(server))).toHaveLength(
                contexts.length,
              );
              const args = kubectl([text], "config", "view", "-o", "jsonpath={.users[*].user.exec.args}").out;
              const source =
                name === "github-actions" ? "github-actions" : `/var/run/secrets/trust-mesh/${contexts[0]}/token`;
              expect(args).toContain(`"${source}"`);
              expect(args).not.toMatch(/\$\{|TfToken|""/);
            }
          }
        } finally {
          folder.remove();
        }
      },
    );
  });
});
