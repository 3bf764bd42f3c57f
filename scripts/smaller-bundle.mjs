/**
 * Makes a minified bundle smaller: what is written many times in it, a string, undefined or one of JavaScript's own
 * functions, becomes a constant with a short name. esbuild leaves each where it stands.
 */
import ts from "typescript";

/** Functions that need no `this`, as they are called. */
const FUNCTIONS =
  /^(?:JSON\.(?:parse|stringify)|Object\.(?:entries|fromEntries|hasOwn|keys)|Math\.(?:abs|floor|max|min)|Date\.(?:now|parse)|Buffer\.(?:alloc|from)|String\.fromCharCode)$/;
const GLOBALS = /^(?:Buffer|Error|Number|String|URL|process)$/;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * @param code the text of a script that is no ES module
 * @returns the same script, with the constants in front
 */
export function hoistRepeats(code) {
  // Only a parser tells a string from a pattern or a template, and a use from a key.
  const tree = ts.createSourceFile("bundle.js", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const taken = new Set();
  const found = new Map();
  const visit = (node) => {
    if (ts.isIdentifier(node)) taken.add(node.text);
    const text = node.getText(tree);
    if (isRepeatable(node, text)) {
      found.set(text, [...(found.get(text) ?? []), node]);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const worth = [...found]
    .map(([text, nodes]) => ({ text, nodes, saved: nodes.length * (text.length - 2) - text.length - COST(text) }))
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved);
  const free = [...LETTERS]
    .flatMap((first) => [...LETTERS, ..."0123456789"].map((second) => first + second))
    .filter((name) => !taken.has(name) && !/^(?:as|do|if|in|is|of)$/.test(name));
  const named = worth.slice(0, free.length).map((each, index) => ({ ...each, name: free[index] }));
  // The order in which a minifier that renames them hands out its shortest names.
  named.sort((a, b) => b.nodes.length - a.nodes.length);
  const places = named.flatMap(({ name, nodes }) => nodes.map((node) => ({ name, node })));
  let result = code;
  for (const { name, node } of places.sort((a, b) => b.node.pos - a.node.pos)) {
    const start = node.getStart(tree);
    // A word in front of a string needs a space before a name, as in `case"x"`.
    const space = /[\w$]/.test(result[start - 1] ?? "") ? " " : "";
    const end = /[\w$]/.test(result[node.end] ?? "") ? " " : "";
    result = result.slice(0, start) + space + name + end + result.slice(node.end);
  }
  const listed = named.filter(({ text }) => isListed(text));
  const constants = named.filter((one) => !listed.includes(one)).map(({ name, text }) => `${name}=${text}`);
  const texts = listed.map(({ text }) => text.slice(1, -1)).join(SEPARATOR);
  const names = listed.map(({ name }) => name).join(",");
  return `var ${constants.join(",")},[${names}]="${texts}".split("${SEPARATOR}");${result}`;
}

/** Stands between strings that are one constant of all, which takes two characters less for each. */
const SEPARATOR = "|";
const isListed = (text) => text.startsWith('"') && !text.includes(SEPARATOR);
/** What a constant takes beside its text and the two letters of its name at each place. */
const COST = (text) => (isListed(text) ? 2 : 4);

function isRepeatable(node, text) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(node)) {
    return FUNCTIONS.test(text) && !node.questionDotToken;
  }
  if (ts.isVoidExpression(node)) return text === "void 0";
  if (ts.isIdentifier(node) ? !GLOBALS.test(text) : !ts.isStringLiteral(node)) return false;
  if (ts.isExpressionStatement(parent)) return false;
  // A key stays a key, and what is required is read from the file by its name.
  if (parent.name === node || parent.propertyName === node) return false;
  return !(ts.isCallExpression(parent) && parent.expression.getText() === "require");
}

/** The text of a TypeScript file with every property of a name left out of its object literals. */
export function withoutProperty(text, name) {
  const tree = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText(tree) === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  let result = text;
  for (const { pos, end } of found.reverse()) {
    result = result.slice(0, pos) + result.slice(result[end] === "," ? end + 1 : end);
  }
  return result;
}
