/**
 * Makes the compiled indexes of the constructs, and the list of the trusts that a mesh makes, load each file when the first of its
 * names is used, as aws-cdk-lib does. Sources and declarations keep `export *`.
 *
 *     __exportStar(require("./eks-trust"), exports);
 *     exportWhenUsed(exports, ["EksTrust"], () => require("./eks-trust"));
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const LIB = join(dirname(fileURLToPath(import.meta.url)), "../lib");
const HELPER = join(LIB, "common/lazy-exports");

/**
 * The text of a compiled index whose names are loaded when they are used; one that was changed before, as it is.
 *
 * @param text what the compiler wrote
 * @param namesOf the names that a module exports, by what the index requires it as
 * @param helper where the index finds `exportWhenUsed`
 * @throws Error for an index that does more than export names of other modules
 */
export function lazyExports(text, namesOf, helper) {
  const statements = text.slice(text.indexOf('Object.defineProperty(exports, "__esModule"')).split("\n").slice(1);
  if (!/\brequire\("/.test(text) || text.includes("exportWhenUsed")) return text;
  const modules = new Map();
  const variables = new Map();
  const wholes = [];
  for (const statement of statements) {
    const [, whole] = /^__exportStar\(require\("([^"]+)"\), exports\);$/.exec(statement) ?? [];
    const [, variable, part] = /^var (\w+) = require\("([^"]+)"\);$/.exec(statement) ?? [];
    const [, name, of] =
      /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.\1; \} \}\);$/.exec(
        statement,
      ) ?? [];
    if (whole) wholes.push(whole);
    else if (variable) variables.set(variable, part);
    else if (name && variables.has(of)) modules.set(name, variables.get(of));
    else if (!/^(exports\.(\w+ = )+void 0;|exports(\.\w+ = exports)+.*= void 0;|\/\/.*|)$/.test(statement)) {
      throw new Error(`an index does more than export names: ${statement}`);
    }
  }
  // A name that is exported by itself stands before one that `export *` brings.
  for (const module of wholes) for (const name of namesOf(module)) if (!modules.has(name)) modules.set(name, module);
  const names = [...modules.keys()].sort();
  const calls = [...new Set(modules.values())].sort().map((module) => {
    const own = names.filter((name) => modules.get(name) === module);
    return `exportWhenUsed(exports, ${JSON.stringify(own)}, () => require(${JSON.stringify(module)}));\n`;
  });
  return [
    '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n',
    `const { exportWhenUsed } = require(${JSON.stringify(helper)});\n`,
    ...calls,
    "// Never runs: ES modules are told the names by this text.\n",
    `0 && (module.exports = { ${names.join(", ")} });\n`,
  ].join("");
}

function run() {
  const require = createRequire(import.meta.url);
  const rooms = readdirSync(LIB, { withFileTypes: true }).filter(
    (one) => one.isDirectory() && !["bin", "bench", "testing"].includes(one.name),
  );
  const folders = [LIB, ...rooms.map(({ name }) => join(LIB, name))];
  const indexes = folders.map((folder) => join(folder, "index.js")).filter((path) => existsSync(path));
  const paths = [...indexes, join(LIB, "trusts/kinds.js")];
  // All are loaded as they were compiled before one is changed.
  const changed = paths.map((path) => {
    const namesOf = (module) =>
      Object.keys(require(join(dirname(path), module))).filter((name) => name !== "__esModule");
    const helper = relative(dirname(path), HELPER);
    const text = lazyExports(readFileSync(path, "utf8"), namesOf, helper.startsWith(".") ? helper : `./${helper}`);
    return { path, text };
  });
  for (const { path, text } of changed) writeFileSync(path, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run();
