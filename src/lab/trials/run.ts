import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Edge, nativeSource, showsToken } from "../../simulator";
import { Tunnel } from "../clients/tunnel";
import { Lab } from "../lab";
import { othersAt, tryIntruder, tryWithClient, tryWithoutPlugin } from "./against-intruders";
import { Intruder, intrudersAt, Strangers } from "./intruders";
import { tryLayers } from "./layers";
import { OwnWay, tryOwnWay } from "./own-way";
import { endsOf, TrialResult } from "./result";
import { Workbench } from "./workbench";

/** How far the trials are. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What was tried last. */
  readonly last: string;
}

/** What came of all trials of one edge. */
export interface EdgeReport {
  readonly edge: Edge;
  readonly results: readonly TrialResult[];
}

/** A token of EKS is good for a quarter of an hour; after that and a moment it is none. */
const REPLAY_AFTER_SECONDS = 15 * 60 + 1;

/** A piece of work, which gives results of one edge. */
interface Task {
  readonly edge: Edge;
  readonly what: string;
  run(): Promise<readonly TrialResult[]>;
}

/**
 * Tries every edge: its own service account, intruders, the other service accounts of the mesh, each layer by itself, and at
 * last, a quarter of an hour later by the lab's clock, the tokens that were shown before.
 *
 * @param edges which ones; all unless given
 */
export async function runTrials(
  bench: Workbench,
  tell: (progress: Progress) => void = () => undefined,
  edges: readonly Edge[] = bench.world.edges,
): Promise<readonly EdgeReport[]> {
  const { lab } = bench;
  const results = new Map<Edge, TrialResult[]>(edges.map((edge) => [edge, []]));
  const ways = new Map<Edge, OwnWay>();
  const strangers = new Strangers(lab);
  const tasks: Task[] = [];
  for (const edge of edges) {
    const own = async () => {
      const way = await tryOwnWay(bench, edge);
      ways.set(edge, way);
      return way.results;
    };
    tasks.push({ edge, what: "its own service account", run: own });
    tasks.push(...intruderTasks(bench, edge, strangers), ...otherTasks(bench, edge));
    tasks.push({ edge, what: "layers", run: async () => await Promise.resolve(tryLayers(bench, edge)) });
  }
  await inParallel(tasks, results, tell);
  const replays = edges.flatMap((edge) => replayTasks(bench, edge, ways.get(edge)?.token));
  lab.clock.advance(REPLAY_AFTER_SECONDS);
  try {
    await inParallel(replays, results, tell);
  } finally {
    lab.clock.advance(-REPLAY_AFTER_SECONDS);
  }
  return edges.map((edge) => ({ edge, results: results.get(edge) ?? [] }));
}

/** A task that throws ends the trials once all that are under way have ended, so that nobody uses the lab after that. */
async function inParallel(
  tasks: readonly Task[],
  results: ReadonlyMap<Edge, TrialResult[]>,
  tell: (progress: Progress) => void,
): Promise<void> {
  const queue = [...tasks];
  const faults: unknown[] = [];
  let done = 0;
  const work = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      results.get(task.edge)?.push(...(await task.run()));
      const { from, to } = endsOf(task.edge);
      tell({ done: ++done, total: tasks.length, last: `${from} → ${to}: ${task.what}` });
    }
  };
  const worker = () =>
    work().catch((fault: unknown) => {
      queue.length = 0;
      faults.push(fault);
    });
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  if (faults.length) throw faults[0];
}

function intruderTasks(bench: Workbench, edge: Edge, strangers: Strangers): Task[] {
  if (!showsToken(edge)) {
    const line = "its pods show no token: their own cloud knows them, and nobody else can come by this edge";
    const base = { trial: "intruders", ...endsOf(edge), expected: "refused", observed: line, milliseconds: 0 };
    const result: TrialResult = { ...base, verdict: "not tried", decidedBy: { line } };
    return [{ edge, what: "intruders", run: async () => await Promise.resolve([result]) }];
  }
  const intruders = intrudersAt(bench.lab, edge, strangers);
  return intruders.map((intruder) => ({
    edge,
    what: intruder.name,
    run: async () => notProved(bench, edge, intruder) ?? (await tryIntruder(bench, edge, intruder)),
  }));
}

/** Where who is let in rests on a belief, an intruder's refusal would prove the belief and nothing else. */
function notProved({ world }: Workbench, edge: Edge, { name }: Intruder): readonly TrialResult[] | undefined {
  const belief = world.assumptionsOf(edge).find(({ decidesExchange }) => decidesExchange);
  if (!belief) return undefined;
  const observed = `believed: ${belief.belief}; it is not part of what was read`;
  const base = { trial: name, ...endsOf(edge), expected: "refused", observed, milliseconds: 0 };
  return [{ ...base, verdict: "not tried", decidedBy: { line: observed } }];
}

/** Those whom no edge lets into the cluster try with the whole client; those who have an edge of their own, without. */
function otherTasks(bench: Workbench, edge: Edge): Task[] {
  if (nativeSource(edge) || bench.world.assumptionsOf(edge).some(({ decidesExchange }) => decidesExchange)) return [];
  return othersAt(bench, edge).map(({ name, claims, isUndeclared, expected }) => ({
    edge,
    what: name,
    run: async () => {
      const token = bench.lab.issuers.get(claims.iss)?.issue(claims) ?? "";
      if (isUndeclared) return [await tryWithClient(bench, edge, `${name}, undeclared`, token, expected)];
      const trial = `${name}, by this edge`;
      if (expected !== "exchange") return [await tryWithClient(bench, edge, trial, token, expected)];
      return [await tryWithoutPlugin(bench, edge, trial, token)];
    },
  }));
}

function replayTasks({ lab, builtIn, world }: Workbench, edge: Edge, token: string | undefined): Task[] {
  if (token === undefined || world.clusterOf(edge).kind !== "eks") return [];
  return [{ edge, what: "a replayed token", run: async () => [await replay(lab, builtIn, edge, token)] }];
}

async function replay(lab: Lab, client: Workbench["builtIn"], edge: Edge, token: string): Promise<TrialResult> {
  const { server, tlsServerName } = edge.client;
  const tunnel = new Tunnel(lab.proxyUrl, readFileSync(lab.caFile, "utf8"), new URL(server), tlsServerName);
  const started = performance.now();
  try {
    const accepted = await client.shows({ token, tunnel });
    return {
      trial: "its token, 15 minutes later",
      ...endsOf(edge),
      expected: "refused at authentication",
      observed: accepted ? "the API server accepted it" : "refused at authentication: 401 Unauthorized",
      verdict: accepted ? "surprise" : "as declared",
      ...(accepted ? {} : { hop: "authentication" as const }),
      milliseconds: performance.now() - started,
    };
  } finally {
    tunnel.close();
  }
}
