import {
  authorize,
  Decider,
  deciderOf,
  Edge,
  explainRefusal,
  KubernetesUser,
  ResourceRequest,
  World,
} from "../../simulator";

/** What gives or withholds a right: to be mended when that is not what was declared. */
export function whoDecided(world: World, edge: Edge, user: KubernetesUser, request: ResourceRequest): Decider {
  const cluster = world.clusterOf(edge);
  const { allowed, because } = authorize(world, cluster, user, request);
  return deciderOf(world, allowed ? because : explainRefusal(world, cluster, user, request, edge.declaration));
}
