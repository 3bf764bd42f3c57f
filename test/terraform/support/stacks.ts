import { Assigned } from "../../../src/terraform";
import { StackDocument, SynthesizedStack } from "../../../src/terraform/synthesized";

/** Synthesized stacks by their names, which may read each other's states. */
export function stacksOf<Name extends string>(
  documents: Readonly<Record<Name, StackDocument>>,
  assigned: Assigned = () => undefined,
): Readonly<Record<Name, SynthesizedStack>> {
  const all: SynthesizedStack[] = [];
  for (const [name, document] of Object.entries<StackDocument>(documents)) {
    all.push(new SynthesizedStack(name, document, assigned, () => all));
  }
  return Object.fromEntries(all.map((stack) => [stack.name, stack])) as Record<Name, SynthesizedStack>;
}

/** One synthesized stack, "west". */
export function stackOf(document: StackDocument, assigned?: Assigned): SynthesizedStack {
  return stacksOf({ west: document }, assigned).west;
}
