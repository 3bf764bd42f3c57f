/**
 * Writes docs/api.md from the docstrings, or with --check fails when the file is not what they say.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");
const REFERENCE = join(ROOT, "docs/api.md");

function generate(output: string): void {
  execFileSync(join(ROOT, "node_modules/.bin/jsii-docgen"), ["--output", output], { cwd: ROOT, stdio: "inherit" });
}

function main(): void {
  if (!process.argv.includes("--check")) return generate(REFERENCE);
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-docs-"));
  try {
    const fresh = join(folder, "api.md");
    generate(fresh);
    if (readFileSync(fresh, "utf8") === readFileSync(REFERENCE, "utf8")) return;
    console.error("docs/api.md is not what the docstrings say. Run `npm run docs` and commit it.");
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
