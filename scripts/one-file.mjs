/**
 * Puts the compiled files of the constructs into one, which Node.js finds, reads and compiles in less time than a hundred. Each module
 * still runs when it is first used. The files stay where they are, with their names, and give what the one file has:
 *
 *     module.exports = require("../constructs.js").load("access/index");
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const LIB = join(dirname(fileURLToPath(import.meta.url)), "../lib");
/** The one file's name, beside the index. */
const ONE = "constructs";
/** What other builds put there. */
const OTHERS = /^(?:bin|bench|testing)\//;

const WITHOUT_COMMENTS = {
  compilerOptions: { removeComments: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.CommonJS },
};

/** What runs a module when it is first asked for; one of a circle that is still running gives what it has so far, as in Node.js. */
const LOADER = `"use strict";
const loaded = {};
function load(name) {
  if (loaded[name]) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  modules[name](module.exports, module, require("path").join(__dirname, name, ".."));
  return module.exports;
}
exports.load = load;
`;

/** A file that gives what the one file has under its name; ES modules are told its names by the text that never runs. */
export function forwarding(module, names) {
  const up = "../".repeat(module.split("/").length - 1) || "./";
  return [
    '"use strict";\n',
    `module.exports = require("${up}${ONE}.js").load(${JSON.stringify(module)});\n`,
    "// Never runs: ES modules are told the names by this text.\n",
    `0 && (module.exports = { ${names.join(", ")} });\n`,
  ].join("");
}

/** A compiled module as a function of the one file: without comments, and with the files of its own kind asked of `load`. */
function asFunction(module, text, known) {
  const changed = ts
    .transpileModule(text, WITHOUT_COMMENTS)
    .outputText.replace(/\brequire\("(\.[^"]*)"\)/g, (_, wanted) => {
      const path = posix.join(posix.dirname(module), wanted).replace(/\.js$/, "");
      const name = [path, posix.join(path, "index")].find((one) => known.has(one));
      if (name === undefined) throw new Error(`${module} requires ${wanted}, which is not among the compiled files`);
      return `load(${JSON.stringify(name)})`;
    });
  return `${JSON.stringify(module)}: (exports, module, __dirname) => {\n${changed}},\n`;
}

/**
 * Makes the one file of a folder of compiled files, and has each of these give what it has.
 *
 * @throws Error where it was made before: then the files have nothing of their own
 */
export function intoOneFile(lib) {
  if (existsSync(join(lib, `${ONE}.js`))) throw new Error(`${ONE}.js is there already: compile again first`);
  const modules = readdirSync(lib, { recursive: true })
    .filter((name) => name.endsWith(".js") && !OTHERS.test(name))
    .map((name) => name.slice(0, -".js".length))
    .sort();
  const require = createRequire(join(lib, "index.js"));
  const namesOf = (module) => Object.keys(require(`./${module}.js`)).filter((name) => name !== "__esModule");
  const files = modules.map((module) => [module, forwarding(module, namesOf(module))]);
  const known = new Set(modules);
  const functions = modules.map((module) => asFunction(module, readFileSync(join(lib, `${module}.js`), "utf8"), known));
  writeFileSync(join(lib, `${ONE}.js`), `${LOADER}const modules = {\n${functions.join("")}};\n`);
  for (const [module, text] of files) writeFileSync(join(lib, `${module}.js`), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) intoOneFile(LIB);
