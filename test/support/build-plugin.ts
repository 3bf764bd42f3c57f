import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Builds the plugin before the tests run, so that they never look at an old one. */
export default function buildPlugin(): void {
  execFileSync(process.execPath, [join(__dirname, "../../scripts/build-plugin.mjs")], { stdio: "inherit" });
}
