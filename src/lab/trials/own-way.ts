import {
  AccessRequest,
  authorize,
  declaredAccess,
  DeclaredAccess,
  describeRequest,
  Edge,
  explainRefusal,
  isNativeRole,
  KubernetesUser,
  probesFor,
  promised,
  Reason,
  ResourceRequest,
  World,
} from "../../simulator";
import { Outcome, UserInfo } from "../clients/client";
import { Lab } from "../lab";
import { NativeIdentity } from "../pods/metadata";
import { ownClaims } from "./intruders";
import { deciderOf, endsOf, TrialResult } from "./result";
import { travellerOf, Workbench } from "./workbench";
import { PodIdentity } from "../pods/pod";

/** What an edge's own service account found. */
export interface OwnWay {
  readonly results: readonly TrialResult[];
  /** The user that the cluster sees, once it was reached. */
  readonly user?: KubernetesUser;
  /** The credential that was shown, for trials of its age. */
  readonly token?: string;
}

/** Its own service account reaches the cluster as the declared user, and has exactly the declared access. */
export async function tryOwnWay(bench: Workbench, edge: Edge): Promise<OwnWay> {
  const identity = ownIdentity(bench.lab, edge);
  const { pod, kubeconfig } = bench.pod(edge, identity);
  const started = performance.now();
  const seen = await bench.client.whoAmI(pod, kubeconfig);
  const milliseconds = performance.now() - started;
  const reached = arrival(bench, edge, identity.traveller, seen, milliseconds);
  const user = userSeen(bench, identity.traveller);
  if (reached.verdict !== "as declared" || !user) return { results: [reached] };
  const entered = await bench.builtIn.enter(pod, kubeconfig);
  if (!entered.reached) return { results: [reached], user };
  const { token, tunnel } = entered.value;
  try {
    const access = await tryAccess(bench, edge, user, (requests) => bench.builtIn.mayI(entered.value, requests));
    const looked = await tryToLook(bench, edge, user, (namespace) => bench.client.listPods(pod, kubeconfig, namespace));
    return { results: [reached, access, ...looked], user, token };
  } finally {
    tunnel.close();
  }
}

/** A token of the edge's service account, or what its own cloud gives to its pods. */
export function ownIdentity(lab: Lab, edge: Edge): PodIdentity {
  const token = lab.issuers.has(edge.declaration.source.issuer)
    ? lab.issuerOf(edge).issue(ownClaims(lab, edge))
    : undefined;
  const traveller = token === undefined ? `native ${sourceKey(edge)}` : travellerOf(token);
  const native = nativeIdentity(edge);
  return { traveller, ...(token === undefined ? {} : { token }), ...(native ? { native } : {}) };
}

function sourceKey({ declaration }: Edge): string {
  return `${declaration.source.cluster} ${declaration.source.subject} ${declaration.target.name}`;
}

function nativeIdentity(edge: Edge): NativeIdentity | undefined {
  const { principal } = edge.declaration;
  if (isNativeRole(edge)) return { kind: "aws", roleArn: principal, sessionName: "lab-pod" };
  return edge.request.flags.source === "google-metadata" ? { kind: "google", member: principal } : undefined;
}

function arrival(
  bench: Workbench,
  edge: Edge,
  traveller: string,
  seen: Outcome<UserInfo>,
  milliseconds: number,
): TrialResult {
  const { world } = bench;
  const expected = `reaches the cluster as ${edge.declaration.user}`;
  const base = { trial: "its own service account", ...endsOf(edge), expected, milliseconds };
  if (!seen.reached) {
    const refusal = bench.refusalOf(traveller);
    if (!refusal) {
      const { place, where } = edge.client;
      const decidedBy = { address: place, where, line: "what the client's document asks for" };
      return { ...base, observed: seen.message, verdict: "surprise", hop: "source", decidedBy };
    }
    const observed = `refused: ${refusal.code}: ${refusal.message}`;
    const decidedBy = deciderOf(world, refusal.because);
    return { ...base, observed, verdict: "surprise", hop: refusal.hop, decidedBy };
  }
  const wrong = strangeness(edge, bench, traveller, seen.value);
  const who = seen.value.groups.filter((group) => group !== "system:authenticated");
  const observed = `${seen.value.username}${who.length ? ` in ${who.join(", ")}` : ""}`;
  if (!wrong) return { ...base, observed, verdict: "as declared" };
  return { ...base, observed, verdict: "surprise", hop: "authentication", decidedBy: deciderOf(world, wrong) };
}

/** What differs between the user that was declared and the one that was seen. */
function strangeness(
  edge: Edge,
  bench: Workbench,
  traveller: string,
  { username, groups }: UserInfo,
): Reason | undefined {
  const { user, groups: declared } = edge.declaration;
  // Who made the user: the access entry in EKS, elsewhere the one who exchanged the token.
  const because = [...bench.answersTo(traveller)].reverse().find((answer) => answer.because.resource)?.because ?? {
    line: "",
  };
  const pattern = new RegExp(
    `^${user
      .split(/\{\{SessionName(?:Raw)?\}\}/)
      .map(escaped)
      .join("[\\w+=,.@-]+")}$`,
  );
  if (!pattern.test(username)) {
    const argument = because.argument && (ARGUMENTS_OF_NAMES[because.argument] ?? because.argument);
    return { ...because, argument, line: `"${user}" was declared, and the API server sees "${username}"` };
  }
  const missing = declared.filter((group) => !groups.includes(group));
  const further = groups.filter((group) => group !== "system:authenticated" && !declared.includes(group));
  if (missing.length) return { ...because, line: `${because.line}; "${missing.join(", ")}" was declared` };
  if (further.length) return { ...because, line: `${because.line}; "${further.join(", ")}" was not declared` };
  return undefined;
}

/** Where a name comes from, beside what decided. */
const ARGUMENTS_OF_NAMES: Readonly<Record<string, string>> = {
  kubernetes_groups: "user_name",
  attribute_condition: "attribute_mapping",
};

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function userSeen(bench: Workbench, traveller: string): KubernetesUser | undefined {
  const answer = [...bench.answersTo(traveller)].reverse().find(({ hop }) => hop === "authentication");
  return answer?.granted ? (answer.value as KubernetesUser) : undefined;
}

/** Asks the API server of every probe, and compares with what was declared. */
async function tryAccess(
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
    const wanted = promised(cluster, accesses, probe);
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
  if (unbound.length === 0) {
    return { ...base, observed: `${probes.length} questions answered so`, verdict: "as declared" };
  }
  const observed = `no binding to ${describeAccess(unbound)}`;
  const request = { verb: "get", group: "", resource: "pods", namespace: unbound[0].namespaces[0] ?? "" };
  const decidedBy = deciderOf(world, whoDecided(world, edge, user, request));
  return { ...base, observed, verdict: "surprise", hop: "authorization", decidedBy };
}

/** The client itself lists pods where that was declared, and is refused where it was not. */
async function tryToLook(
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
  const open = places.find((place) => promised(cluster, accesses, request(place)) === "allowed");
  const closed = [...places].reverse().find((place) => promised(cluster, accesses, request(place)) === "refused");
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
