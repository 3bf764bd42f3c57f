import { deciderOf, isServicePromised, ProbeKind, requestWords, serviceProbesOf, useService } from "../../../simulator";
import { Trial } from "../trial";
import { ownEntrance, serviceTrial } from "./context";

/**
 * A trial that sends all requests of a kind: each must be allowed or refused as declared, whichever document declares the grant.
 */
export function requestTrial(code: string, kind: ProbeKind): Trial {
  return serviceTrial({
    code,
    category: "own",
    way: "simulator",
    isFor: ({ bench }, edge) => {
      const { identity } = ownEntrance(bench, edge);
      return serviceProbesOf(bench.world, edge, identity).some((probe) => probe.kind === kind);
    },
    find: ({ bench }, edge) => {
      const { world, lab } = bench;
      const { now } = lab.clock;
      const grants = edge.service.grants.map(({ words }) => words);
      const expected = kind === "own" ? ({ kind: "services", grants } as const) : ({ kind: "no-right" } as const);
      const { identity } = ownEntrance(bench, edge);
      if (identity === undefined) {
        return { expected, observed: { kind: "untried" }, verdict: "not tried", milliseconds: 0 };
      }
      const started = performance.now();
      let questions = 0;
      for (const probe of serviceProbesOf(world, edge, identity)) {
        if (probe.kind !== kind) continue;
        questions++;
        const promised = isServicePromised(world, edge, probe.request, now);
        const { allowed, because, gaps } = useService(world, edge, identity, probe.request, now);
        if (promised === undefined || promised === allowed || (gaps.length && !allowed)) continue;
        const observed = { kind: "request", allowed, request: requestWords(probe.request) } as const;
        const milliseconds = performance.now() - started;
        const decidedBy = deciderOf(world, because);
        return { expected, observed, verdict: "surprise", hop: "authorization", decidedBy, milliseconds };
      }
      const milliseconds = performance.now() - started;
      return { expected, observed: { kind: "answered", questions }, verdict: "as declared", milliseconds };
    },
  });
}
