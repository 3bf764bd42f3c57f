import { deciderOf, requestWords, serviceProbesOf, useService } from "../../../simulator";
import { ownEntrance, serviceTrial } from "./context";

/** The subject of a suspended edge is refused by the cloud, or may use nothing there. */
export const suspendedService = serviceTrial({
  code: "suspended",
  category: "own",
  way: "simulator",
  find: ({ bench }, edge) => {
    const { world, lab } = bench;
    const base = { expected: { kind: "no-right" }, milliseconds: 0 } as const;
    const { refusal, identity } = ownEntrance(bench, edge);
    if (refusal) {
      const { hop, code, message, because } = refusal;
      const observed = { kind: "refused", hop, code, message } as const;
      return { ...base, observed, verdict: "as declared", hop, decidedBy: deciderOf(world, because) };
    }
    for (const { request } of serviceProbesOf(world, edge, identity)) {
      const { allowed, because } = useService(world, edge, identity, request, lab.clock.now);
      if (!allowed) continue;
      const observed = { kind: "request", allowed, request: requestWords(request) } as const;
      return { ...base, observed, verdict: "surprise", hop: "authorization", decidedBy: deciderOf(world, because) };
    }
    return undefined;
  },
});
