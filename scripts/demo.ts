/** Synthesizes the three-cloud mesh and lets the lab try it. Nothing leaves the machine. */
import { ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { build } from "../examples/three-cloud-mesh/main";

const codeOf = (signal: NodeJS.Signals) => 128 + constants.signals[signal];

let lab: ChildProcess | undefined;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  // The lab removes what it made, and then the demo does.
  process.on(signal, () => (lab ? lab.kill(signal) : process.exit(codeOf(signal))));
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-demo-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const app = new App({ outdir: join(folder, "cdktf.out") });
  build(app);
  app.synth();
  const command = resolve(__dirname, "../lib/bin/trust-mesh");
  lab = spawn(process.execPath, [command, "lab", app.outdir], { stdio: "inherit" });
  lab.once("close", (code, signal) => process.exit(signal ? codeOf(signal) : (code ?? 1)));
}

main();
