import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inEmptyScripts, processorSeconds } from "./empty-script";
import { ROOT } from "./programs";

const COMMAND = join(ROOT, "lib/bin/trust-mesh");
/** What is wanted of 90 edges on two cores, in seconds. */
const GOALS = { "--no-kubectl": 30, kubectl: 90 } as const;

/**
 * Proves a mesh of 90 edges with each client, with real sockets and processes. What is measured is the processor's time of the command
 * and of all that it starts, beside that of an empty script: most of what a proof takes are processes that start.
 *
 * @param mesh the folder of a synthesized mesh
 * @param start seconds that an empty script of Node.js takes
 * @returns how many goals are missed
 */
export function measureProofs(mesh: string, start: number): number {
  let missed = 0;
  for (const [client, most] of Object.entries(GOALS)) {
    const flags = client === "kubectl" ? "" : client;
    if (client === "kubectl" && spawnSync("kubectl", ["version", "--client"]).status !== 0) {
      console.log("  kubectl is not on PATH: not measured");
      continue;
    }
    const seconds = processorSeconds(
      `"$1" "$2" lab ${flags} --json "$3" > /dev/null 2>&1; [ $? -eq 3 ] || exit 1`,
      ...[COMMAND, mesh],
    );
    const allowed = inEmptyScripts(most * 2);
    const isGood = seconds / start <= allowed;
    if (!isGood) missed++;
    console.log(
      `${isGood ? "✓" : "✗"} 90 edges proved, ${client}: ${(seconds / start).toFixed(0)} empty scripts of Node.js (${allowed}), ${(seconds / 2).toFixed(1)} s on two cores`,
    );
  }
  return missed;
}
