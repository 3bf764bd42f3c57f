import { TerraformStack, Token, Tokenization } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { withCode } from "../common";

/** Which stacks' values each stack of an app reads for its trusts. */
const READS = new WeakMap<IConstruct, Map<TerraformStack, Set<TerraformStack>>>();

/**
 * Refuses a trust whose stack reads a value of another stack that, by other trusts, reads values of this one: Terraform could
 * apply neither first. CDKTF finds the same later, and names stacks only.
 *
 * @param values what the trust takes from its source
 * @throws if the circle closes
 */
export function refuseCircle(trust: Construct, values: readonly string[]): void {
  const stack = TerraformStack.of(trust);
  const { root } = trust.node;
  const reads = READS.get(root) ?? new Map<TerraformStack, Set<TerraformStack>>();
  READS.set(root, reads);
  for (const other of new Set(values.flatMap(stacksIn))) {
    if (other === stack) continue;
    reads.set(stack, (reads.get(stack) ?? new Set()).add(other));
    const circle = pathBetween(reads, other, stack);
    if (!circle) continue;
    const names = [stack, ...circle].map(({ node }) => `"${node.id}"`).join(" → ");
    throw new Error(
      withCode(
        `[${trust.node.path}] from: its issuer is an attribute in the stack "${other.node.id}", and the stacks would read each other in a circle: ${names}. Give the issuers as literals (fromAttributes, or the option issuer of fromResource and fromDataSource), or declare the source again in "${stack.node.id}" by a data source.`,
        "stack-circle",
      ),
    );
  }
}

/** The way from one stack to another along what they read. */
function pathBetween(
  reads: ReadonlyMap<TerraformStack, ReadonlySet<TerraformStack>>,
  from: TerraformStack,
  to: TerraformStack,
  seen: readonly TerraformStack[] = [],
): TerraformStack[] | undefined {
  if (from === to) return [from];
  for (const next of reads.get(from) ?? []) {
    if (seen.includes(next)) continue;
    const rest = pathBetween(reads, next, to, [...seen, from]);
    if (rest) return [from, ...rest];
  }
  return undefined;
}

/** The stacks whose attributes are in a value. */
function stacksIn(value: string): TerraformStack[] {
  if (!Token.isUnresolved(value)) return [];
  return Tokenization.reverseString(value).tokens.flatMap((token) => {
    const stack: unknown = Reflect.get(token, "originStack");
    return stack !== undefined && TerraformStack.isStack(stack) ? [stack] : [];
  });
}
