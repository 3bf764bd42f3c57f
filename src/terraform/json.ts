import { CallFault, string } from "./convert";
import { byBytes } from "./text";

/** JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped. */
export function jsonencode(value: unknown): string {
  if (typeof value === "number") return string(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(jsonencode).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => byBytes(a, b));
  return `{${entries.map(([key, item]) => `${quoted(key)}:${jsonencode(item)}`).join(",")}}`;
}

function quoted(text: string): string {
  const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, escaped);
}

/**
 * What JSON tells, as far as it is kept as it was meant.
 *
 * @throws CallFault, SyntaxError
 */
export function jsondecode(text: string): unknown {
  return kept(JSON.parse(text));
}

function kept(value: unknown): unknown {
  if (typeof value === "string") return textOf(value);
  if (typeof value === "number") string(value);
  if (Array.isArray(value)) return value.map(kept);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [textOf(key), kept(item)]));
}

function textOf(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new CallFault("jsondecode() of half a character");
  return value.normalize();
}
