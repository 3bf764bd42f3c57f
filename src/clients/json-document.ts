import { Token } from "cdktf";
import { lateValue } from "./late-value";

/** Characters that JSON takes as they are, and YAML reads as line breaks or not at all. */
const BREAKS = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * A document as JSON text, which is YAML as well. What is known at synth is written down; each value with a token in it
 * becomes Terraform's `jsonencode` of that value alone. CDKTF's own `Fn.jsonencode` and `Fn.yamlencode` of a whole
 * document leave quotes in literals as they are, which Terraform cannot parse.
 */
export function jsonDocument(value: unknown, indent = ""): string {
  if (Token.isUnresolved(value)) return lateValue(value, (made) => jsonDocument(made, indent));
  if (typeof value !== "object" || value === null) return literal(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${jsonDocument(item, inner)}`);
    return items.length ? `[\n${items.join(",\n")}\n${indent}]` : "[]";
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const lines = fields.map(([name, field]) => `${inner}${literal(name)}: ${jsonDocument(field, inner)}`);
  return lines.length ? `{\n${lines.join(",\n")}\n${indent}}` : "{}";
}

/** JSON text that Terraform does not read as a template. */
export function literal(value: unknown): string {
  return JSON.stringify(value)
    .replace(BREAKS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/\$\{/g, "$$$${")
    .replace(/%\{/g, "%%{");
}
