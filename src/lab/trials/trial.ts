import { Edge } from "../../simulator";
import { OwnWay } from "./own-way";
import { Category, endsOf, TrialResult, Way } from "./outcome";
import { Strangers } from "./strangers";
import { Workbench } from "./workbench";

/** What trials of one run share. */
export interface TrialContext {
  readonly bench: Workbench;
  readonly strangers: Strangers;
  /** What an edge's own service account reaches; it enters once, however many trials ask. */
  readonly ownWay: (edge: Edge) => Promise<OwnWay>;
}

/** One attempt of a trial at one edge. */
export interface Attempt {
  /** What tells it apart from others of the trial. */
  readonly variant?: string;
  readonly run: () => Promise<Found>;
}

/** What an attempt found: a result without what its trial and edge tell. */
export type Found = Omit<TrialResult, "code" | "category" | "variant" | "from" | "to" | "way"> & {
  /** The way that was taken, where it is not the trial's. */
  readonly way?: Way;
  /** The identity that tried, where it is not the edge's own service account. */
  readonly from?: string;
};

/** A trial: one file, and a line in the registry. */
export interface Trial {
  /** Stable: reports, acknowledgements and scripts name it. */
  readonly code: string;
  readonly category: Category;
  readonly way: Way;
  /** Whether it is tried a quarter of an hour later, by the lab's clock. */
  readonly isLater?: boolean;
  /** What is to be tried at an edge. */
  readonly at: (context: TrialContext, edge: Edge) => readonly Attempt[];
}

/** An attempt's result. */
export async function resultOf(trial: Trial, edge: Edge, attempt: Attempt): Promise<TrialResult> {
  const { code, category, way } = trial;
  const { variant } = attempt;
  const found = await attempt.run();
  return { code, category, ...(variant === undefined ? {} : { variant }), way, ...endsOf(edge), ...found };
}
