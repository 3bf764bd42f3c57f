import { Configuration } from "../terraform";
import { assumed, Assumption } from "./assumption";

/** Assumes that clouds assign what plans know only after apply as they do for a synthesized stack: names, ids, ARNs. */
export function planAssumptions({ assumedAtApply }: Configuration): readonly Assumption[] {
  return assumedAtApply.flatMap((stack) =>
    assumed(`names and ids that the plan ${stack} knows only after apply are those of a synthesized stack`),
  );
}
