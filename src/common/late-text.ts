import { IResolveContext, Lazy, LazyBase, Token, Tokenization } from "cdktf";
import { isLiteral } from "./checks";

/**
 * Text that is made of a value: here of a literal, by Terraform's functions of what only apply tells. What a `Lazy` makes may be
 * either, and CDKTF would write a literal into a function's arguments as an expression, without quotes.
 *
 * @param known what it is made of a literal
 * @param unknown what Terraform makes it of a reference
 */
export function madeOf(value: string, known: (literal: string) => string, unknown: (token: string) => string): string {
  if (isLiteral(value)) return known(value);
  if (!lazyTokensOf(value).length) return unknown(value);
  return Lazy.stringValue({
    produce: (context: IResolveContext) => madeOf(String(openedText(value, context)), known, unknown),
  });
}

/** The Lazies that stand in a text. */
export function lazyTokensOf(text: string): readonly LazyBase[] {
  return Tokenization.reverseString(text).tokens.filter((token) => token instanceof LazyBase);
}

/** Text with what its Lazies make in place of them: what that is by itself, where there is no other text. */
export function openedText(text: string, context: IResolveContext): unknown {
  const lazies = lazyTokensOf(text);
  const [first] = lazies;
  if (first !== undefined && text === Token.asString(first)) return madeBy(first, context);
  return lazies.reduce((all, one) => all.split(Token.asString(one)).join(String(madeBy(one, context))), text);
}

/** What a Lazy makes; null for nothing. */
export function madeBy(lazy: LazyBase, context: IResolveContext): unknown {
  return (lazy.resolve(context) as unknown) ?? null;
}
