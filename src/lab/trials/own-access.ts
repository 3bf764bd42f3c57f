import {
  AccessRequest,
  authorize,
  declaredAccess,
  DeclaredAccess,
  describeRequest,
  Edge,
  explainRefusal,
  furtherRights,
  KubernetesUser,
  probesFor,
  promised,
  Reason,
  ResourceRequest,
  World,
} from "../../simulator";
import { Outcome } from "../clients/client";
import { deciderOf, endsOf, TrialResult } from "./result";
import { Workbench } from "./workbench";

/** Asks the API server of every probe, and compares with what was declared. */
export async function tryAccess(
  { world }: Workbench,
  edge: Edge,
  user: KubernetesUser,
  ask: (requests: readonly AccessRequest[]) => Promise<readonly boolean[]>,
): Promise<TrialResult> {
  const cluster = world.clusterOf(edge);
  const accesses = declaredAccess(world, edge);
  const probes = probesFor(world, edge);
  const started = performance.now();
  const verdicts = await ask(probes);
  const milliseconds = performance.now() - started;
  const expected = `may ${describeAccess(accesses)}, and nothing else`;
  const base = { trial: "exactly its access", ...endsOf(edge), expected, milliseconds };
  for (const [index, probe] of probes.entries()) {
    const wanted = promised(world, cluster, accesses, probe);
    if (wanted === "unknown" || (wanted === "allowed") === verdicts[index]) continue;
    const because = whoDecided(world, edge, user, probe as ResourceRequest);
    const observed = `${verdicts[index] ? "may" : "may not"} ${describeRequest(probe)}`;
    return { ...base, observed, verdict: "surprise", hop: "authorization", decidedBy: deciderOf(world, because) };
  }
  const unbound = accesses.filter(({ kind, role, namespaces, cloudPolicy }) => {
    if (cloudPolicy) return false;
    const places = namespaces.length ? namespaces : [""];
    return !places.every((namespace) =>
      cluster.rbac.bindingsOf(user, namespace).some((one) => one.roleKind === kind && one.roleName === role),
    );
  });
  const [further] = furtherRights(world, cluster, user, accesses);
  if (further) {
    const decidedBy = deciderOf(world, further.because);
    return { ...base, observed: `has ${further.what}`, verdict: "surprise", hop: "authorization", decidedBy };
  }
  if (unbound.length === 0) {
    return { ...base, observed: `${probes.length} questions answered so`, verdict: "as declared" };
  }
  const observed = `no binding to ${describeAccess(unbound)}`;
  const request = { verb: "get", group: "", resource: "pods", namespace: unbound[0].namespaces[0] ?? "" };
  const decidedBy = deciderOf(world, whoDecided(world, edge, user, request));
  return { ...base, observed, verdict: "surprise", hop: "authorization", decidedBy };
}

/** The client itself lists pods where that was declared, and is refused where it was not. */
export async function tryToLook(
  { world }: Workbench,
  edge: Edge,
  user: KubernetesUser,
  list: (namespace: string) => Promise<Outcome<number>>,
): Promise<readonly TrialResult[]> {
  const cluster = world.clusterOf(edge);
  const accesses = declaredAccess(world, edge);
  const request = (namespace: string) => ({ verb: "list", group: "", resource: "pods", namespace });
  const named = [...new Set(accesses.flatMap(({ namespaces }) => namespaces))];
  const places = [...named, "default", "kube-system"];
  const open = places.find((place) => promised(world, cluster, accesses, request(place)) === "allowed");
  const closed = [...places]
    .reverse()
    .find((place) => promised(world, cluster, accesses, request(place)) === "refused");
  const results: TrialResult[] = [];
  for (const [namespace, allowed] of [
    [open, true],
    [closed, false],
  ] as const) {
    if (namespace === undefined) continue;
    const started = performance.now();
    const outcome = await list(namespace);
    const base = {
      trial: allowed ? "lists pods where it may" : "lists pods where it may not",
      ...endsOf(edge),
      expected: `${allowed ? "may" : "may not"} list pods in ${namespace}`,
      observed: outcome.reached ? `${outcome.value} pods in ${namespace}` : outcome.message,
      milliseconds: performance.now() - started,
    };
    if (outcome.reached === allowed) results.push({ ...base, verdict: "as declared" });
    else {
      const decidedBy = deciderOf(world, whoDecided(world, edge, user, request(namespace)));
      results.push({ ...base, verdict: "surprise", hop: "authorization", decidedBy });
    }
  }
  return results;
}

/** What gives or keeps back a right: to be mended when that is not what was declared. */
function whoDecided(world: World, edge: Edge, user: KubernetesUser, request: ResourceRequest): Reason {
  const cluster = world.clusterOf(edge);
  const { allowed, because } = authorize(world, cluster, user, request);
  return allowed ? because : explainRefusal(world, cluster, user, request, edge.declaration);
}

/** Accesses in a few words. */
export function describeAccess(accesses: readonly DeclaredAccess[]): string {
  if (accesses.length === 0) return "authenticate";
  const words = accesses.map(({ kind, role, namespaces, cloudPolicy }) => {
    const what = kind === "Role" ? `Role ${role}` : role;
    const where = namespaces.length ? `in ${namespaces.join(", ")}` : "everywhere";
    return `${what} ${where}${cloudPolicy ? " by cloud policy" : ""}`;
  });
  return [...new Set(words)].join("; ");
}
