import { Lazy, Token } from "cdktf";
import { jsonDocument, literal } from "./json-document";
import { lateValue } from "./late-value";

/** Keys that every YAML parser reads as text without quotes, and that no older one takes for a boolean or null. */
const PLAIN_KEY = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z_][\w./-]*$/i;

/**
 * Documents as YAML in block style, each behind a line `---` where there are several. Text is always quoted, so that no
 * parser takes it for something else. Values that are unknown until apply become Terraform's `jsonencode` of that value
 * alone, which is YAML too.
 */
export function yamlDocuments(documents: readonly object[]): string {
  const texts = documents.map((document) => `${linesOf(document).join("\n")}\n`);
  return texts.length === 1 ? texts[0] : texts.map((text) => `---\n${text}`).join("");
}

/** The same text as a token, which is rendered when Terraform applies. */
export function yamlToken(documents: () => readonly object[]): string {
  return Lazy.stringValue({ produce: () => yamlDocuments(documents()) });
}

function linesOf(value: unknown): string[] {
  if (Token.isUnresolved(value)) return [lateValue(value, jsonDocument)];
  if (Array.isArray(value)) {
    return value.length ? value.flatMap((item) => behind("- ", linesOf(item))) : ["[]"];
  }
  if (typeof value !== "object" || value === null) return [literal(value)];
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.length ? fields.flatMap(([name, field]) => fieldLines(name, field)) : ["{}"];
}

function fieldLines(name: string, value: unknown): string[] {
  const key = PLAIN_KEY.test(name) ? name : literal(name);
  const lines = linesOf(value);
  return isNested(value) ? [`${key}:`, ...lines.map((line) => `  ${line}`)] : [`${key}: ${lines[0]}`];
}

/** Whether a value is written on lines of its own. */
function isNested(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) return false;
  return Object.values(value).some((part) => part !== undefined);
}

function behind(mark: string, [first, ...rest]: readonly string[]): string[] {
  return [`${mark}${first}`, ...rest.map((line) => `${" ".repeat(mark.length)}${line}`)];
}
