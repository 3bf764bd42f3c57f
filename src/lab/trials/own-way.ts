import { Edge, KubernetesUser } from "../../simulator";
import { BuiltInClient } from "../clients/built-in";
import { Outcome, UserInfo } from "../clients/client";
import { ownIdentity } from "../pods/own-identity";
import { differenceOf } from "./user-difference";
import { Found } from "./trial";
import { Workbench } from "./workbench";

/** What an edge's own service account reaches. */
export interface OwnWay {
  /** Under which name the journal knows it. */
  readonly bearer: string;
  /** What the client was told of itself. */
  readonly seen: Outcome<UserInfo>;
  readonly milliseconds: number;
  /** The user that the cluster sees, once it was reached. */
  readonly user?: KubernetesUser;
  /** A way into the API server with the same credential, for the many questions. */
  readonly entered: Awaited<ReturnType<BuiltInClient["enter"]>>;
  /** Why what its user may cannot be tried: a result for such a trial; undefined where it can be. */
  readonly untried?: Pick<Found, "observed" | "verdict" | "hop" | "milliseconds">;
  /** The client's own list of pods. */
  readonly list: (namespace: string) => Promise<Outcome<number>>;
  readonly close: () => void;
}

/** Lets the edge's own service account act by its kubeconfig. */
export async function enterOwnWay(bench: Workbench, edge: Edge): Promise<OwnWay> {
  const identity = await ownIdentity(bench.lab, edge);
  const { bearer } = identity;
  const { pod, kubeconfig } = bench.pod(edge, identity);
  const started = performance.now();
  const seen = await bench.client.whoAmI(pod, kubeconfig);
  const milliseconds = performance.now() - started;
  const user = userSeen(bench, bearer);
  const entered = seen.reached ? await bench.builtIn.enter(pod, kubeconfig) : seen;
  const untried = whyUntried(edge, seen, entered, user);
  return {
    ...{ bearer, seen, milliseconds, entered },
    ...(user ? { user } : {}),
    ...(untried ? { untried } : {}),
    list: async (namespace) => await bench.client.listPods(pod, kubeconfig, namespace),
    close: () => {
      bench.client.leave?.(kubeconfig);
      bench.builtIn.leave(kubeconfig);
    },
  };
}

/** Where the own identity is a surprise, what another user may proves nothing; a client that gets no further is one itself. */
function whyUntried(edge: Edge, seen: OwnWay["seen"], entered: OwnWay["entered"], user: OwnWay["user"]) {
  if (!seen.reached || differenceOf(edge, seen.value)) {
    return { observed: { kind: "untried" }, verdict: "not tried", milliseconds: 0 } as const;
  }
  if (entered.reached && user) return undefined;
  const message = entered.reached ? "the API server did not tell its user" : entered.message;
  const hop = entered.reached ? "authentication" : "source";
  const observed = { kind: "refused", hop, message } as const;
  return { observed, verdict: "surprise", hop, milliseconds: 0 } as const;
}

function userSeen(bench: Workbench, bearer: string): KubernetesUser | undefined {
  const answer = [...bench.answersTo(bearer)].reverse().find(({ hop }) => hop === "authentication");
  return answer?.granted ? (answer.value as KubernetesUser) : undefined;
}
