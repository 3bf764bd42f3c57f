import { TerraformElement, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import { withCode } from "./checks";
import { stacksIn } from "./stacks-in";

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

/** A read of a trust. */
interface NotedRead extends StackRead {
  /** What needs it. */
  readonly construct: IConstruct;
}

/** How to do without each step from a stack to another one. */
type Steps = ReadonlyMap<TerraformStack, string>;

/** What trusts of an app read, by reader and by whose attributes it is. */
class StackReads {
  public static of(root: IConstruct): StackReads {
    const known = StackReads.known.get(root) ?? new StackReads();
    StackReads.known.set(root, known);
    return known;
  }

  private static readonly known = new WeakMap<IConstruct, StackReads>();
  private readonly noted = new Map<TerraformStack, Map<TerraformStack, NotedRead>>();
  private isChecked = true;

  /** Notes a read, the first of a stack by another one. */
  public note(read: NotedRead, other: TerraformStack): void {
    const ofReader = this.noted.get(read.reader) ?? new Map<TerraformStack, NotedRead>();
    this.noted.set(read.reader, ofReader);
    if (!ofReader.has(other)) ofReader.set(other, read);
    this.isChecked = false;
  }

  /** What trusts of a stack read of others. */
  public readonly stepsOfTrusts = (stack: TerraformStack): Steps =>
    new Map([...(this.noted.get(stack) ?? [])].map(([other, { wayOut }]) => [other, wayOut]));

  /** Refuses the circles that reads of trusts close with those of other elements. Asked again it looks only at what is new. */
  public check(): void {
    if (this.isChecked) return;
    const found = new Map<TerraformStack, Steps>();
    const steps = (stack: TerraformStack): Steps => {
      const known = found.get(stack) ?? new Map([...stepsOfElements(stack), ...this.stepsOfTrusts(stack)]);
      found.set(stack, known);
      return known;
    };
    for (const reads of this.noted.values()) {
      for (const [other, read] of reads) refuseWay(read, other, steps);
    }
    this.isChecked = true;
  }
}

/** Looks for circles before CDKTF resolves what stands below it. It writes nothing. */
export class CircleCheck extends TerraformElement {
  public override toTerraform(): object {
    StackReads.of(this.node.root).check();
    return {};
  }
}

const CHECK_ID = "stack-reads";

/**
 * Notes what a stack reads of others, and refuses what closes a circle: Terraform could apply neither first. CDKTF finds the same
 * later, and names stacks only. A circle that a resource of another author closes is refused at synth.
 *
 * @param construct what needs it
 * @throws if the circle closes
 */
export function refuseStackCircle(construct: IConstruct, wanted: StackRead): void {
  const reads = StackReads.of(construct.node.root);
  const read = { ...wanted, construct };
  for (const other of read.from) {
    if (other === read.reader) continue;
    reads.note(read, other);
    refuseWay(read, other, reads.stepsOfTrusts);
    if (construct.node.tryFindChild(CHECK_ID) === undefined) new CircleCheck(construct, CHECK_ID);
  }
}

/** Refuses a read of a stack from which some steps lead back to the reader. */
function refuseWay(
  { construct, reader, property, what, wayOut }: NotedRead,
  other: TerraformStack,
  steps: (stack: TerraformStack) => Steps,
): void {
  const circle = pathBetween(steps, other, reader);
  if (!circle) return;
  const names = [reader, ...circle].map((one) => `"${one.node.id}"`).join(" → ");
  const others = circle.slice(1).map((next, index) => steps(circle[index]).get(next));
  const ways = [...new Set([wayOut, ...others.filter((one) => one !== undefined)])];
  throw new Error(
    withCode(
      `[${construct.node.path}] ${property}: ${what} in the stack "${other.node.id}", and the stacks would read each other in a circle: ${names}. ${ways.join("; or: ")}.`,
      "stack-circle",
    ),
  );
}

/** The way from one stack to another along what they read. */
function pathBetween(
  steps: (stack: TerraformStack) => Steps,
  from: TerraformStack,
  to: TerraformStack,
  seen: readonly TerraformStack[] = [],
): TerraformStack[] | undefined {
  if (from === to) return [from];
  for (const next of steps(from).keys()) {
    if (seen.includes(next)) continue;
    const rest = pathBetween(steps, next, to, [...seen, from]);
    if (rest) return [from, ...rest];
  }
  return undefined;
}

/** What all elements of a stack read of others, and the dependencies that it was given. */
function stepsOfElements(stack: TerraformStack): Steps {
  const steps = new Map<TerraformStack, string>();
  for (const element of stack.node.findAll()) {
    if (!TerraformElement.isTerraformElement(element) || element instanceof CircleCheck) continue;
    if (TerraformStack.of(element) !== stack) continue;
    for (const other of stacksIn(stack, [element.toTerraform()])) {
      if (other === stack || steps.has(other)) continue;
      steps.set(
        other,
        `Take what "${element.node.path}" reads of "${other.node.id}" out of the stack "${stack.node.id}"`,
      );
    }
  }
  for (const other of stack.dependencies) {
    if (steps.has(other)) continue;
    steps.set(other, `Take the dependency of the stack "${stack.node.id}" on "${other.node.id}" away`);
  }
  return steps;
}
