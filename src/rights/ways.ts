import { Bearer } from "./bearer";
import {
  audienceOf,
  claimsOf,
  Cluster,
  Edge,
  HOPS,
  isOfSubject,
  Journey,
  nativeSource,
  travel,
  World,
} from "../simulator";

/** One way by which a bearer tries to get into a cluster: the document of an edge. */
export interface Way {
  readonly edge: Edge;
  /** Whether the document is the bearer's own. */
  readonly isOwn: boolean;
  readonly cluster: Cluster;
  readonly journey: Journey;
}

/**
 * The ways of a bearer into the cluster of edges, the one that comes furthest first: it can bring any document. What a pod's own cloud gives
 * it, no other can bring.
 *
 * @param into the edges into the cluster
 * @param now seconds since 1970
 */
export function waysOf(world: World, into: readonly Edge[], { issuer, subject }: Bearer, now: number): readonly Way[] {
  const ways = into.flatMap((edge): readonly Way[] => {
    const { declaration } = edge;
    const isOwn = isOfSubject(edge, issuer, subject);
    if (nativeSource(edge) && !isOwn) return [];
    const claims = claimsOf(issuer, subject, audienceOf(edge), now, isOwn ? declaration.source.uid : undefined);
    const journey = travel(world, edge, { claims, signature: "good" }, now);
    return [{ edge, isOwn, cluster: world.clusterOf(edge), journey }];
  });
  const reached = ({ journey: { refusal } }: Way) => (refusal ? HOPS.indexOf(refusal.hop) : HOPS.length);
  return ways.sort((a, b) => reached(b) - reached(a) || Number(b.isOwn) - Number(a.isOwn));
}
