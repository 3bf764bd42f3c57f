/**
 * Builds the exec plugin into one executable file, `lib/bin/trust-mesh-auth`: a POSIX shell script that answers from
 * the cache, followed by the bundled JavaScript, which the shell never reaches and to which the script is a comment.
 * Beside it stands the code of help and doctor, compressed, which the executable loads on demand and knows by its SHA-256. Then
 * both fill the plugin's own npm package.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { hoistRepeats, withoutProperty } from "./smaller-bundle.mjs";
import { fillPluginPackage } from "./plugin-package.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const PLACEHOLDER = "@VERSION@";
const HELP_PLACEHOLDER = "@HELP@";
/**
 * Starts the file, in double quotes alone. Node.js itself would look for a package.json in every folder above: one with
 * `"type": "module"`, or one that is no JSON, would stop it. A Node.js that is too old to read the file says so before.
 */
const START =
  'parseInt(process.versions.node)>19||(console.error("trust-mesh-auth: it needs Node.js 20.9 or newer, not "+' +
  'process.versions.node+"."),process.exit(1));module._compile(require("node:fs").readFileSync(process.argv[1],"utf8"),process.argv[1])';
/** Names of properties that only the plugin's own code uses, never an answer, a file or Node.js: they are shortened. */
const OWN_PROPERTIES =
  "accepted accessKeyId account addresses body childProcess chunks combined definitions flags goal isGiven " +
  "method ofName passedProxy " +
  " again aliases announced asked attempt audiences authority " +
  "azureResource choices claims clockBehind clockComplaint clockOffset clusterConfig compared credentialFile " +
  "credentialSource credentials cutOff deadline debugging description detail directory domain " +
  "dualStack dualStackSuffix escapes externalId failed failure failureName faults findHead " +
  "fromCluster heals iamUrl impersonated integer joinedChunks lastFailure lastWasSix " +
  "localTime lockName matching minted missing needs negatable negated nextChunk nextRound " +
  "oneAudience peer placeOf provider readClaims reader reason refusal regions remaining required resolving " +
  "fail kept late least letters need pace parts plain read secure roleArn running searched seconds secretAccessKey serverTime serviceAccount sessionName short " +
  "sessionToken settings settled stsUrl subcommand suffix targets throughRole timers told tokenLifetime " +
  "tokenType tryAnew universeDomain variables vendor waiting watched wayOut winner";
