import { Fn, IResolveContext, Lazy, LazyBase, Token, Tokenization } from "cdktf";

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
    return isLazy(token) ? later((context) => written(madeBy(token, context))) : Fn.jsonencode(value);
  }
  const lazies = Tokenization.reverseString(value).tokens.filter(isLazy);
  return lazies.length ? later((context) => written(opened(value, lazies, context))) : Fn.jsonencode(escaped(value));
}

function later(produce: (context: IResolveContext) => string): string {
  return Lazy.stringValue({ produce });
}

/** The literal parts of text with tokens in it, as Terraform's own strings have them; CDKTF escapes newlines alone. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, "\\$&").replace(/%\{/g, "%%{");
}

/** Text with what its Lazies make in place of them: what that is by itself, where there is no other text. */
function opened(text: string, lazies: readonly LazyBase[], context: IResolveContext): unknown {
  const [first] = lazies;
  if (text === Token.asString(first)) return madeBy(first, context);
  return lazies.reduce((all, one) => all.split(Token.asString(one)).join(String(madeBy(one, context))), text);
}

function madeBy(lazy: LazyBase, context: IResolveContext): unknown {
  return (lazy.resolve(context) as unknown) ?? null;
}

function isLazy(token: unknown): token is LazyBase {
  return token instanceof LazyBase;
}
