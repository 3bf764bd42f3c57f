import {
  DefaultTokenResolver,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  StringConcat,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import { IConstruct } from "constructs";

/** Notes the stacks of attributes, and resolves all else. */
class StackCollector extends DefaultTokenResolver {
  public readonly stacks = new Set<TerraformStack>();

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const stack: unknown = Reflect.get(token, "originStack");
    if (stack === undefined || !TerraformStack.isStack(stack)) {
      return super.resolveToken(token, context, postProcessor) as unknown;
    }
    this.stacks.add(stack);
    return "";
  }
}

/** The stacks whose attributes are in a value, each once: also in texts and within functions of Terraform. */
export function stacksIn(scope: IConstruct, value: string | readonly unknown[]): TerraformStack[] {
  if (typeof value === "string" ? !Token.isUnresolved(value) : value.length === 0) return [];
  const resolver = new StackCollector();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return [...resolver.stacks];
}
