import { TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import { withCode } from "./checks";

/** What a stack reads of others, and what to do where that closes a circle. */
export interface StackRead {
  readonly reader: TerraformStack;
  /** The property by which it comes. */
  readonly property: string;
  /** What is read, before the words "in the stack …". */
  readonly what: string;
  readonly wayOut: string;
  /** Whose attributes they are; the reader itself does not count. */
  readonly from: readonly TerraformStack[];
}

/** Which stacks' values each stack of an app reads and how to do without. */
type Reads = Map<TerraformStack, Map<TerraformStack, string>>;

const READS = new WeakMap<IConstruct, Reads>();

/**
 * Notes what a stack reads of others, and refuses what closes a circle: Terraform could apply neither first. CDKTF finds the same
 * later, and names stacks only.
 *
 * @param construct what needs it
 * @throws if the circle closes
 */
export function refuseStackCircle({ node }: IConstruct, { reader, property, what, wayOut, from }: StackRead): void {
  const { root } = node;
  for (const other of from) {
    if (other === reader) continue;
    const reads: Reads = READS.get(root) ?? new Map<TerraformStack, Map<TerraformStack, string>>();
    READS.set(root, reads);
    const ofReader = reads.get(reader) ?? new Map<TerraformStack, string>();
    reads.set(reader, ofReader);
    if (!ofReader.has(other)) ofReader.set(other, wayOut);
    const circle = pathBetween(reads, other, reader);
    if (!circle) continue;
    const names = [reader, ...circle].map((one) => `"${one.node.id}"`).join(" → ");
    const others = circle.slice(1).map((next, index) => reads.get(circle[index])?.get(next));
    const ways = [...new Set([wayOut, ...others.filter((one) => one !== undefined)])];
    throw new Error(
      withCode(
        `[${node.path}] ${property}: ${what} in the stack "${other.node.id}", and the stacks would read each other in a circle: ${names}. ${ways.join("; or: ")}.`,
        "stack-circle",
      ),
    );
  }
}

/** The way from one stack to another along what they read. */
function pathBetween(
  reads: Reads,
  from: TerraformStack,
  to: TerraformStack,
  seen: readonly TerraformStack[] = [],
): TerraformStack[] | undefined {
  if (from === to) return [from];
  for (const next of reads.get(from)?.keys() ?? []) {
    if (seen.includes(next)) continue;
    const rest = pathBetween(reads, next, to, [...seen, from]);
    if (rest) return [from, ...rest];
  }
  return undefined;
}
