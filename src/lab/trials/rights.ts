import {
  authorize,
  Cluster,
  deciderOf,
  describeRequest,
  Edge,
  furtherRights,
  KubernetesUser,
  probesFor,
  promised,
  World,
} from "../../simulator";

/** The first right that a user has beyond those of every user, and what gives it. */
export function firstRight(world: World, cluster: Cluster, edge: Edge, user: KubernetesUser) {
  const [further] = furtherRights(world, cluster, user, []);
  if (further) {
    const observed = { kind: "further-right", right: further.what } as const;
    return { observed, decidedBy: deciderOf(world, further.because) };
  }
  for (const probe of probesFor(world, edge)) {
    const decision = authorize(world, cluster, user, probe);
    if (!decision.allowed || promised(world, cluster, [], probe) === "allowed") continue;
    const observed = { kind: "request", allowed: true, request: describeRequest(probe) } as const;
    return { observed, decidedBy: deciderOf(world, decision.because) };
  }
  return undefined;
}
