/**
 * Builds the exec plugin into one executable file, `lib/bin/trust-mesh-auth`: a POSIX shell script that answers from
 * the cache, followed by the bundled JavaScript, which the shell never reaches and to which the script is a comment.
 * Then it fills the plugin's own npm package with that file.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { hoistRepeats } from "./hoist-repeats.mjs";
import { fillPluginPackage } from "./plugin-package.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const PLACEHOLDER = "@VERSION@";
/**
 * Starts the file, in double quotes alone. Node.js itself would look for a package.json in every folder above: one with
 * `"type": "module"`, or one that is no JSON, would stop it.
 */
const START = 'module._compile(require("node:fs").readFileSync(process.argv[1],"utf8"),process.argv[1])';
/** Names of properties that only the plugin's own code uses, never an answer, a file or Node.js: they are shortened. */
const OWN_PROPERTIES =
  "accepted accessKeyId account addresses again aliases announced asked attempt audiences authority " +
  "azureResource choices claims clockBehind clockComplaint clockOffset clusterConfig credentialFile " +
  "credentialSource credentials cutOff deadline debugging description detail directory domain " +
  "dualStack dualStackSuffix externalId failed failure failureName faults findHead " +
  "fromCluster heals iamUrl impersonated integer joinedChunks lastFailure lastWasSix " +
  "localTime lockName matching minted missing needs negatable negated nextChunk nextRound " +
  "oneAudience peer placeOf provider readClaims reader reason refusal regions remaining required resolving " +
  "roleArn running searched seconds secretAccessKey serverTime serviceAccount sessionName " +
  "sessionToken settings settled stsUrl subcommand suffix targets throughRole timers tokenLifetime " +
  "tokenType tryAnew universeDomain variables vendor waiting watched wayOut";
const COMMON = {
  bundle: true,
  write: false,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  logLevel: "warning",
  charset: "utf8",
  // As a plain require: Node.js's own import() starts the loader of ES modules, which takes longer than the module.
  supported: { "dynamic-import": false },
  // Else each class field is written twice, and each module begins with "use strict".
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
};

/**
 * Makes what is imported from Node.js constants of the bundle. Else each file requires its modules anew, and each use
 * looks its function up; both take space and, in a process that lives for milliseconds, time.
 */
const NODE_CONSTANTS = {
  name: "node-constants",
  setup(build) {
    const namespace = "node-constants";
    build.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "import-statement" ? { path, namespace } : undefined,
    );
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `export const { ${importedFrom(path).join(", ")} } = require("${path}");`,
    }));
  },
};

/** The names that the plugin's sources import from a module of Node.js. */
function importedFrom(module) {
  const folder = join(ROOT, "src/plugin");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const statements = files.flatMap((name) => [
    ...readFileSync(join(folder, name), "utf8").matchAll(/^import \{([^}]*)\} from "([^"]*)";$/gm),
  ]);
  const names = statements.filter(([, , from]) => from === module).flatMap(([, list]) => list.split(","));
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
}

/** What the script needs of the sources, so that nothing is written down twice. */
async function constants() {
  const contents = `
    export { BOUND_VARIABLES } from "./src/plugin/cache/shell-hit";
    export { HANDED_OVER } from "./src/plugin/http/secure-context";
    export { PLUGIN_COMMAND, PLUGIN_FLAGS, PLUGIN_PACKAGE } from "./src/exec-contract";
    export { PLUGIN_INSTALL_SCRIPT } from "./src/clients/pods/plugin-install-script";`;
  const { outputFiles } = await build({ ...COMMON, stdin: { contents, resolveDir: ROOT, loader: "ts" } });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

async function bundle() {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: [join(ROOT, "src/plugin/main.ts")],
    plugins: [NODE_CONSTANTS],
    minify: true,
    legalComments: "none",
    mangleProps: new RegExp(`^(?:${OWN_PROPERTIES.split(" ").join("|")})$`),
    define: { TRUST_MESH_VERSION: JSON.stringify(PLACEHOLDER) },
  });
  const code = outputFiles[0].text;
  // A property that is also reached by a string would keep its name there and lose it elsewhere.
  const byString = OWN_PROPERTIES.split(" ").find((name) => new RegExp(`["'\`]${name}["'\`]`).test(code));
  if (byString) throw new Error(`"${byString}" is used as a string too: take it out of OWN_PROPERTIES.`);
  return hoistRepeats(code);
}

function script({ BOUND_VARIABLES, HANDED_OVER, PLUGIN_COMMAND, PLUGIN_FLAGS }) {
  const filled = readFileSync(join(ROOT, "src/plugin/shell/hit.sh"), "utf8")
    .replace(/^ *#(?!!).*\n/gm, "")
    .replace(/^ +/gm, "")
    .replaceAll("@SUBCOMMANDS@", Object.keys(PLUGIN_FLAGS).join(" | "))
    .replaceAll("@COMMAND@", PLUGIN_COMMAND)
    .replaceAll("@HANDED_OVER@", HANDED_OVER)
    .replaceAll("@START@", START)
    .replaceAll("@TABBED@", BOUND_VARIABLES.map((name) => `$t\${${name}-}`).join(""));
  if (filled.indexOf("*/") !== filled.length - "*/;\n".length) throw new Error("hit.sh ends its own comment early.");
  return filled;
}

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const values = await constants();
const unstamped = script(values) + (await bundle());
const stamp = `${version}+${createHash("sha256").update(unstamped).digest("hex").slice(0, 12)}`;
const folder = join(ROOT, "lib/bin");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, values.PLUGIN_COMMAND), unstamped.replaceAll(PLACEHOLDER, stamp), { mode: 0o755 });
// Windows runs no shell scripts: beside the file, this starts Node.js straight away.
const start = `@node -e "${START.replaceAll('"', "'")}" -- "%~dp0${values.PLUGIN_COMMAND}" %*\r\n`;
writeFileSync(join(folder, `${values.PLUGIN_COMMAND}.cmd`), start);
fillPluginPackage({
  root: ROOT,
  name: values.PLUGIN_PACKAGE,
  command: values.PLUGIN_COMMAND,
  installScript: values.PLUGIN_INSTALL_SCRIPT,
});
