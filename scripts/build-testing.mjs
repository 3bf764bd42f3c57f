/**
 * Builds `cdktf-trust-mesh/testing` into `lib/testing`: one file for `require`, small modules around it for `import`, vitest and
 * `@jest/globals`, and their declarations. cdktf and constructs are the user's own.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCES = join(ROOT, "src/testing");
const WRAPPERS = join(ROOT, "scripts/testing");
const FOLDER = join(ROOT, "lib/testing");
/** What users see; the other files are within the bundle. */
const PUBLIC = ["index", "types"];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ["src/testing/index.ts"],
  outfile: join(FOLDER, "index.js"),
  bundle: true,
  metafile: true,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  // Of modules, what is not used is left out.
  mainFields: ["module", "main"],
  external: ["cdktf", "constructs"],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
});
const notices = thirdPartyNotices(
  "cdktf-trust-mesh/testing",
  Object.keys(metafile.inputs).map((file) => join(ROOT, file)),
);
writeFileSync(join(FOLDER, "THIRD-PARTY-NOTICES"), notices);
for (const name of PUBLIC) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(join(SOURCES, `${name}.ts`), "utf8"), {
    fileName: `${name}.ts`,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, strict: true },
  });
  if (diagnostics?.length) throw new Error(diagnostics.map(({ messageText }) => messageText).join("\n"));
  writeFileSync(join(FOLDER, `${name}.d.ts`), outputText);
}
for (const name of readdirSync(WRAPPERS)) copyFileSync(join(WRAPPERS, name), join(FOLDER, name));
