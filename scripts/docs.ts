/**
 * Writes the API reference into docs/api/ from the docstrings: one page a class, and an index. It is built and not
 * committed; the npm package has it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pagesOf } from "./docs-pages";

const ROOT = resolve(__dirname, "..");
const REFERENCE = join(ROOT, "docs/api");

function generated(): string {
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-docs-"));
  try {
    const whole = join(folder, "api.md");
    execFileSync(join(ROOT, "node_modules/.bin/jsii-docgen"), ["--output", whole], { cwd: ROOT, stdio: "inherit" });
    return readFileSync(whole, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const pages = pagesOf(generated());
rmSync(REFERENCE, { recursive: true, force: true });
mkdirSync(REFERENCE, { recursive: true });
for (const [name, text] of pages) writeFileSync(join(REFERENCE, name), text);
console.log(`docs/api: ${pages.size} pages`);
