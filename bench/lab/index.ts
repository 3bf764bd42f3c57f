/**
 * Reader and simulator on meshes of 10, 30 and 100 clusters, with edges into clusters and into accounts, beside JSON.parse of the same
 * files in the same process; and the lab's trials a second on the three-cloud mesh, with the built-in client.
 *
 * npm run bench:lab [-- --edges=clusters|accounts] [--size=10|30|100]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { build as threeCloudMesh } from "../../examples/three-cloud-mesh/main";
import { BuiltInClient, Lab, runTrials, Workbench } from "../../src/lab";
import { readWorld } from "../../src/simulator";
import { choiceOf } from "../choice";
import { emptyScript } from "./empty-script";
import { ROOT } from "./programs";
import { measureProofs } from "./prove";
import { EDGES, measureSizes } from "./sizes";

async function measureTrials(folder: string): Promise<void> {
  const app = new App({ outdir: join(folder, "three") });
  threeCloudMesh(app);
  app.synth();
  const lab = await Lab.start(readWorld([app.outdir]));
  try {
    const bench = new Workbench(lab, join(ROOT, "lib/bin/trust-mesh-auth"), new BuiltInClient(lab));
    const started = performance.now();
    const reports = await runTrials(bench);
    const seconds = (performance.now() - started) / 1000;
    const trials = reports.flatMap(({ results }) => results).length;
    console.log(`${trials} trials in the lab: ${(trials / seconds).toFixed(1)} a second`);
  } finally {
    await lab.stop();
  }
}

async function main(): Promise<void> {
  const { names, sizes } = choiceOf(EDGES);
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-bench-"));
  try {
    const start = emptyScript();
    let missed = 0;
    for (const edges of names) missed += measureSizes(join(folder, edges), edges, sizes, start);
    if (names.includes("clusters") && sizes.includes(10)) {
      await measureTrials(folder);
      missed += measureProofs(join(folder, "clusters", "10"), start);
    }
    if (missed > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
