import { createHash } from "node:crypto";
import { alike, CallFault, kindOf, list, map, number, string } from "./convert";
import { jsondecode, jsonencode } from "./json";
import { characters, inCase, trimmed } from "./text";

type TerraformFunction = (...args: unknown[]) => unknown;

/**
 * Terraform's functions, as far as this library and common platform code use them in what they synthesize.
 *
 * Terraform documentation: "Built-in functions".
 */
const FUNCTIONS: { readonly [name: string]: TerraformFunction } = {
  base64decode: (text) => Buffer.from(string(text), "base64").toString("utf8"),
  base64encode: (text) => Buffer.from(string(text)).toString("base64"),
  base64sha256: (text) => createHash("sha256").update(string(text)).digest("base64"),
  coalesce: (...values) => {
    const found = values.findIndex((value) => value !== null && value !== "");
    if (found < 0) throw new CallFault("coalesce() of nothing but null and empty text");
    return alike(values)[found];
  },
  compact: (items) =>
    list(items)
      .filter((item) => item !== null)
      .map(string)
      .filter(Boolean),
  concat: (...lists) => lists.flatMap(list),
  contains: (items, value) => {
    if (value === null) throw new CallFault("contains() of null");
    if (typeof value === "object") throw new CallFault(`contains() of ${kindOf(value)} is not understood`);
    return list(items).includes(value);
  },
  distinct: (items) => distinct(list(items)),
  element: (items, index) => {
    const all = list(items);
    if (all.length === 0) throw new CallFault("element of an empty list");
    return all[((number(index) % all.length) + all.length) % all.length];
  },
  endswith: (text, end) => string(text).endsWith(string(end)),
  flatten: (items) => list(items).flat(Infinity),
  format: (spec, ...args) => format(string(spec), args),
  join: (separator, ...lists) => lists.flatMap(list).map(string).join(string(separator)),
  jsondecode: (text) => jsondecode(string(text)),
  jsonencode,
  keys: (value) => Object.keys(map(value)).sort(),
  length: (value) => (typeof value === "string" ? characters(value) : Object.keys(value as object)).length,
  lookup: (value, key, fallback) => {
    const entries = map(value);
    if (Object.hasOwn(entries, string(key))) return entries[string(key)];
    if (fallback === undefined) throw new CallFault(`lookup of "${string(key)}", which is not there`);
    // A number beside text is text in a map, and a number in an object; which of them this is cannot be told.
    if (!isText(fallback) && typeof fallback !== "object" && Object.values(entries).every(isText)) {
      throw new CallFault("lookup() with a default of another type is not understood");
    }
    return fallback;
  },
  lower: (text) => inCase(string(text), (letter) => letter.toLowerCase()),
  merge: (...maps) => Object.assign({}, ...maps.filter((one) => one !== null).map(map)) as unknown,
  nonsensitive: (value) => value,
  one: (items) => {
    const all = list(items);
    if (all.length > 1) throw new CallFault(`one() of ${all.length} elements`);
    return all[0] ?? null;
  },
  replace: (text, search, replacement) => {
    const pattern = string(search);
    if (/^\/.*\/$/s.test(pattern)) throw new CallFault("replace() with a regular expression is not understood");
    const parts = split(string(text), pattern);
    return (pattern ? parts : ["", ...parts, ""]).join(string(replacement));
  },
  sensitive: (value) => value,
  sha1: (text) => createHash("sha1").update(string(text)).digest("hex"),
  sha256: (text) => createHash("sha256").update(string(text)).digest("hex"),
  sort: (items) => list(items).map(string).sort(),
  split: (separator, text) => (string(text) === "" ? [""] : split(string(text), string(separator))),
  startswith: (text, start) => string(text).startsWith(string(start)),
  substr: (text, offset, length) => {
    const all = characters(string(text));
    const from = number(offset) < 0 ? all.length + number(offset) : number(offset);
    return all.slice(from, number(length) < 0 ? undefined : from + number(length)).join("");
  },
  tolist: (items) => alike(list(items)),
  tomap: (value) => {
    const values = alike(Object.values(map(value)));
    return Object.fromEntries(Object.keys(map(value)).map((key, i) => [key, values[i]]));
  },
  tonumber: number,
  toset: (items) => inOrder(distinct(list(items))),
  tostring: (value) => (value === null ? null : string(value)),
  trimprefix: (text, prefix) => withoutPrefix(string(text), string(prefix)),
  trimspace: (text) => trimmed(string(text)),
  trimsuffix: (text, suffix) =>
    string(suffix) && string(text).endsWith(string(suffix)) ? string(text).slice(0, -string(suffix).length) : text,
  upper: (text) => inCase(string(text), (letter) => letter.toUpperCase()),
  urlencode: (text) => encodeURIComponent(string(text)).replace(/%20/g, "+"),
  values: (value) =>
    Object.keys(map(value))
      .sort()
      .map((key) => map(value)[key]),
};

/**
 * Calls a function.
 *
 * @throws CallFault for a function that is not known here, or arguments that it does not take
 */
export function call(name: string, args: readonly unknown[]): unknown {
  if (!Object.hasOwn(FUNCTIONS, name)) throw new CallFault(`the function ${name}() is not understood`);
  try {
    const value = FUNCTIONS[name](...args);
    return typeof value === "string" ? value.normalize() : value;
  } catch (error) {
    if (error instanceof CallFault) throw error;
    throw new CallFault(`${name}() fails: ${(error as Error).message}`);
  }
}

function distinct(items: readonly unknown[]): unknown[] {
  return [...new Map(alike(items).map((item) => [jsonencode(item), item])).values()];
}

/** The elements of a set, in the order in which Terraform lists them. */
function inOrder(items: readonly unknown[]): unknown[] {
  const known = items.filter((item) => item !== null);
  if (items.length > 1 && known.some((item) => typeof item === "object")) {
    throw new CallFault("a set of lists or maps is not understood");
  }
  const nulls = items.filter((item) => item === null);
  return [...(known as (string | number | boolean)[]).sort((a, b) => (a < b ? -1 : 1)), ...nulls];
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function split(text: string, separator: string): string[] {
  return separator ? text.split(separator) : Array.from(text);
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function format(spec: string, args: unknown[]): string {
  let next = 0;
  return spec.replace(/%(.)/g, (verb, letter: string) => {
    if (letter === "%") return "%";
    if (!"sdvq".includes(letter)) throw new CallFault(`format() with ${verb} is not understood`);
    if (next >= args.length) throw new CallFault("format() has too few arguments");
    const value = args[next++];
    return letter === "q" ? JSON.stringify(string(value)) : string(value);
  });
}
