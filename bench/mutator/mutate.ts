import { endOfBraces } from "../../src/simulator/documents/json-in-text";

/** JSON as Terraform's documents hold it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A step into a document: a key or an index, or the JSON inside a text. */
export type Step = string | number | { readonly json: true };

/** A document with one thing changed. */
export interface Mutant {
  /** What was done: `remove`, `other text`, `added grant`. */
  readonly operator: string;
  /** The changed object's address: `aws_iam_role.reader`. */
  readonly address: string;
  /** Where in it. */
  readonly path: string;
  /** What stands there now, in short. */
  readonly to: string;
  /** A second object that is changed: a finding that names it counts, too. */
  readonly alsoAt?: string;
  /** Why it changes nothing of who may do what, whatever the document, so that nothing must be told of it. */
  readonly changesNothing?: string;
  make(): Json;
}

const INSIDE: Step = { json: true };

/** Every change of every leaf, block and object of a document, by operators that know nothing of what they mean. */
export function mutantsOf(document: Json): readonly Mutant[] {
  const found: Mutant[] = [];
  for (const [address, root] of objectsOf(document)) {
    const add = (operator: string, steps: readonly Step[], value: Json | undefined) =>
      found.push({
        operator,
        address,
        path: inWords(steps),
        to: value === undefined ? "" : JSON.stringify(value).slice(0, 80),
        make: () => changed(document, [...root, ...steps], value),
      });
    add("remove object", [], undefined);
    visit(at(document, root), [], add, siblingsOf(document, root));
  }
  return found;
}

type Add = (operator: string, steps: readonly Step[], value: Json | undefined) => void;

function visit(value: Json, steps: readonly Step[], add: Add, others: readonly Json[]): void {
  if (Array.isArray(value)) {
    value.forEach((one, index) => {
      if (value.length > 1) add("remove element", [...steps, index], undefined);
      visit(one, [...steps, index], add, others);
    });
    const [first] = value;
    if (typeof first === "string") add("add element", steps, [...value, foreign(first)]);
    if (typeof first === "object" && first !== null) add("add block", steps, [...value, otherTexts(first)]);
    return;
  }
  if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (key === "//") continue;
      add("remove argument", [...steps, key], undefined);
      visit(one, [...steps, key], add, others);
    }
    return;
  }
  if (typeof value === "boolean") return add("flip", steps, !value);
  if (typeof value === "number") return add("other number", steps, value + 1);
  if (value === null) return;
  const inside = parsed(value);
  if (inside !== undefined) return visit(inside, [...steps, INSIDE], add, others);
  for (const [operator, text] of textsFor(value)) if (text !== value) add(operator, steps, text);
  const other = otherReference(value, others);
  if (other !== undefined) add("other reference", steps, other);
}

/** Texts that stand instead of one. */
function textsFor(value: string): readonly (readonly [string, string])[] {
  // What differs least: one of three for each text, so that the run stays in its time.
  const near = [`${value} `, value.slice(0, -1), `x${value}`][value.length % 3];
  return [
    ["near text", near],
    ["other text", foreign(value)],
    ["wildcard", "*"],
    ["longer by a wildcard", `${value}*`],
    ["empty", ""],
    ["other case", value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()],
  ];
}

/** A text of the same form that means something else. */
export function foreign(value: string): string {
  if (value.includes("${")) return `${value}x`;
  const digits = /\d{6,}/.exec(value);
  if (digits) {
    return value.replace(
      digits[0],
      digits[0].replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)),
    );
  }
  return /[a-z]/i.test(value) ? value.replace(/([a-z0-9-]+)([^a-z0-9]*)$/i, "evil$2") : `${value}x`;
}

/** A value whose texts are all others of the same form. */
export function otherTexts(value: Json): Json {
  if (typeof value === "string") return foreign(value);
  if (Array.isArray(value)) return value.map(otherTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === "//" ? one : otherTexts(one)]));
}

const REFERENCE = /\$\{([a-z]\w+)\.([\w-]+)([.[][^}]*)?\}/;

