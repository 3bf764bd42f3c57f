import { Edge, KubernetesUser, Reason } from "../../simulator";
import { Outcome, UserInfo } from "../clients/client";
import { ownIdentity } from "../pods/own-identity";
import { tryAccess, tryToLook } from "./own-access";
import { deciderOf, endsOf, TrialResult } from "./result";
import { Workbench } from "./workbench";

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
