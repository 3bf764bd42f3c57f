import {
  deciderOf,
  enterService,
  isServiceEdge,
  isServicePromised,
  requestWords,
  ServiceEdge,
  serviceProbesOf,
  useService,
} from "../../../simulator";
import { ownClaims } from "../../pods/own-identity";
import { endsOf } from "../outcome";
import { Workbench } from "../workbench";
import { ownEntrance, serviceTrial } from "./context";

/**
 * Identities that other edges give in the same cloud may use nothing of what this one may, unless that was declared for them too:
 * what opens a cluster opens no bucket.
 */
export const otherIdentities = serviceTrial({
  code: "other-identities",
  category: "layer",
  way: "simulator",
  find: ({ bench }, edge) => {
    const { world, lab } = bench;
    const { now } = lab.clock;
    const { identity } = ownEntrance(bench, edge);
    const granted = serviceProbesOf(world, edge, identity).filter(
      ({ kind, request }) => kind === "own" && isServicePromised(world, edge, request, now) === true,
    );
    for (const other of world.everyEdge) {
      if (other.request.subcommand !== edge.request.subcommand) continue;
      if (other.declaration.principal === edge.declaration.principal) continue;
      const as: ServiceEdge = isServiceEdge(other) ? other : { ...other, service: { ...edge.service, grants: [] } };
      const entrance = enterService(world, as, { claims: ownClaims(lab, other), signature: "good" }, now);
      if (entrance.identity === undefined) continue;
      for (const { request } of granted) {
        const { allowed, because } = useService(world, edge, entrance.identity, request, now);
        if (!allowed || isPromisedTo(bench, other.declaration.principal, edge, request)) continue;
        const observed = { kind: "request", allowed, request: requestWords(request) } as const;
        return {
          ...{ expected: { kind: "no-right" }, observed, verdict: "surprise", hop: "authorization", milliseconds: 0 },
          ...{ from: endsOf(other).from, decidedBy: deciderOf(world, because) },
        };
      }
    }
    return undefined;
  },
});

/** Several edges may share a principal, and what is declared for one holds for all of them. */
function isPromisedTo(
  { world, lab }: Workbench,
  principal: string,
  edge: ServiceEdge,
  request: Parameters<typeof isServicePromised>[2],
): boolean {
  return world.services
    .filter(
      ({ declaration, request: way }) =>
        declaration.principal === principal && way.subcommand === edge.request.subcommand,
    )
    .some((one) => isServicePromised(world, one, request, lab.clock.now) !== false);
}