/** The same attribute of another resource of the type. */
function otherReference(value: string, others: readonly Json[]): string | undefined {
  const [whole, type, name, rest = ""] = REFERENCE.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const names = others.flatMap((one) => Object.keys((one as Record<string, object>)[type] ?? {}));
  const other = names.find((one) => one !== name);
  return other === undefined ? undefined : value.replace(whole, `\${${type}.${other}${rest}}`);
}

/** Steps in words: `policy.(json).Statement.0`. */
export function inWords(steps: readonly Step[]): string {
  return steps.map((step) => (typeof step === "object" ? "(json)" : String(step))).join(".");
}

/** Every object of a document with its address: resources, data sources, providers, outputs. */
export function objectsOf(document: Json): readonly (readonly [string, readonly Step[]])[] {
  const root = document as Record<string, Record<string, Json>>;
  const found: [string, Step[]][] = [];
  for (const [kind, prefix] of [
    ["resource", ""],
    ["data", "data."],
  ]) {
    for (const [type, named] of Object.entries(root[kind] ?? {})) {
      for (const name of Object.keys(named as object)) found.push([`${prefix}${type}.${name}`, [kind, type, name]]);
    }
  }
  for (const [name, blocks] of Object.entries(root.provider ?? {})) {
    (blocks as Json[]).forEach((block, index) => {
      const { alias } = block as { alias?: string };
      found.push([`provider.${name}${alias === undefined ? "" : `.${alias}`}`, ["provider", name, index]]);
    });
  }
  for (const name of Object.keys(root.output ?? {})) found.push([`output.${name}`, ["output", name]]);
  return found;
}

function siblingsOf(document: Json, [kind]: readonly Step[]): readonly Json[] {
  const root = document as Record<string, Json>;
  return kind === "resource" || kind === "data" || kind === "output" ? [root.resource ?? {}] : [];
}

/** What a JSON text says, expressions among it as texts; undefined for another text. */
export function parsed(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text.includes("${") ? quoted(text) : text) as Json;
  } catch {
    return undefined;
  }
}

/** A character that no document has; between two of them stands an expression that is a value of its own. */
const MARK = "\u0001";

/** JSON with the values that Terraform makes of expressions as texts. */
function quoted(text: string): string {
  let all = "";
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isInText && sign === "\\") {
      all += sign + text[++at];
    } else if (text.startsWith("${", at) && text[at - 1] !== "$") {
      const end = endOfBraces(text, at);
      const expression = text.slice(at, end);
      // Inside a text it is a part of it, whose quotes are Terraform's.
      all += isInText ? JSON.stringify(expression).slice(1, -1) : JSON.stringify(`${MARK}${expression}${MARK}`);
      at = end - 1;
    } else {
      if (sign === '"') isInText = !isInText;
      all += sign;
    }
  }
  return all;
}

/** A document with its expressions as Terraform reads them. */
function unquoted(value: Json): string {
  const isTemplate = JSON.stringify(value).includes("${");
  const text = JSON.stringify(value);
  if (!isTemplate) return text;
  return text
    .replace(/"\\u0001((?:[^"\\]|\\.)*)\\u0001"/g, (_all, inner: string) => JSON.parse(`"${inner}"`) as string)
    .replace(/\\u0001/g, "")
    .replace(/\$\{(?:[^{}"\\]|\\.)*\}/g, (inner) => inner.replace(/\\(["\\])/g, "$1"));
}

/** What stands somewhere in a document. */
export function at(value: Json, steps: readonly Step[]): Json {
  return steps.reduce<Json>((one, step) => (one as Record<string, Json>)[step as string], value);
}

/** A copy in which one value is another one, or is not there. */
export function changed(value: Json, [step, ...rest]: readonly Step[], to: Json | undefined): Json {
  if (step === undefined) return to as Json;
  if (typeof step === "object") return unquoted(changed(parsed(value as string) as Json, rest, to));
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, Json>;
  if (rest.length > 0 || to !== undefined) copy[step] = changed(copy[step], rest, to);
  else if (Array.isArray(copy)) copy.splice(step as number, 1);
  else delete copy[step];
  return copy;
}
