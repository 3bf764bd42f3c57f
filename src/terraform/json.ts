import { string } from "./convert";

/** JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped. */
export function jsonencode(value: unknown): string {
  if (typeof value === "number") return string(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(jsonencode).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${quoted(key)}:${jsonencode(item)}`).join(",")}}`;
}

function quoted(text: string): string {
  const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, escaped);
}

/**
 * What JSON tells, without what cannot be kept as it is.
 *
 * @throws CallFault, SyntaxError
 */
export function jsondecode(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => kept(value)) as unknown;
}

function kept(value: unknown): unknown {
  if (typeof value === "number") string(value);
  return value;
}
