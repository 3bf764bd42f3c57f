import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the exec plugin into its executable file. */
export function buildPlugin(): void {
  execFileSync(process.execPath, [join(__dirname, "../../scripts/build-plugin.mjs")], { stdio: "inherit" });
}
