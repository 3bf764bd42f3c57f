import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { aksCluster, eksCluster, gkeCluster } from "./clusters";
import { AksCluster, EksCluster, GkeCluster, TargetCluster } from "../../src";

/** A certificate authority as clouds hand it out: PEM in base64. Its content is not a certificate. */
export const CA = Buffer.from(
  "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n",
).toString("base64");

/** A file that stands for the built plugin, so that tests of its delivery need no build. */
export const PLUGIN_FIXTURE = resolve(__dirname, "../fixtures/trust-mesh-auth");

/** Gives a fixture cluster an API server. */
function withServer<T extends TargetCluster>(cluster: T, endpoint: string, authority: string | undefined = CA): T {
  return Object.assign(cluster, { endpoint, certificateAuthorityData: authority });
}

/** The fixture cluster of each cloud, with an endpoint and a certificate authority. */
export function reachableEks(stack: TerraformStack, id: string, endpoint = `https://${id}.eks.example`): EksCluster {
  return withServer(eksCluster(stack, id), endpoint);
}
export function reachableGke(stack: TerraformStack, id: string, endpoint = "https://34.90.12.7"): GkeCluster {
  return withServer(gkeCluster(stack, id), endpoint);
}
export function reachableAks(
  stack: TerraformStack,
  id: string,
  endpoint = `https://${id}.aks.example:443`,
): AksCluster {
  return withServer(aksCluster(stack, id), endpoint);
}

/** What synth refuses in a stack. */
export function refusalsIn(stack: TerraformStack): string {
  try {
    Testing.synth(stack, true);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Nothing was refused.");
}

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs kubectl on kubeconfigs and nothing else of the machine. */
export function kubectl(kubeconfigs: string[], ...args: string[]): Ended {
  return kubectlWith({}, kubeconfigs, ...args);
}

/** Runs kubectl with variables of its own. */
export function kubectlWith(variables: Record<string, string>, kubeconfigs: string[], ...args: string[]): Ended {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-kubectl-"));
  try {
    const files = kubeconfigs.map((text, i) => {
      const file = join(folder, `config-${i}`);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    });
    const environment = { PATH: process.env.PATH, HOME: folder, KUBECONFIG: files.join(":"), ...variables };
    const { status, stdout, stderr } = spawnSync("kubectl", args, { encoding: "utf8", env: environment });
    return { status, out: stdout, err: stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
