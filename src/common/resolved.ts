import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { IConstruct } from "constructs";
import { stacksIn } from "./stacks-in";

/** A value as Terraform will read it, seen from a construct: two tokens for one attribute become the same reference. */
export function resolved(scope: IConstruct, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope: readerOf(scope, value), resolver, preparing: false }) as unknown;
}

/** From where references in a value can be read: what is declared in the app is in no stack, so the stack whose attributes they are. */
export function readerOf(scope: IConstruct, value: unknown): IConstruct {
  if (scope.node.scopes.some((one) => TerraformStack.isStack(one))) return scope;
  return stacksIn(scope, [value])[0] ?? scope;
}
