import { deciderOf, Edge, EVERYONE_AUTHENTICATED, Hop, Refused } from "../../simulator";
import { bareExchange } from "../clients/bare-exchange";
import { bearerOf } from "../clouds/issuer";
import { Found } from "./trial";
import { Workbench } from "./workbench";

/** What an intruder reached: the hop that refused, or none. */
interface Stopped {
  readonly hop?: Hop;
  readonly observed: Found["observed"];
  readonly refusal?: Refused;
}

/** Sends a token through an edge with a whole client and the edge's own kubeconfig. */
export async function tryWithClient(bench: Workbench, edge: Edge, token: string, expected: Hop): Promise<Found> {
  const { pod, kubeconfig } = bench.podWithToken(edge, token);
  const started = performance.now();
  const seen = await bench.builtIn.whoAmI(pod, kubeconfig);
  bench.builtIn.leave(kubeconfig);
  const milliseconds = performance.now() - started;
  const refusal = bench.refusalOf(bearerOf(token));
  if (!seen.reached) {
    const stopped = stoppedBy(refusal, seen.message);
    return { ...judge(bench, token, expected, stopped), way: "client", milliseconds };
  }
  const { username, groups } = seen.value;
  const user = { name: username, groups: groups.filter((group) => group !== EVERYONE_AUTHENTICATED) };
  const found = judge(bench, token, expected, { observed: { kind: "reached", user } });
  return { ...found, way: "client", milliseconds, user };
}

/** Shows a token to the cloud without the plugin: an intruder brings a client of their own. */
export async function tryDirectly(bench: Workbench, edge: Edge, token: string): Promise<Found> {
  const started = performance.now();
  const answer = await bareExchange(bench.tunnels, edge, token);
  const milliseconds = performance.now() - started;
  const stopped: Stopped = answer.accepted
    ? { observed: { kind: "accepted", by: "cloud" } }
    : // Only what the cloud said of the token counts: a request that is wrong in form proves nothing.
      stoppedBy(bench.refusalOf(bearerOf(token)), answer.message);
  return { ...judge(bench, token, "exchange", stopped), way: "direct", milliseconds };
}

function stoppedBy(refusal: Refused | undefined, message: string): Stopped {
  if (!refusal) return { hop: "source", observed: { kind: "refused", hop: "source", message } };
  const { hop, code } = refusal;
  return { hop, observed: { kind: "refused", hop, code, message: refusal.message }, refusal };
}

function judge(
  { world, lab }: Workbench,
  token: string,
  expected: Hop,
  { hop, observed, refusal }: Stopped,
): Omit<Found, "milliseconds"> {
  const base = { expected: { kind: "refused", hop: expected }, observed } as const;
  if (hop === expected) {
    const decidedBy = refusal && deciderOf(world, refusal.because);
    return { ...base, verdict: "as declared", hop, ...(decidedBy ? { decidedBy } : {}) };
  }
  // The hop that should have refused is the one to mend, and what it said when it granted.
  const pass = lab.journal.of(bearerOf(token)).find((answer) => answer.hop === expected);
  const because = pass?.because ?? refusal?.because;
  const decidedBy = because && deciderOf(world, because);
  return { ...base, verdict: "surprise", hop: pass ? expected : hop, ...(decidedBy ? { decidedBy } : {}) };
}
