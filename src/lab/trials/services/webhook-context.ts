import { deciderOf, isServiceEdge, PlayedPod, playedPods, PodOutcome, ServiceEdge } from "../../../simulator";
import { Attempt, Found, Trial, TrialContext } from "../trial";
import { Workbench } from "../workbench";

/** What a trial of pods that a webhook wires is made of. */
type WebhookTrial = Pick<Trial, "code" | "category" | "way"> & {
  readonly find: (context: TrialContext, edge: ServiceEdge, pod: PlayedPod) => Found | Promise<Found>;
  /** Whether there is anything to try. */
  readonly isFor?: (pod: PlayedPod) => boolean;
};

/** A trial of each workload's pods at edges that declare the way by a webhook. */
export function webhookTrial({ find, isFor = () => true, ...trial }: WebhookTrial): Trial {
  return {
    ...trial,
    at: (context, edge): readonly Attempt[] => {
      if (!isServiceEdge(edge) || !edge.webhook) return [];
      const pods = playedPods(context.bench.world.configuration, edge, edge.webhook);
      return pods.filter(isFor).map((pod) => ({
        ...(pod.workload === undefined ? {} : { variant: pod.workload }),
        run: async () => (pod.unknown === undefined ? await find(context, edge, pod) : unknown(edge, pod.unknown)),
      }));
    },
  };
}

/** What came of a pod that must have no credential because nothing wired it. */
export function withoutToken({ world }: Workbench, outcome: PodOutcome): Found {
  const base = { expected: { kind: "refused", hop: "source" }, hop: "source", milliseconds: 0 } as const;
  if (outcome.kind === "wired") {
    const observed = { kind: "caller", identity: "the pod has a token all the same" } as const;
    return { ...base, observed, verdict: "surprise" };
  }
  const { because } = outcome;
  const decidedBy = deciderOf(world, because);
  if (outcome.kind === "other-credential") {
    const observed = { kind: "caller", identity: because.line } as const;
    return { ...base, observed, verdict: "surprise", decidedBy };
  }
  return { ...base, observed: refusal(outcome.kind, because.line), verdict: "as declared", decidedBy };
}

/** A pod that has no token, or that is none, in the words of a trial. */
export function refusal(code: "no-token" | "not-admitted" | "other-credential", message: string) {
  return { kind: "refused", hop: "source", code, message } as const;
}

function unknown({ declaration: { principal } }: ServiceEdge, reason: string): Found {
  const observed = { kind: "assumed", assumption: `its pods have a token; they cannot be known: ${reason}` } as const;
  return { expected: { kind: "acts-as", principal }, observed, verdict: "not tried", milliseconds: 0 };
}