const COMMON = {
  bundle: true,
  write: false,
  platform: "node",
  target: "node20.9",
  format: "cjs",
  logLevel: "warning",
  charset: "ascii",
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
async function constantsOfSources() {
  const contents = `
    export { BOUND_VARIABLES } from "./src/plugin/cache/shell-hit";
    export { HANDED_OVER } from "./src/plugin/http/secure-context";
    export { HELP_FILE, PLUGIN_COMMAND, PLUGIN_FLAGS, PLUGIN_PACKAGE } from "./src/exec-contract";
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

const BORROWED_FILE = /[\\/]help[\\/]borrowed\.ts$/;
const CONTRACT_FILE = /[\\/]src[\\/]exec-contract\.ts$/;

/** What one bundle lends to the other: a list without names, for which both have the order of the file. */
function lentBy(path, importing, opening) {
  const found = [...readFileSync(path, "utf8").matchAll(/^export \{ ([^}]*) \} from ("[^"]*");$/gm)];
  const lists = found.map(([, names, from]) => ({ names: names.split(", "), from }));
  const names = lists.flatMap((list) => list.names);
  return `${lists.map((list) => importing(list.names, list.from)).join("\n")}\n${opening}${names.join(", ")}];`;
}

/** The contract as help sees it: the executable lends its flags, which have no descriptions, and they are put back. */
function describedFlags() {
  const { PLUGIN_COMMAND, PLUGIN_FLAGS } = values;
  const described = Object.values(PLUGIN_FLAGS).map((flags) => flags.map(({ description }) => description));
  return `
    import { PLUGIN_FLAGS as lent } from "./plugin/help/borrowed";
    const descriptions = ${JSON.stringify(described)};
    export const PLUGIN_COMMAND = ${JSON.stringify(PLUGIN_COMMAND)};
    export const PLUGIN_FLAGS = Object.fromEntries(Object.entries(lent).map(([name, flags], i) => [
      name, flags.map((flag, j) => ({ ...flag, description: descriptions[i][j] })),
    ]));`;
}

/** What makes the executable small: constants of Node.js, and flags without their descriptions, which help alone needs. */
const EXECUTABLE = {
  name: "executable",
  setup(build) {
    NODE_CONSTANTS.setup(build);
    build.onLoad({ filter: BORROWED_FILE }, ({ path }) => ({
      contents: lentBy(path, (names, from) => `import { ${names.join(", ")} } from ${from};`, "export const lent = ["),
      loader: "ts",
    }));
    build.onLoad({ filter: CONTRACT_FILE }, ({ path }) => ({
      contents: withoutProperty(readFileSync(path, "utf8"), "description"),
      loader: "ts",
    }));
  },
};

/**
 * Makes help and doctor take what they borrow from the executable, which hands it over: nothing is there twice.
 *
 * @param files those of the executable
 */
const lentTo = (files) => ({
  name: "lent",
  setup(build) {
    build.onLoad({ filter: BORROWED_FILE }, ({ path }) => ({
      contents: lentBy(path, () => "", "export const [").replace(/;$/, " = BORROWED.lent;"),
    }));
    build.onLoad({ filter: CONTRACT_FILE }, ({ path }) => ({ contents: describedFlags(), resolveDir: dirname(path) }));
    build.onEnd(({ metafile }) => {
      const own = /^src\/(?:plugin\/help\/|exec-contract\.ts$)/;
      const twice = Object.keys(metafile.inputs).find((file) => !own.test(file) && files.includes(file));
      if (twice) throw new Error(`${twice} is in the executable too: borrow it, in src/plugin/help/borrowed.ts.`);
    });
  },
});

/**
 * No getter of the plugin's does anything but compute, and no function is called before its file has run. Of what terser calls
 * unsafe, one thing is used: texts are joined by a plus sign, which asks of what is joined for its value before its text.
 */
const FURTHER = { pure_getters: true, hoist_funs: true, unsafe: true };

/** What esbuild's own minifier leaves: it works file by file, this one on the whole. */
async function smaller(code) {
  const compress = { ecma: 2022, passes: 3, toplevel: true, keep_fargs: false, unsafe_arrows: true, ...FURTHER };
  return (
    await minify(code, {
      ecma: 2022,
      toplevel: true,
      compress,
      mangle: { toplevel: true },
      format: { ascii_only: true },
    })
  ).code;
}

/** Names in the order of their definition: the constants that are used most often stand first and get the shortest. */
async function shortNames(code) {
  return (
    await minify(code, {
      ecma: 2022,
      toplevel: true,
      compress: false,
      mangle: { toplevel: true },
      format: { ascii_only: true },
    })
  ).code;
}

/** Bundles a file of the plugin; names of properties that another bundle has shortened are the same in this one. */
async function bundle(file, plugin, mangleCache) {
  const result = await build({
    ...COMMON,
    absWorkingDir: ROOT,
    entryPoints: [file],
    plugins: [plugin],
    minify: true,
    metafile: true,
    legalComments: "none",
    mangleProps: new RegExp(`^(?:${OWN_PROPERTIES.split(" ").join("|")})$`),
    mangleCache,
    define: {
      TRUST_MESH_VERSION: JSON.stringify(PLACEHOLDER),
      TRUST_MESH_HELP: JSON.stringify(HELP_PLACEHOLDER),
    },
  });
  const code = result.outputFiles[0].text;
  // A property that is also reached by a string would keep its name there and lose it elsewhere.
  const byString = OWN_PROPERTIES.split(" ").find((name) => new RegExp(`["'\`]${name}["'\`]`).test(code));
  if (byString) throw new Error(`"${byString}" is used as a string too: take it out of OWN_PROPERTIES.`);
  return { code: await smaller(code), mangleCache: result.mangleCache, files: Object.keys(result.metafile.inputs) };
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
const values = await constantsOfSources();
const main = await bundle("src/plugin/main.ts", EXECUTABLE, {});
const help = (await bundle("src/plugin/help/index.ts", lentTo(main.files), main.mangleCache)).code;
const code = (await shortNames(hoistRepeats(main.code))).replace(
  HELP_PLACEHOLDER,
  createHash("sha256").update(help).digest("hex"),
);
const unstamped = script(values) + code;
const stamp = `${version}+${createHash("sha256").update(unstamped).digest("hex").slice(0, 12)}`;
const folder = join(ROOT, "lib/bin");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, values.PLUGIN_COMMAND), unstamped.replaceAll(PLACEHOLDER, stamp), { mode: 0o755 });
writeFileSync(
  join(folder, values.HELP_FILE),
  brotliCompressSync(help, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }),
);
// Windows runs no shell scripts: beside the file, this starts Node.js straight away.
const start = `@node -e "${START.replaceAll('"', "'")}" -- "%~dp0${values.PLUGIN_COMMAND}" %*\r\n`;
writeFileSync(join(folder, `${values.PLUGIN_COMMAND}.cmd`), start);
fillPluginPackage({
  root: ROOT,
  name: values.PLUGIN_PACKAGE,
  files: [values.PLUGIN_COMMAND, `${values.PLUGIN_COMMAND}.cmd`, values.HELP_FILE],
  command: values.PLUGIN_COMMAND,
  installScript: values.PLUGIN_INSTALL_SCRIPT,
});
