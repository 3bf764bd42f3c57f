import {
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  LazyBase,
  StringConcat,
  Tokenization,
} from "cdktf";
import { IConstruct } from "constructs";
import { readerOf } from "./resolved";

/** Notes whether a Lazy is among the tokens. What it makes is not asked for: it may be known later only. */
class LazyFinder extends DefaultTokenResolver {
  public found = false;

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!(token instanceof LazyBase)) return super.resolveToken(token, context, postProcessor) as unknown;
    this.found = true;
    return "";
  }
}

/** What JSON with a token in it has: the marker of a text, list or map, or a number that is one. */
const MAY_BE_TOKEN = /TfToken\[|\de\+/;

/**
 * The text of values of which an address is made, as JSON: tokens stand in it as Terraform reads them, and values that are undefined
 * are left out.
 *
 * @returns undefined where a Lazy is among them, whose value is not known when the address is made
 */
export function addressText(scope: IConstruct, values: readonly (string | undefined)[]): string | undefined {
  const known = values.filter((value) => value !== undefined);
  const json = JSON.stringify(known);
  if (!MAY_BE_TOKEN.test(json)) return json;
  const resolver = new LazyFinder();
  const resolved: unknown = Tokenization.resolve(known, {
    ...{ scope: readerOf(scope, known), resolver },
    preparing: false,
  });
  return resolver.found ? undefined : JSON.stringify(resolved);
}
