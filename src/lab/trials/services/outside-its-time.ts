import {
  deciderOf,
  enterService,
  requestWords,
  serviceProbesOf,
  ServiceEdge,
  useService,
  isServiceEdge,
} from "../../../simulator";
import { momentsOutside, ownClaimsAt } from "../outside-its-time";
import { Attempt, Found, Trial, TrialContext } from "../trial";

/**
 * An edge to services whose declaration names an end or a beginning gets no identity a second after the one and before the
 * other, or may use nothing then of what its own probes ask for.
 */
export const serviceOutsideItsTime: Trial = {
  code: "outside-its-time",
  category: "layer",
  way: "simulator",
  at: (context, edge) =>
    isServiceEdge(edge) ? momentsOutside(edge).map(({ variant, now }) => attempt(context, edge, variant, now)) : [],
};

function attempt({ bench }: TrialContext, edge: ServiceEdge, variant: string, now: number): Attempt {
  const { world, lab } = bench;
  const base = { expected: { kind: "refused" }, milliseconds: 0 } as const;
  const run = (): Promise<Found> => {
    const claims = ownClaimsAt(lab, edge, now);
    const { refusal, identity } = enterService(world, edge, { claims, signature: "good" }, now);
    if (refusal) {
      const { hop, code, message, because } = refusal;
      const observed = { kind: "refused", hop, code, message } as const;
      return Promise.resolve({ ...base, observed, verdict: "as declared", hop, decidedBy: deciderOf(world, because) });
    }
    for (const { request } of serviceProbesOf(world, edge, identity)) {
      const { allowed, because } = useService(world, edge, identity, request, now);
      if (!allowed) continue;
      const observed = { kind: "request", allowed, request: requestWords(request) } as const;
      const decidedBy = deciderOf(world, because);
      return Promise.resolve({ ...base, observed, verdict: "surprise", hop: "authorization", decidedBy });
    }
    return Promise.resolve({ ...base, observed: { kind: "none" }, verdict: "as declared" });
  };
  return { variant, run };
}
