import { Fn, Token } from "cdktf";

/** A token in a text, as CDKTF writes it. */
const TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/**
 * JSON with tokens in it, in keys too, as text that Terraform reads. CDKTF's JSON quotes such text, and its HCL
 * (`cdktf synth --hcl`) does not: there the pieces are joined by Terraform, each quoted on its own.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (process.env.SYNTH_HCL_OUTPUT !== "true" || !Token.isUnresolved(text)) return text;
  const pieces = text.split(TOKEN).filter((piece) => piece !== "");
  return Fn.join(
    "",
    pieces.map((piece) => (Token.isUnresolved(piece) ? piece : Fn.rawString(piece))),
  );
}
