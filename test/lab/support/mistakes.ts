import { App } from "cdktf";
import { Args, named, replace } from "./mutate";
import { Document, runLab, Synthesized } from "./run-lab";

/** The edge of an example that a mistake breaks, and what is told of it: the hop that refuses, and the resource with the mistake. */
export interface Place {
  readonly example: (app: App) => unknown;
  readonly stack: string;
  readonly edge: RegExp;
  readonly hop: string;
  readonly address: RegExp;
}

/** What the mistake is, the report of somebody who made it or the vendor's text about it, and how it is made. */
type Row = readonly [what: string, source: string, breakIt: (document: Document) => void];

export interface Mistake extends Place {
  readonly what: string;
  readonly source: string;
  readonly breakIt: (document: Document) => void;
}

/** Mistakes in one place. */
export function mistakesIn(place: Place, rows: readonly Row[]): readonly Mistake[] {
  return rows.map(([what, source, breakIt]) => ({ ...place, what, source, breakIt }));
}

/** The resource of a type whose name matches, to make mistakes in. */
export function resource(type: string, name = /./) {
  const changed = (change: (args: Args) => void) => (document: Document) => change(named(document, type, name)[0]);
  return {
    changed,
    /** An argument has another value. */
    given: (argument: string, value: unknown) => changed((args) => (args[argument] = value)),
    /** Text in an argument is another. */
    replaced: (argument: string, from: RegExp, to: string) => changed((args) => replace(args, argument, from, to)),
  };
}

/**
 * A test of each mistake that platform engineers reported, made one at a time in an example as it is synthesized: the declared service
 * account does not get in, or not to what was declared, and the resource that is named is the one with the mistake.
 */
export function itTellsWhere(mistakes: readonly Mistake[]): void {
  const made = new Map<Place["example"], Synthesized>();
  afterAll(() => made.forEach((one) => one.remove()));

  it.each(mistakes.map((mistake) => [mistake.what, mistake] as const))(
    "is told where it is: %s",
    async (what, mistake) => {
      const { example, stack, edge, hop, address, breakIt } = mistake;
      const synthesized = made.get(example) ?? new Synthesized(example);
      made.set(example, synthesized);
      const results = await runLab([synthesized.broken(stack, what, breakIt)], { edges: edge });
      const surprises = results.filter(({ verdict }) => verdict === "surprise");
      const told = surprises.map((one) => ({ hop: one.hop, address: one.decidedBy?.address }));
      expect(told[0]).toEqual({ hop, address: expect.stringMatching(address) as unknown });
    },
  );
}
