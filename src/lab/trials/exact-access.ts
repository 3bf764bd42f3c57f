import {
  AccessRequest,
  deciderOf,
  declaredAccess,
  describeRequest,
  Edge,
  explainRefusal,
  furtherRights,
  KubernetesUser,
  probesFor,
  promised,
  ResourceRequest,
} from "../../simulator";
import { OwnWay } from "./own-way";
import { Found, Trial } from "./trial";
import { whoDecided } from "./who-decided";
import { Workbench } from "./workbench";

type Ask = (requests: readonly AccessRequest[]) => Promise<readonly boolean[]>;

/** Every access review is answered as declared, every declared role is bound, and there is no further grant. */
export const exactAccess: Trial = {
  code: "exact-access",
  category: "own",
  way: "direct",
  at: ({ bench, ownWay }, edge) => [{ run: async () => await tryAccess(bench, edge, await ownWay(edge)) }],
};

async function tryAccess(bench: Workbench, edge: Edge, { user, entered, untried }: OwnWay): Promise<Found> {
  const expected = { kind: "access", accesses: declaredAccess(bench.world, edge) } as const;
  if (untried) return { expected, ...untried };
  if (!user || !entered.reached) throw new Error("an own way that can be tried has a user and an entry");
  const started = performance.now();
  const ask: Ask = (requests) => bench.builtIn.mayI(entered.value, requests);
  const found = await askAll(bench, edge, user, ask);
  return { expected, ...found, milliseconds: performance.now() - started };
}

async function askAll({ world }: Workbench, edge: Edge, user: KubernetesUser, ask: Ask) {
  const cluster = world.clusterOf(edge);
  const accesses = declaredAccess(world, edge);
  const probes = probesFor(world, edge);
  const verdicts = await ask(probes);
  const surprise = { verdict: "surprise", hop: "authorization" } as const;
  for (const [index, probe] of probes.entries()) {
    const wanted = promised(world, cluster, accesses, probe);
    if (wanted === "unknown" || (wanted === "allowed") === verdicts[index]) continue;
    const observed = { kind: "request", allowed: verdicts[index], request: describeRequest(probe) } as const;
    return { ...surprise, observed, decidedBy: whoDecided(world, edge, user, probe as ResourceRequest) };
  }
  const [further] = furtherRights(world, cluster, user, accesses);
  if (further) {
    const observed = { kind: "further-right", right: further.what } as const;
    return { ...surprise, observed, decidedBy: deciderOf(world, further.because) };
  }
  const unbound = accesses.filter(({ kind, role, namespaces, cloudPolicy }) => {
    if (cloudPolicy) return false;
    const places = namespaces.length ? namespaces : [""];
    return !places.every((namespace) =>
      cluster.rbac.bindingsOf(user, namespace).some((one) => one.roleKind === kind && one.roleName === role),
    );
  });
  if (unbound.length === 0) {
    return { observed: { kind: "answered", questions: probes.length }, verdict: "as declared" } as const;
  }
  const [{ kind, role, namespaces }] = unbound;
  const isBound = (place: string) =>
    cluster.rbac.bindingsOf(user, place).some((one) => one.roleKind === kind && one.roleName === role);
  const namespace = namespaces.find((place) => !isBound(place)) ?? "";
  const request = { verb: "get", group: "", resource: "pods", namespace };
  // Another binding may allow the request itself, and is not the one to mend.
  const reason = explainRefusal(world, cluster, user, request, edge.declaration);
  const observed = { kind: "unbound", accesses: unbound } as const;
  return { ...surprise, observed, decidedBy: deciderOf(world, reason) };
}
