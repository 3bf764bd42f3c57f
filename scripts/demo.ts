/** Synthesizes the three-cloud mesh and lets the lab try it. Nothing leaves the machine. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { build } from "../examples/three-cloud-mesh/main";

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-demo-"));
  try {
    const app = new App({ outdir: join(folder, "cdktf.out") });
    build(app);
    app.synth();
    const command = resolve(__dirname, "../lib/bin/trust-mesh");
    const { status } = spawnSync(process.execPath, [command, "lab", app.outdir], { stdio: "inherit" });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
