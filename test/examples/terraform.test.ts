import { App } from "cdktf";
import { build as argocdHub } from "../../examples/argocd-hub/main";
import { build as clustersFromScratch } from "../../examples/clusters-from-scratch/main";
import { build as eksToGke } from "../../examples/eks-to-gke/main";
import { build as selfManagedSource } from "../../examples/self-managed-source/main";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { describeWithStandIns, describeWithTerraform, TerraformFolder } from "../support/terraform";
import { PLUGIN_FIXTURE } from "../support/clients";

/** Each example, how many resources it should make in each of its stacks, and what Terraform made of them. */
const EXAMPLES: [string, (app: App) => unknown, Record<string, number>][] = [
  // euro: pool, provider, 3 × lookup, 2 × binding; corp: identity, 3 × credential, binding; hub: 2 × secret, ConfigMap
  ["argocd-hub", (app) => argocdHub(app, PLUGIN_FIXTURE), { "argocd-hub": 7 + 5 + 3 }],
  // pool, provider, lookup, binding
  ["eks-to-gke", eksToGke, { "euro-access": 4 }],
  // west: 2 × (issuer, role, entry, 2 bindings) + policy; euro: 2 × (pool, provider, lookup, 2 bindings) + binding;
  // corp: 2 × (identity, credential, 2 bindings)
  ["three-cloud-mesh", threeCloudMesh, { "west-access": 11, "euro-access": 11, "corp-access": 8 }],
  // EKS: role, policy, cluster; GKE: cluster; AKS: group, cluster; a namespace; then 2 × (issuer, role, entry,
  // binding), 2 × (pool, provider, lookup, binding), 2 × (identity, credential, binding)
  ["clusters-from-scratch", clustersFromScratch, { platform: 7 + 8 + 8 + 6 }],
  // pool, provider, service account, impersonation, lookup, binding; issuer, role, entry, policy
  ["self-managed-source", selfManagedSource, { "self-managed-source": 10 }],
];

describe.each(EXAMPLES)("example %s", (_name, build, resources) => {
  let folder: TerraformFolder;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(build);
  });
  afterAll(() => folder.remove());

  describeWithTerraform("in the real Terraform engine", () => {
    it.each(Object.keys(resources))("initializes and validates %s", (stack) => {
      folder.init(stack);

      expect(() => folder.validate(stack)).not.toThrow();
    });
  });

  describeWithStandIns("with stand-in providers", () => {
    it.each(Object.entries(resources))("applies %s, plans no change after that, and destroys it", (stack, count) => {
      // GIVEN
      folder.init(stack);

      // WHEN
      folder.apply(stack);

      // THEN
      expect(folder.resources(stack)).toHaveLength(count);
      expect(folder.plan(stack)).toEqual([]);

      // WHEN
      folder.destroy(stack);

      // THEN
      expect(folder.resources(stack)).toEqual([]);
    });
  });
});
