/**
 * Builds the command `trust-mesh` into one file, `lib/bin/trust-mesh`, with the libraries that it uses, and beside it what
 * their licenses ask to be handed on.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDER = join(ROOT, "lib/bin");

/** The folder of the package that a bundled file is part of; undefined for the project's own files. */
function packageOf(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
  return match?.[1];
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  const files = readdirSync(join(ROOT, folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(join(ROOT, folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const { metafile, outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: ["src/cli/main.ts"],
  outfile: join(FOLDER, "trust-mesh"),
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  // jsonc-parser can be bundled as a module only.
  mainFields: ["module", "main"],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  banner: { js: "#!/usr/bin/env node" },
  define: { TRUST_MESH_VERSION: JSON.stringify(version) },
});
const packages = [...new Set(Object.keys(metafile.inputs).flatMap((file) => packageOf(file) ?? []))].sort();
const unlicensed = packages.filter((folder) => !existsSync(join(ROOT, folder, "package.json")));
if (unlicensed.length) throw new Error(`No package.json in ${unlicensed.join(", ")}.`);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, "trust-mesh"), outputFiles[0].text, { mode: 0o755 });
const rule = `\n\n${"-".repeat(80)}\n\n`;
const head = "The command trust-mesh contains these libraries.";
writeFileSync(join(FOLDER, "THIRD-PARTY-NOTICES"), `${[head, ...packages.map(notice)].join(rule)}\n`);
