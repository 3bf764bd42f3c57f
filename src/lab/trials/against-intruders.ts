import { Claims, Edge, flagOf, Hop, Refused } from "../../simulator";
import { bareExchange } from "../clients/bare-exchange";
import { travellerOf } from "../clouds/issuer";
import { ownClaims } from "../pods/own-identity";
import { Intruder } from "./intruders";
import { deciderOf, endsOf, TrialResult } from "./result";
import { Workbench } from "./workbench";

/** What an intruder reached: the hop that refused, or none. */
interface Stopped {
  readonly hop?: Hop;
  readonly message: string;
  readonly refusal?: Refused;
}

/**
 * Sends an intruder through an edge, with its kubeconfig and the plugin, and where the plugin itself refuses the token, to the
 * cloud directly as well.
 */
export async function tryIntruder(bench: Workbench, edge: Edge, intruder: Intruder): Promise<readonly TrialResult[]> {
  const expected: Hop = intruder.refusedAtSource ? "source" : "exchange";
  const results = [await tryWithClient(bench, edge, intruder.name, intruder.token, expected)];
  if (intruder.refusedAtSource) {
    results.push(await tryWithoutPlugin(bench, edge, `${intruder.name}, without the plugin`, intruder.token));
  }
  return results;
}

/** Somebody with a whole client and the edge's own kubeconfig. */
export async function tryWithClient(
  bench: Workbench,
  edge: Edge,
  trial: string,
  token: string,
  expected: Hop,
): Promise<TrialResult> {
  const { pod, kubeconfig } = bench.podWithToken(edge, token);
  const started = performance.now();
  const seen = await bench.client.whoAmI(pod, kubeconfig);
  const milliseconds = performance.now() - started;
  const refusal = bench.refusalOf(travellerOf(token));
  const stopped: Stopped = seen.reached
    ? { message: `reached the cluster as ${seen.value.username}` }
    : { hop: refusal?.hop ?? "source", message: refusal ? words(refusal) : seen.message, refusal };
  return judge(bench, edge, { trial, expected, milliseconds, traveller: travellerOf(token) }, stopped);
}

/** Somebody who asks the cloud with a client of their own. */
export async function tryWithoutPlugin(
  bench: Workbench,
  edge: Edge,
  trial: string,
  token: string,
): Promise<TrialResult> {
  const started = performance.now();
  const answer = await bareExchange(bench.lab, edge, token);
  const milliseconds = performance.now() - started;
  const traveller = travellerOf(token);
  const refusal = bench.refusalOf(traveller);
  const stopped: Stopped = answer.accepted
    ? { message: "the cloud accepted the token" }
    : // Only what the cloud said of the token counts: a request that is wrong in form proves nothing.
      { hop: refusal?.hop ?? "source", message: refusal ? words(refusal) : answer.message, refusal };
  return judge(bench, edge, { trial, expected: "exchange", milliseconds, traveller }, stopped);
}

/** A service account of the mesh that an edge is not for, with a good token of its own. */
export interface Other {
  readonly name: string;
  readonly claims: Claims;
  /** Whether no edge at all lets it into the cluster. */
  readonly isUndeclared: boolean;
  /** Where it must be refused at this edge. */
  readonly expected: Hop;
}

/**
 * The service accounts of the mesh that an edge is not for. Two that come by one pool provider both pass its exchange, each as
 * itself: they are told apart by what each may do, or where this edge acts as a service account of Google's, there.
 */
export function othersAt({ lab, world }: Workbench, edge: Edge): readonly Other[] {
  const args = JSON.stringify(edge.client.stanza.args);
  const own = world.edges.filter(({ client }) => JSON.stringify(client.stanza.args) === args);
  const others = new Map<string, Other>();
  for (const other of world.edges) {
    const { source } = other.declaration;
    if (!lab.issuers.has(source.issuer) || own.some((one) => covers(one, other))) continue;
    const sharesProvider = world.edges.some((one) => covers(one, other) && isSameProvider(one, edge));
    const impersonates = flagOf(edge.request, "service-account") !== undefined;
    if (sharesProvider && !impersonates) continue;
    others.set(`${source.issuer} ${source.subject}`, {
      name: endsOf(other).from,
      claims: { ...ownClaims(lab, other), aud: ownClaims(lab, edge).aud },
      isUndeclared: !world.edges.some((one) => covers(one, other) && isSameTarget(one, edge)),
      expected: sharesProvider ? "impersonation" : "exchange",
    });
  }
  return [...others.values()];
}

function covers({ declaration }: Edge, other: Edge): boolean {
  const [own, their] = [declaration.source, other.declaration.source];
  if (own.issuer !== their.issuer) return false;
  return own.subject.endsWith("*") ? their.subject.startsWith(own.subject.slice(0, -1)) : own.subject === their.subject;
}

function isSameProvider(a: Edge, b: Edge): boolean {
  const [one, other] = [a, b].map(({ request }) => flagOf(request, "audience"));
  return b.request.subcommand === "gke" && one !== undefined && one === other;
}

function isSameTarget(a: Edge, b: Edge): boolean {
  return a.declaration.target.name === b.declaration.target.name;
}

function judge(
  { world, lab }: Workbench,
  edge: Edge,
  trial: { trial: string; expected: Hop; milliseconds: number; traveller: string },
  { hop, message, refusal }: Stopped,
): TrialResult {
  const { traveller, expected, ...told } = trial;
  const observed = hop === undefined ? message : `refused at ${hop}: ${message}`;
  const base = { ...told, ...endsOf(edge), expected: `refused at ${expected}`, observed };
  if (hop === expected) {
    const decidedBy = refusal && deciderOf(world, refusal.because);
    return { ...base, verdict: "as declared", hop, ...(decidedBy ? { decidedBy } : {}) };
  }
  // The hop that should have refused is the one to mend, and what it said when it let them pass.
  const pass = lab.journal.of(traveller).find((answer) => answer.hop === expected);
  const because = pass?.because ?? refusal?.because;
  const decidedBy = because && deciderOf(world, because);
  return { ...base, verdict: "surprise", hop: pass ? expected : hop, ...(decidedBy ? { decidedBy } : {}) };
}

function words({ code, message }: Refused): string {
  return `${code}: ${message}`;
}
