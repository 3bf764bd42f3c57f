import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
import { findingsIn } from "../../src/findings";
import { rightsIn } from "../../src/rights";
import { readWorld, World } from "../../src/simulator";
import { describeWithStandIns, describeWithTerraform, TerraformFolder } from "../support/terraform";
import { PLUGIN_FIXTURE } from "../support/clients";

/**
 * Each example, and how many resources it should make in each of its stacks; a stack comes after those whose state it
 * reads.
 */
const EXAMPLES: [string, (app: App) => unknown, Record<string, number>][] = [
  // euro: pool, provider, 3 × lookup, 2 × binding; corp: identity, 3 × credential, binding; hub: 2 × secret, ConfigMap
  ["argocd-hub", (app) => argocdHub(app, PLUGIN_FIXTURE), { "argocd-hub": 7 + 5 + 3 }],
  // identity, credential, role assignment
  ["eks-pod-to-key-vault", eksPodToKeyVault, { "key-vault-access": 3 }],
  // application, service principal, 2 × credential, role assignment
  ["entra-application", entraApplication, { "entra-application": 2 + 2 + 1 }],
  // pool, provider, lookup, binding
  ["eks-to-gke", eksToGke, { "euro-access": 4 }],
  // cluster: issuer, role, entry, binding; accounts: role, policy; pool, provider, member; identity, credential, assignment
  ["github-actions", githubActions, { pipeline: 4 + 2 + 3 + 3 }],
  // edge: pool, provider, lookup, role, binding; the Jobs: pool, provider, member, account, ConfigMap; the supervisor:
  // account, ConfigMap, Deployment
  ["jobs-on-gke", jobsOnGke, { "jobs-on-gke": 5 + 5 + 3 }],
  // 3 × (identity, credential, assignment); 3 × (issuer, role, policy); 3 × (pool, provider, member); ConfigMap, Deployment
  ["nine-cells", (app) => nineCells(app, app.outdir), { azure: 9 + 2, aws: 9 + 2, google: 9 + 2 }],
  // 2 × issuer, role, policy; identity, 2 × credential, assignment; pool, provider, 2 × impersonation, account, member;
  // 2 × service account, ConfigMap
  ["one-role-two-clusters", oneRoleTwoClusters, { "shared-identities": 4 + 4 + 6 + 3 }],
  // into clusters, west: 2 × (issuer, role, entry, 2 bindings) + policy; euro: 2 × (pool, provider, lookup, 2 bindings) +
  // binding; corp: 2 × (identity, credential, 2 bindings); into services, west: role, policy; euro: member; corp:
  // identity, credential, assignment
  ["three-cloud-mesh", threeCloudMesh, { "west-access": 11 + 2, "euro-access": 11 + 1, "corp-access": 8 + 3 }],
  // AWS: 2 × (issuer, role, policy); Azure: 2 × (identity, credential, assignment); 4 releases; 3 × (account, Deployment)
  ["webhooks", webhooks, { webhooks: 6 + 6 + 4 + 6 }],
  // EKS: role, policy, cluster; GKE: cluster; AKS: group, cluster; a namespace; then 2 × (issuer, role, entry,
  // binding), 2 × (pool, provider, lookup, binding), 2 × (identity, credential, binding)
  ["clusters-from-scratch", clustersFromScratch, { platform: 7 + 8 + 8 + 6 }],
  // pool, provider, service account, impersonation, lookup, binding; issuer, role, entry, policy
  ["self-managed-source", selfManagedSource, { "self-managed-source": 10 }],
];

/** What a state does not tell, and how often it is told as a gap: the providers that lead to the clusters of objects. */
const NOT_IN_A_STATE: Readonly<Record<string, { readonly gaps: string[] }>> = {
  webhooks: { gaps: Array<string>(4).fill("pod-wiring") },
};

