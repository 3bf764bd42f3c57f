/**
 * Makes the compiled constructs load each module of a provider's package when it is first used, as aws-cdk-lib does with its
 * own modules. Sources and declarations keep plain imports: jsii knows no other, and an editor needs none.
 *
 *     const iam_role_1 = require("@cdktf/provider-aws/lib/iam-role");     new iam_role_1.IamRole(…)
 *     const iam_role_1 = whenUsed(() => require("…"), "…");               new (iam_role_1()).IamRole(…)
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const LIB = join(dirname(fileURLToPath(import.meta.url)), "../lib");
const HELPER = join(LIB, "common/provider-package");
const PROVIDER = /^@cdktf\/provider-/;

/**
 * The text of a compiled file with lazy providers; a file that has none, or was changed before, as it is.
 *
 * @throws Error for a use of a provider's module that is not the reading of one of its classes
 */
export function lazyProviders(text, helper) {
  const file = ts.createSourceFile("compiled.js", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const modules = new Map(file.statements.flatMap((statement) => providerRequire(statement) ?? []));
  if (!modules.size) return text;
  const changes = [];
  for (const { declaration, module } of modules.values()) {
    const call = `require(${JSON.stringify(helper)}).whenUsed(() => require("${module}"), "${module}")`;
    changes.push({ start: declaration.initializer.getStart(), end: declaration.initializer.end, text: call });
  }
  const visit = (node) => {
    if (ts.isIdentifier(node) && modules.has(node.text) && !ts.isVariableDeclaration(node.parent)) {
      if (!ts.isPropertyAccessExpression(node.parent) || node.parent.expression !== node) {
        throw new Error(`${node.text} is used other than by its classes: ${node.parent.getText()}`);
      }
      changes.push({ start: node.getStart(), end: node.end, text: `(${node.text}())` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return changes
    .sort((a, b) => b.start - a.start)
    .reduce((changed, { start, end, text: piece }) => changed.slice(0, start) + piece + changed.slice(end), text);
}

/** The name and module of `const NAME = require("@cdktf/provider-…");`. */
function providerRequire(statement) {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const call = declaration.initializer;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== "require") return undefined;
  const module = call.arguments[0].text;
  return PROVIDER.test(module) ? [[declaration.name.text, { declaration, module }]] : undefined;
}

function run() {
  for (const name of readdirSync(LIB, { recursive: true })) {
    if (!name.endsWith(".js") || name.startsWith("bin/") || name.startsWith("bench/")) continue;
    const path = join(LIB, name);
    const helper = relative(dirname(path), HELPER);
    const text = readFileSync(path, "utf8");
    const changed = lazyProviders(text, helper.startsWith(".") ? helper : `./${helper}`);
    if (changed !== text) writeFileSync(path, changed);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run();
