import { Fn, Token } from "cdktf";

/**
 * A document as JSON text, which is YAML as well. What is known at synth is written down; each value with a token in it
 * becomes Terraform's `jsonencode` of that value alone. CDKTF's own `Fn.jsonencode` and `Fn.yamlencode` of a whole
 * document leave quotes in literals as they are, which Terraform cannot parse.
 */
export function jsonDocument(value: unknown, indent = ""): string {
  if (Token.isUnresolved(value)) return Fn.jsonencode(typeof value === "string" ? escaped(value) : value);
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

/** The literal parts of text with tokens in it, as Terraform's own strings have them; CDKTF escapes newlines alone. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replace(/%\{/g, "%%{");
}

/** Text that Terraform must not read as a template. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
}
