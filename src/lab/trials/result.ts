import { Edge, Hop, placeOf, Reason, sourceName, World } from "../../simulator";

/** What came of a trial. */
export type Verdict =
  | "as declared"
  /** The clouds do something else than was declared. */
  | "surprise"
  /** What decides is not part of what was read, so nothing is proved. */
  | "not tried";

/** What decided, for a reader who wants to mend it. */
export interface Decider {
  /** Stack and address: `west-access: aws_iam_role.reader`; undefined where no resource decided. */
  readonly address?: string;
  /** The file, and the line in it. */
  readonly where?: string;
  readonly line: string;
}

/** One trial: somebody tried something, and it ended as expected or not. */
export interface TrialResult {
  /** What was tried: "its own service account", "another namespace". */
  readonly trial: string;
  /** Who tried, for people: `west:argocd/controller`. */
  readonly from: string;
  /** The cluster's construct id. */
  readonly to: string;
  readonly expected: string;
  readonly observed: string;
  readonly verdict: Verdict;
  /**
   * Where it ended, or for a surprise the hop that did not do what was declared: one that let an intruder pass, one that refused
   * whom it should not. Undefined for what reached its cluster as it should.
   */
  readonly hop?: Hop;
  readonly decidedBy?: Decider;
  readonly milliseconds: number;
}

/** What decided, with its place in the files. */
export function deciderOf({ configuration }: World, { resource, argument, line }: Reason): Decider {
  if (!resource) return { line };
  return { address: placeOf(resource), where: configuration.whereIs(resource, argument), line };
}

/** The two ends of an edge, for people. */
export function endsOf({ declaration }: Edge): { readonly from: string; readonly to: string } {
  return { from: sourceName(declaration), to: declaration.target.cluster };
}
