/** An object of JSON. */
export type JsonObject = { readonly [member: string]: unknown };

/** The value if it is an object, neither an array nor null. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The object that the text is as JSON, or undefined when it is none: answers are not trusted to be what they claim. */
export function jsonObject(text: string): JsonObject | undefined {
  return asObject(jsonValue(text));
}

/** The value that the text is as JSON, or undefined. A byte order mark in front is passed over (RFC 8259, section 8.1). */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

/** What a table of the plugin's own says of a word that came from outside, which `constructor` may be. */
export function lookUp<T>(table: { readonly [word: string]: T }, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** A token as a vendor answered it: printable and without spaces, since a newline in it would make every call a 401. */
export function isTokenText(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{1,16384}$/.test(value);
}
