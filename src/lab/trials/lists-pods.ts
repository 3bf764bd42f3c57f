import { declaredAccess, Edge, promised } from "../../simulator";
import { Attempt, Found, Trial, TrialContext } from "./trial";
import { whoDecided } from "./who-decided";

/** The client itself lists pods in a namespace where that was declared. */
export const listsWhereAllowed: Trial = {
  code: "list-allowed",
  category: "own",
  way: "client",
  at: (context, edge) => attempts(context, edge, true),
};

/** The client itself is refused where it was not declared. */
export const listsWhereRefused: Trial = {
  code: "list-refused",
  category: "own",
  way: "client",
  at: (context, edge) => attempts(context, edge, false),
};

function attempts(context: TrialContext, edge: Edge, allowed: boolean): Attempt[] {
  const { world } = context.bench;
  const cluster = world.clusterOf(edge);
  const accesses = declaredAccess(world, edge);
  const named = [...new Set(accesses.flatMap(({ namespaces }) => namespaces))];
  const places = [...named, "default", "kube-system"];
  const wanted = allowed ? "allowed" : "refused";
  const namespace = (allowed ? places : places.reverse()).find(
    (place) => promised(world, cluster, accesses, listIn(place)) === wanted,
  );
  return namespace === undefined ? [] : [{ run: async () => await tryList(context, edge, namespace, allowed) }];
}

async function tryList(
  { bench, ownWay }: TrialContext,
  edge: Edge,
  namespace: string,
  allowed: boolean,
): Promise<Found> {
  const expected = { kind: "list", namespace, allowed } as const;
  const { user, untried, list } = await ownWay(edge);
  if (untried) return { expected, ...untried };
  if (!user) throw new Error("an own way that can be tried has a user");
  const started = performance.now();
  const outcome = await list(namespace);
  const milliseconds = performance.now() - started;
  const observed = outcome.reached
    ? ({ kind: "listed", pods: outcome.value, namespace } as const)
    : ({ kind: "refused", message: outcome.message } as const);
  const base = { expected, observed, milliseconds };
  if (outcome.reached === allowed) return { ...base, verdict: "as declared" };
  const decidedBy = whoDecided(bench.world, edge, user, listIn(namespace));
  return { ...base, verdict: "surprise", hop: "authorization", decidedBy };
}

function listIn(namespace: string) {
  return { verb: "list", group: "", resource: "pods", namespace };
}
