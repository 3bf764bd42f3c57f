import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const STACKS: [string, string[]][] = [
  ["argocd-hub", ["argocd-hub"]],
  ["clusters-from-scratch", ["platform"]],
  ["eks-pod-to-key-vault", ["key-vault-access"]],
  ["eks-to-gke", ["euro-access"]],
  ["entra-application", ["entra-application"]],
  ["github-actions", ["pipeline"]],
  ["jobs-on-gke", ["jobs-on-gke"]],
  ["nine-cells", ["aws", "azure", "google"]],
  ["one-role-two-clusters", ["shared-identities"]],
  ["self-managed-source", ["self-managed-source"]],
  ["three-cloud-mesh", ["corp-access", "euro-access", "west-access"]],
  ["webhooks", ["webhooks"]],
];

describe("cdktf synth", () => {
  let output: string;
  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), "trust-mesh-cdktf-"));
  });
  afterEach(() => rmSync(output, { recursive: true, force: true }));

  it.each(STACKS)("synthesizes the example %s in its own folder", (example, stacks) => {
    // WHEN
    const result = spawnSync(join(ROOT, "node_modules/.bin/cdktf"), ["synth", "--output", output], {
      cwd: join(ROOT, "examples", example),
      encoding: "utf8",
      env: {
        ...process.env,
        CI: "1",
        CHECKPOINT_DISABLE: "1",
        DISABLE_VERSION_CHECK: "1",
      },
    });

    // THEN
    expect(result.stderr + result.stdout).toContain("Generated Terraform code for the stacks");
    expect(result.status).toBe(0);
    const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as { stacks: object };
    expect(Object.keys(manifest.stacks).sort()).toEqual(stacks);
  });
});
