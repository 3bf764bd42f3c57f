import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { CallFault, kindOf, list, map, number, string, whole } from "./convert";
import { alike } from "./one-type";
import { COLLECTION_FUNCTIONS } from "./collection-functions";
import { format } from "./format";
import { jsondecode, jsonencode } from "./json";
import { NUMBER_FUNCTIONS } from "./number-functions";
import { replaceAll } from "./regular-expression";
import { distinct, SET_FUNCTIONS, setOf } from "./set-functions";
import { byBytes, characters, inCase, trimmed } from "./text";
import { TEXT_FUNCTIONS } from "./text-functions";
import { hasUnknown } from "./unknown";
import { yamlencode } from "./yaml";

type TerraformFunction = (...args: unknown[]) => unknown;

/**
 * Terraform's functions, as far as this library and common platform code use them in what they synthesize.
 *
 * Terraform documentation: "Built-in functions".
 */
const FUNCTIONS: { readonly [name: string]: TerraformFunction } = {
  ...COLLECTION_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...SET_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  base64decode: (text) => base64decode(string(text)),
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
  concat: (...lists) => some("concat", lists).flatMap(list),
  contains: (items, value) => {
    if (value === null) throw new CallFault("contains() of null");
    if (typeof value === "object") throw new CallFault(`contains() of ${kindOf(value)} is not understood`);
    return list(items).includes(value);
  },
  distinct: (items) => distinct(list(items)),
  element: (items, index) => {
    const all = list(items);
    if (all.length === 0) throw new CallFault("element of an empty list");
    if (whole(index) < 0) throw new CallFault("element() with a negative index");
    return all[whole(index) % all.length];
  },
  endswith: (text, end) => string(text).endsWith(string(end)),
  flatten: (items) => list(items).flat(Infinity),
  format: (spec, ...args) => format(string(spec), args),
  join: (separator, ...lists) => some("join", lists).flatMap(list).map(string).join(string(separator)),
  jsondecode: (text) => jsondecode(string(text)),
  jsonencode,
  keys: (value) => Object.keys(map(value)).sort(byBytes),
  length: (value) => {
    if (typeof value === "string") return characters(value).length;
    if (typeof value === "object" && value !== null) return Object.keys(value).length;
    throw new CallFault(`${kindOf(value)} stands where text, a list or a map is needed`);
  },
  lookup: (value, key, fallback, ...others) => {
    if (key === undefined || others.length > 0) throw new CallFault("lookup() takes 2 or 3 arguments");
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
  merge: (...maps) => Object.fromEntries(maps.filter((one) => one !== null).flatMap((one) => Object.entries(map(one)))),
  nonsensitive: (value) => value,
  one: (items) => {
    const all = list(items);
    if (all.length > 1) throw new CallFault(`one() of ${all.length} elements`);
    return all[0] ?? null;
  },
  replace: (text, search, replacement) => {
    const pattern = string(search);
    if (/^\/.*\/$/s.test(pattern)) return replaceAll(string(text), pattern.slice(1, -1), string(replacement));
    const parts = split(string(text), pattern);
    return (pattern ? parts : ["", ...parts, ""]).join(string(replacement));
  },
  sensitive: (value) => value,
  sha1: (text) => createHash("sha1").update(string(text)).digest("hex"),
  sha256: (text) => createHash("sha256").update(string(text)).digest("hex"),
  sort: (items) => list(items).map(string).sort(byBytes),
  split: (separator, text) => split(string(text), string(separator)),
  startswith: (text, start) => string(text).startsWith(string(start)),
  substr: (text, offset, length) => {
    const all = characters(string(text));
    const from = Math.max(0, whole(offset) < 0 ? all.length + whole(offset) : whole(offset));
    return all.slice(from, whole(length) < 0 ? undefined : from + whole(length)).join("");
  },
  tolist: (items) => alike(list(items)),
  tomap: (value) => {
    const values = alike(Object.values(map(value)));
    return Object.fromEntries(Object.keys(map(value)).map((key, i) => [key, values[i]]));
  },
  tonumber: number,
  toset: (items) => setOf(list(items)),
  tostring: (value) => (value === null ? null : string(value)),
  trimprefix: (text, prefix) => withoutPrefix(string(text), string(prefix)),
  trimspace: (text) => trimmed(string(text)),
  trimsuffix: (text, suffix) => withoutSuffix(string(text), string(suffix)),
  upper: (text) => inCase(string(text), (letter) => letter.toUpperCase()),
  urlencode: (text) => urlencode(string(text)),
  values: (value) =>
    Object.entries(map(value))
      .sort(([a], [b]) => byBytes(a, b))
      .map(([, item]) => item),
  yamlencode: (value) => yamlencode(value),
};

/** Functions that take any number of arguments, or check it themselves; of the others it is the number of parameters. */
const VARIADIC: readonly string[] =
  "coalesce coalescelist concat format formatlist join lookup max merge min range setintersection setproduct setunion".split(
    " ",
  );

/** Functions that leave a text within what they are given as it is, so that one which stands for an unknown value may be in it. */
const TRANSPARENT = new Set(
  "coalesce coalescelist compact concat flatten format formatlist join jsonencode keys lookup merge nonsensitive one replace reverse sensitive slice tolist tomap tostring toset trimprefix trimspace trimsuffix values zipmap".split(
    " ",
  ),
);

/**
 * Calls a function.
 *
 * @throws CallFault for a function that is not known here, or arguments that it does not take
 */
export function call(name: string, args: readonly unknown[]): unknown {
  if (!Object.hasOwn(FUNCTIONS, name)) throw new CallFault(`the function ${name}() is not understood`);
  if (!TRANSPARENT.has(name) && args.some(hasUnknown)) throw new CallFault(`${name}() of what is not known`);
  const { length } = FUNCTIONS[name];
  if (args.length !== length && !VARIADIC.includes(name)) {
    throw new CallFault(`${name}() takes ${length} argument${length === 1 ? "" : "s"}`);
  }
  try {
    const value = FUNCTIONS[name](...args);
    return typeof value === "string" ? value.normalize() : value;
  } catch (error) {
    if (error instanceof CallFault) throw error;
    throw new CallFault(`${name}() fails: ${(error as Error).message}`);
  }
}

function some<T>(name: string, lists: readonly T[]): readonly T[] {
  if (lists.length === 0) throw new CallFault(`${name}() of nothing`);
  return lists;
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

function withoutSuffix(text: string, suffix: string): string {
  return suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

/** As Go writes a form's values: what ECMAScript leaves as it is beyond RFC 3986 is escaped as well. */
function urlencode(text: string): string {
  const escaped = (one: string) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, escaped)
    .replace(/%20/g, "+");
}

function base64decode(text: string): string {
  const base64 = text.replace(/[\r\n]/g, "");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw new CallFault("base64decode() of what is not base64");
  }
  const bytes = Buffer.from(base64, "base64");
  if (!isUtf8(bytes)) throw new CallFault("base64decode() of what is not UTF-8");
  return bytes.toString("utf8");
}
