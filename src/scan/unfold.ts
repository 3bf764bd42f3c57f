import { gunzipSync } from "node:zlib";

/** A text that an entry holds, in it or as a part of it. */
export interface Part {
  /** The name nearest to it: the entry's, or that of a field or an assignment in it. */
  readonly name: string;
  readonly value: string;
  /** How it was found, after the entry's name: `, field b.c`. */
  readonly within: string;
}

/** Text in text in text: deeper is not followed. */
const DEEPEST = 4;
/** So many parts of one entry are looked at: an entry must not grow without bound. */
const MOST = 5_000;
const MOST_RUNS = 200;
/** What a compressed entry may become. */
const MOST_BYTES = 16 * 1024 * 1024;
const LEAST_BASE64 = 24;
/** Bounded: an expression cannot go back over many millions of characters. */
const BASE64_RUN = /[A-Za-z0-9+/]{100,1000000}={0,2}/g;
/** `name=value`, `name: value`, `"name": "value"`, as scripts, properties and YAML have them; a line at a time. */
const ASSIGNMENT =
  /(?<![A-Za-z0-9_.-])([A-Za-z_][A-Za-z0-9_.-]{1,80})["']?[ \t]{0,20}[=:][ \t]{0,20}(?:"([^"\n]{1,4096})"|'([^'\n]{1,4096})'|([^\s"',;]{1,4096}))/g;

/** A variable of a manifest in YAML: `name: X`, and `value: Y` beside it. */
const PAIR =
  /\bname:[ \t]{0,20}["']?([A-Za-z_][\w.-]{1,80})["']?[ \t]{0,20}[,\n]\s{0,80}value:[ \t]{0,20}["']?([^\s"',}]{1,4096})/g;

/**
 * What an entry holds: itself, and what is in it, where it is JSON, base64, gzip, or text with assignments, each in the other.
 *
 * @returns the entry first
 */
export function unfold(name: string, value: string): readonly Part[] {
  const parts: Part[] = [];
  const seen = new Set<string>();
  const add = (part: Part, depth: number): void => {
    const key = `${part.name}\0${part.value}`;
    if (parts.length >= MOST || seen.has(key)) return;
    seen.add(key);
    parts.push(part);
    if (depth < DEEPEST) for (const inner of partsOf(part)) add(inner, depth + 1);
  };
  add({ name, value, within: "" }, 0);
  return parts;
}

function partsOf({ name, value, within }: Part): readonly Part[] {
  const json = parsed(value);
  if (json !== undefined) {
    // An object of an array or a text in quotes has no name of its own.
    return leaves(json, "").map(([path, text]) => ({
      name: /([^.[\]]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? name,
      value: text,
      within: path ? `${within}, field ${path.replace(/^\./, "")}` : within,
    }));
  }
  const inBase64 = isBase64(value) ? text(Buffer.from(value, "base64")) : undefined;
  if (inBase64 !== undefined) return [{ name, value: inBase64, within }];
  return [...assignments(value, within), ...runs({ name, value, within })];
}

function isBase64(value: string): boolean {
  const signs = value.trimEnd().replace(/={1,2}$/, "");
  return signs.length >= LEAST_BASE64 && !/[^A-Za-z0-9+/\s]/.test(signs);
}

function assignments(value: string, within: string): readonly Part[] {
  const pairs = firstOf(value.matchAll(PAIR), MOST).map(([, name, text]) => ({ name, text }));
  const assigned = firstOf(value.matchAll(ASSIGNMENT), MOST).map(([, name, a, b, c]) => ({ name, text: a ?? b ?? c }));
  return [...pairs, ...assigned]
    .slice(0, MOST)
    .map((one) => ({ name: one.name, value: one.text, within: `${within}, ${one.name}` }));
}

/** Base64 in other text, such as a block of YAML. */
function runs({ name, value, within }: Part): readonly Part[] {
  return firstOf(value.matchAll(BASE64_RUN), MOST_RUNS).flatMap(([run]) => {
    const inRun = run.length === value.length ? undefined : text(Buffer.from(run, "base64"));
    return inRun === undefined ? [] : [{ name, value: inRun, within }];
  });
}

/** The first of many: the others are not even looked for. */
function firstOf<T>(all: Iterable<T>, count: number): readonly T[] {
  const first: T[] = [];
  for (const one of all) {
    if (first.length === count) break;
    first.push(one);
  }
  return first;
}

/** What an entry in base64 holds. */
export function decoded(value: string): string {
  const bytes = Buffer.from(value, "base64");
  return text(bytes) ?? bytes.toString("utf8");
}

/** What bytes say; undefined where they are no text. */
function text(bytes: Buffer): string | undefined {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unzipped(bytes) : bytes;
  if (!plain || plain.length === 0) return undefined;
  const wide = plain.length > 3 && plain[1] === 0 && plain[3] === 0;
  const read = plain.toString(wide ? "utf16le" : "utf8");
  return /[\u0000-\u0008\ufffd]/.test(read) ? undefined : read;
}

function unzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return undefined;
  }
}

function parsed(value: string): unknown {
  if (!/^\s*["{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** The texts of a value by their paths. An object is a text as well: a key file in another one is recognized whole. */
function leaves(value: unknown, path: string, depth = 0): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null || depth > 40) return [];
  // An entry of a list that has a name and a value, such as a variable's.
  const { name, value: own } = value as { name?: unknown; value?: unknown };
  const pair: [string, string][] =
    typeof name === "string" && typeof own === "string" ? [[`${path}.${name}`, own]] : [];
  const isKey = Object.hasOwn(value, "private_key");
  const below = Object.entries(value).flatMap(([key, one]) =>
    leaves(one, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key.replace(/[.[\]]/g, "_")}`, depth + 1),
  );
  return [...(isKey && path ? [[path, JSON.stringify(value)] as [string, string]] : []), ...pair, ...below];
}