/** What a fresh plan leaves as gaps: whether dynamic blocks make policies of a role, and what providers fill in of a pod. */
const GAPS_OF_A_FRESH_PLAN: Readonly<Record<string, readonly string[]>> = {
  "github-actions": ["unseen-grant"],
  "jobs-on-gke": ["pod-wiring"],
  "one-role-two-clusters": ["unseen-grant"],
  "three-cloud-mesh": ["unseen-grant"],
  webhooks: ["pod-wiring", "unseen-grant"],
  "clusters-from-scratch": ["unseen-grant"],
  "self-managed-source": ["unseen-grant"],
};

/** Whose stacks read each other's states, so that Terraform cannot plan them before an apply. */
const READS_STATES: readonly string[] = ["nine-cells"];

/** The stand-in of Google makes a project's number up; the examples say which number theirs has. */
function withProjectNumber(text: string): string {
  return text.replace(/projects\/\d{12}\//g, "projects/210987654321/");
}

/** What is told of stacks that Terraform shows. */
function readings(shown: readonly { readonly stack: string; readonly text: string }[]) {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-shown-"));
  try {
    const files = shown.map(({ stack, text }) => {
      const file = join(folder, `${stack}.json`);
      writeFileSync(file, text);
      return file;
    });
    return told(readWorld(files));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who may do what, and what is found, without the ids that clouds assign. */
function told(world: World) {
  const now = Date.UTC(2027, 0, 15) / 1000;
  const { holders } = rightsIn(world, now);
  const found = findingsIn(world, now);
  return {
    rights: holders.map(({ from, to, isDeclared, state, rights, missing }) => ({
      ...{ from: from.name, to: to.label, isDeclared, state, missing: missing.length },
      rights: rights.map(({ kind, name, namespaces, isDeclared: declared }) => ({ kind, name, namespaces, declared })),
    })),
    faults: found.filter(({ severity }) => severity === "fault").map(({ code, place }) => `${code} ${place}`),
    gaps: found.filter(({ severity }) => severity === "gap").map(({ code }) => code),
  };
}

/** What is declared of rights: beside it a fresh plan has the policies that it does not tell. */
function declaredOf({ rights }: ReturnType<typeof told>) {
  const declared = rights.filter(({ isDeclared }) => isDeclared);
  return declared.map((one) => ({ ...one, rights: one.rights.filter((right) => right.declared) }));
}

describe.each(EXAMPLES)("example %s", (name, build, resources) => {
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
    it("applies each stack, plans no change after that, and destroys it", () => {
      const stacks = Object.keys(resources);
      const counts = () => Object.fromEntries(stacks.map((stack) => [stack, folder.resources(stack).length]));

      // GIVEN
      for (const stack of stacks) folder.init(stack);
      const fresh = READS_STATES.includes(name)
        ? undefined
        : readings(stacks.map((stack) => ({ stack, text: folder.showPlan(stack) })));

      // WHEN
      for (const stack of stacks) folder.apply(stack);

      // THEN
      expect(counts()).toEqual(resources);
      expect(stacks.flatMap((stack) => folder.plan(stack))).toEqual([]);

      // THEN what is told of the state and of a plan is what was told of the synthesized stacks
      const shown = (show: (stack: string) => string) =>
        readings(stacks.map((stack) => ({ stack, text: withProjectNumber(show(stack)) })));
      const synthesized = told(readWorld([folder.root]));
      expect(synthesized.gaps).toEqual([]);
      if (fresh) {
        expect([declaredOf(fresh), fresh.faults, [...new Set(fresh.gaps)].sort()]).toEqual([
          declaredOf(synthesized),
          synthesized.faults,
          GAPS_OF_A_FRESH_PLAN[name] ?? [],
        ]);
      }
      expect(shown((stack) => folder.showPlan(stack))).toEqual(synthesized);
      expect(shown((stack) => folder.showState(stack))).toEqual({ ...synthesized, ...(NOT_IN_A_STATE[name] ?? {}) });

      // WHEN
      for (const stack of [...stacks].reverse()) folder.destroy(stack);

      // THEN
      expect(Object.values(counts()).filter(Boolean)).toEqual([]);
    });
  });
});
