import { Fn, IResolveContext, Lazy, LazyBase, Tokenization } from "cdktf";
import { lazyTokensOf, madeBy, openedText } from "../common/late-text";

/**
 * A value that is not known at synth, as a document holds it.
 *
 * What Terraform alone knows becomes its `jsonencode` of that value. A `Lazy` is known once the app is complete, and what
 * it makes is a value of the document like any other: CDKTF would write it into a function's arguments as an expression,
 * without quotes.
 *
 * @param value the value, which has a token in it
 * @param written how the document writes a value
 */
export function lateValue(value: unknown, written: (value: unknown) => string): string {
  if (typeof value !== "string") {
    const token: unknown = Array.isArray(value) ? Tokenization.reverseList(value as string[]) : value;
    return token instanceof LazyBase ? later((context) => written(madeBy(token, context))) : Fn.jsonencode(value);
  }
  return lazyTokensOf(value).length
    ? later((context) => written(openedText(value, context)))
    : Fn.jsonencode(escaped(value));
}

function later(produce: (context: IResolveContext) => string): string {
  return Lazy.stringValue({ produce });
}

/** The literal parts of text with tokens in it, as Terraform's own strings have them; CDKTF escapes newlines alone. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replace(/%\{/g, "%%{");
}
