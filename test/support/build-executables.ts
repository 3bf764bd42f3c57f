import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the executable files, the exec plugin and the command `trust-mesh`. */
export function buildExecutables(): void {
  for (const script of ["build-plugin.mjs", "build-cli.mjs"]) {
    execFileSync(process.execPath, [join(__dirname, "../../scripts", script)], { stdio: "inherit" });
  }
}
