import {
  Claims,
  deciderOf,
  Edge,
  enterService,
  isServiceEdge,
  isServicePromised,
  principalName,
  requestWords,
  ServiceEdge,
  serviceProbesOf,
  travel,
  useService,
} from "../../simulator";
import { firstRight } from "./rights";
import { Found } from "./trial";
import { Workbench } from "./workbench";

/**
 * What the edge's own cloud gives to the pods of another service account, where no token is shown: EKS's agent and GKE's metadata server
 * must give them nothing, or an identity that has no right of the edge.
 *
 * @param claims of a token of the other service account
 */
export function tryNatively(bench: Workbench, edge: Edge, claims: Claims): Found {
  return isServiceEdge(edge) ? intoServices(bench, edge, claims) : intoCluster(bench, edge, claims);
}

const EXPECTED = { expected: { kind: "refused" }, milliseconds: 0 } as const;

function intoServices({ world, lab }: Workbench, edge: ServiceEdge, claims: Claims): Found {
  const { now } = lab.clock;
  const { refusal, identity, answers } = enterService(world, edge, { claims, signature: "good" }, now);
  if (refusal) return stopped(world, refusal);
  if (principalName(world, edge, identity) === edge.declaration.principal) {
    const because = answers.at(-1)?.because;
    const decidedBy = because && deciderOf(world, because);
    const observed = { kind: "accepted", by: "cloud" } as const;
    return { ...EXPECTED, observed, verdict: "surprise", hop: "exchange", ...(decidedBy ? { decidedBy } : {}) };
  }
  for (const { kind, request } of serviceProbesOf(world, edge, identity)) {
    if (kind !== "own" || isServicePromised(world, edge, request, now) !== true) continue;
    const { allowed, because } = useService(world, edge, identity, request, now);
    if (!allowed) continue;
    const observed = { kind: "request", allowed, request: requestWords(request) } as const;
    const decidedBy = deciderOf(world, because);
    return { ...EXPECTED, observed, verdict: "surprise", hop: "authorization", decidedBy };
  }
  return { ...EXPECTED, observed: { kind: "none" }, verdict: "as declared", hop: "authorization" };
}

function intoCluster({ world, lab }: Workbench, edge: Edge, claims: Claims): Found {
  const { refusal, user } = travel(world, edge, { claims, signature: "good" }, lab.clock.now);
  if (refusal) return stopped(world, refusal);
  const right = user && firstRight(world, world.clusterOf(edge), edge, user);
  if (right) return { ...EXPECTED, ...right, verdict: "surprise", hop: "authorization" };
  return { ...EXPECTED, observed: { kind: "none" }, verdict: "as declared", hop: "authorization" };
}

function stopped(
  world: Workbench["world"],
  { hop, code, message, because }: NonNullable<ReturnType<typeof enterService>["refusal"]>,
): Found {
  const observed = { kind: "refused", hop, code, message } as const;
  return { ...EXPECTED, observed, verdict: "as declared", hop, decidedBy: deciderOf(world, because) };
}
