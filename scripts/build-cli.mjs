/**
 * Builds the command `trust-mesh` into one file, `lib/bin/trust-mesh`, with the libraries that it uses, and beside it what
 * their licenses ask to be handed on.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDER = join(ROOT, "lib/bin");

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
  // Of modules, what is not used is left out.
  mainFields: ["module", "main"],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  banner: { js: "#!/usr/bin/env node" },
  define: { TRUST_MESH_VERSION: JSON.stringify(version) },
});
const notices = thirdPartyNotices(
  "The command trust-mesh",
  Object.keys(metafile.inputs).map((file) => join(ROOT, file)),
);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, "trust-mesh"), outputFiles[0].text, { mode: 0o755 });
writeFileSync(join(FOLDER, "THIRD-PARTY-NOTICES"), notices);
