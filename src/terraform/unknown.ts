/**
 * Values that cannot be known, in a configuration that is read as far as it can be: each stands as a text of its own, which
 * names what it comes of, so that the text around it can still be read, and so that two uses of one value are the same.
 */

/** Private characters of Unicode, which no cloud's names hold. */
const [OPEN, CLOSE] = ["\uE010", "\uE011"];
const UNKNOWN = /\uE010([^\uE011]*)\uE011/g;

/** @param source what the value comes of: `var.issuer` */
export function unknownText(source: string): string {
  return `${OPEN}${source.replaceAll(OPEN, "").replaceAll(CLOSE, "")}${CLOSE}`;
}

/** Whether a text, or a value's text, holds something that is not known. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(OPEN);
  return typeof value === "object" && value !== null && (JSON.stringify(value) ?? "").includes(OPEN);
}

/** Whether a value as a whole is not known. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(OPEN) && value.indexOf(CLOSE) === value.length - 1;
}

/** A text for people: what is not known stands as Terraform writes it, `${var.issuer}`. */
export function withSources(text: string): string {
  return text.replace(UNKNOWN, (_whole, source: string) => `\${${source}}`);
}
