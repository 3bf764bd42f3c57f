import { TerraformStack, Token, Tokenization } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { CloudAccount } from "../accounts";
import { withCode } from "../common";
import { OidcSubject } from "../subjects";

/** Which stacks' values each stack of an app reads for its trusts. */
const READS = new WeakMap<IConstruct, Map<TerraformStack, Set<TerraformStack>>>();

/** What to do where a value of the source closes a circle. */
const WAYS_OUT = {
  issuer: "Give the issuers as literals (fromAttributes, or the option issuer of fromResource and fromDataSource)",
  subject: "Give the subject as a literal",
} as const;

/**
 * Refuses a trust whose stack reads a value of another stack that, by other trusts, reads values of this one: Terraform could
 * apply neither first. CDKTF finds the same later, and names stacks only.
 *
 * @param from whose issuer and subject are read
 * @param account what reads them, in the stack of its provider
 * @throws if the circle closes
 */
export function refuseCircle(trust: Construct, from: OidcSubject, account: CloudAccount): void {
  const values = { issuer: from.issuedBy.issuer, subject: from.subject };
  if (!Token.isUnresolved(values.issuer) && !Token.isUnresolved(values.subject)) return;
  const stack = TerraformStack.of(trust);
  const home = account._provider ? TerraformStack.of(account._provider) : stack;
  const { root } = trust.node;
  const reads = READS.get(root) ?? new Map<TerraformStack, Set<TerraformStack>>();
  READS.set(root, reads);
  for (const reader of new Set([stack, home])) {
    for (const what of ["issuer", "subject"] as const) {
      for (const other of stacksIn(values[what])) {
        if (other !== reader) refuseClosed(trust, what, [reader, other], reads);
      }
    }
  }
}

function refuseClosed(
  { node }: Construct,
  what: keyof typeof WAYS_OUT,
  [reader, other]: readonly [TerraformStack, TerraformStack],
  reads: Map<TerraformStack, Set<TerraformStack>>,
): void {
  reads.set(reader, (reads.get(reader) ?? new Set()).add(other));
  const circle = pathBetween(reads, other, reader);
  if (!circle) return;
  const names = [reader, ...circle].map((one) => `"${one.node.id}"`).join(" → ");
  throw new Error(
    withCode(
      `[${node.path}] from: its ${what} is an attribute in the stack "${other.node.id}", and the stacks would read each other in a circle: ${names}. ${WAYS_OUT[what]}, or declare the source again in "${reader.node.id}" by a data source.`,
      "stack-circle",
    ),
  );
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

/** The stacks whose attributes are in a value, each once. */
function stacksIn(value: string): TerraformStack[] {
  if (!Token.isUnresolved(value)) return [];
  const stacks = Tokenization.reverseString(value).tokens.flatMap((token) => {
    const stack: unknown = Reflect.get(token, "originStack");
    return stack !== undefined && TerraformStack.isStack(stack) ? [stack] : [];
  });
  return [...new Set(stacks)];
}
