import { availableParallelism } from "node:os";
import { Edge } from "../../simulator";
import { endsOf, TrialResult } from "./outcome";
import { enterOwnWay, OwnWay } from "./own-way";
import { trialsOf } from "./registry";
import { Strangers } from "./strangers";
import { Attempt, resultOf, Trial, TrialContext } from "./trial";
import { Workbench } from "./workbench";

/** How far the trials are. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What was tried last. */
  readonly last: Pick<TrialResult, "code" | "variant" | "from" | "to">;
}

/** What came of all trials of one edge. */
export interface EdgeReport {
  readonly edge: Edge;
  readonly results: readonly TrialResult[];
}

/** A token of EKS is good for a quarter of an hour; after that and a moment it is none. */
const REPLAY_AFTER_SECONDS = 15 * 60 + 1;

/** One attempt that waits for its turn. */
interface Task {
  readonly edge: Edge;
  readonly trial: Trial;
  readonly attempt: Attempt;
}

/**
 * Tries every edge by every trial of the registry, and at last, a quarter of an hour later by the lab's clock, by those that
 * wait for it.
 *
 * @param edges which ones; all unless given
 * @param decided edges of which only the simulator is asked, since their other trials are known to end as before
 */
export async function runTrials(
  bench: Workbench,
  tell: (progress: Progress) => void = () => undefined,
  edges: readonly Edge[] = bench.world.everyEdge,
  decided: ReadonlySet<Edge> = new Set(),
): Promise<readonly EdgeReport[]> {
  const { lab } = bench;
  const ways = new Map<Edge, Promise<OwnWay>>();
  const ownWay = (edge: Edge) => {
    const known = ways.get(edge) ?? enterOwnWay(bench, edge);
    ways.set(edge, known);
    return known;
  };
  const context: TrialContext = { bench, strangers: new Strangers(lab), ownWay };
  const tasks = edges.flatMap((edge) =>
    trialsOf(edge, lab.clock.now)
      .filter(({ way }) => way === "simulator" || !decided.has(edge))
      .flatMap((trial) => trial.at(context, edge).map((attempt): Task => ({ edge, trial, attempt }))),
  );
  const results = new Map<Task, TrialResult>();
  let done = 0;
  const run = async (task: Task) => {
    const result = await resultOf(task.trial, task.edge, task.attempt);
    results.set(task, result);
    const { code, variant } = result;
    const last = { code, ...(variant === undefined ? {} : { variant }), ...endsOf(task.edge) };
    tell({ done: ++done, total: tasks.length, last });
  };
  try {
    await inParallel(
      tasks.filter(({ trial }) => !trial.isLater),
      run,
    );
    lab.clock.advance(REPLAY_AFTER_SECONDS);
    try {
      await inParallel(
        tasks.filter(({ trial }) => trial.isLater),
        run,
      );
    } finally {
      lab.clock.advance(-REPLAY_AFTER_SECONDS);
    }
  } finally {
    for (const way of await Promise.allSettled(ways.values())) if (way.status === "fulfilled") way.value.close();
    bench.close();
  }
  const of = new Map<Edge, TrialResult[]>(edges.map((edge) => [edge, []]));
  for (const task of tasks) of.get(task.edge)?.push(results.get(task) as TrialResult);
  return edges.map((edge) => ({ edge, results: of.get(edge) ?? [] }));
}

/** A task that throws ends the trials once all that are under way have ended, so that none uses the lab after that. */
async function inParallel(tasks: readonly Task[], run: (task: Task) => Promise<void>): Promise<void> {
  const queue = [...tasks].reverse();
  const faults: unknown[] = [];
  const work = async () => {
    for (let task = queue.pop(); task; task = queue.pop()) await run(task);
  };
  const worker = () =>
    work().catch((fault: unknown) => {
      queue.length = 0;
      faults.push(fault);
    });
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  if (faults.length) throw faults[0];
}
