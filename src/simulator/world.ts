import { Assigned, Configuration, readConfiguration } from "../terraform";
import { Clouds } from "./access/authorize";
import { Assumption } from "./assumption";
import { Cloud, UnseenGrant } from "./cloud";
import { CloudFacts, CLOUDS } from "./clouds";
import { Cluster } from "./clusters/cluster";
import { serverAssumptions } from "./clusters/server-assumptions";
import { ClusterNames } from "./clusters/names";
import { targetClusters } from "./clusters/target-clusters";
import { refuseContradictions } from "./edges/contradictions";
import { declaredEdges, Edge } from "./edges/edge";
import { LeftOut, LeftOutObject } from "./left-out";

/** Everything that was declared, and the clouds as it tells them. */
export interface World extends CloudFacts, Clouds {
  readonly configuration: Configuration;
  readonly clouds: readonly Cloud[];
  readonly edges: readonly Edge[];
  readonly clusters: readonly Cluster[];
  /** Objects that could not be understood and admit no identity by themselves: what they are and why. */
  readonly leftOut: readonly LeftOutObject[];
  /** Bindings whose cluster cannot be known. */
  readonly homeless: readonly UnseenGrant[];
  /** What an edge assumes of objects that are not part of what was read. */
  assumptionsOf(edge: Edge): readonly Assumption[];
  /** The edges that lead into the cluster of an edge, itself among them. */
  besides(edge: Edge): readonly Edge[];
  /** The cluster that an edge leads into. */
  clusterOf(edge: Edge): Cluster;
}

/**
 * Reads synthesized folders, plans or states, and makes the clouds that they describe.
 *
 * @throws UnreadableConfiguration, UnresolvedValue
 */
export function readWorld(paths: readonly string[]): World {
  const read: Configuration[] = [];
  const late = () => read[0];
  const begun = Object.entries(CLOUDS).map(([name, folder]) => ({ name, ...folder.begin(late) }));
  const assigned: Assigned = (resource, attribute) =>
    begun.find(({ types }) => types.test(resource.type))?.assign(resource, attribute);
  read.push(readConfiguration(paths, assigned));
  const leftOut = new LeftOut();
  const made = begun.map(({ name, read: readCloud }) => ({ name, cloud: readCloud(leftOut) }));
  const facts = Object.fromEntries(made.map(({ name, cloud }) => [name, cloud.facts])) as unknown as CloudFacts;
  const clouds = made.map(({ cloud }): Cloud => cloud);
  return { ...worldOf(late(), clouds, leftOut), ...facts };
}

function worldOf(
  configuration: Configuration,
  clouds: readonly Cloud[],
  leftOut: LeftOut,
): Omit<World, keyof CloudFacts> {
  const edges = declaredEdges(configuration);
  const names = new ClusterNames(clouds);
  const nameOf = ({ declaration }: Edge) => names.full(declaration.target.name);
  refuseContradictions(edges, nameOf);
  const { clusters, homeless, endpoints } = targetClusters(configuration, edges, clouds, names);
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const clusterOf = (edge: Edge) => byName.get(nameOf(edge)) as Cluster;
  const into = new Map<Cluster, Edge[]>(clusters.map((cluster) => [cluster, []]));
  for (const edge of edges) into.get(clusterOf(edge))?.push(edge);
  const besides = (edge: Edge) => into.get(clusterOf(edge)) ?? [];
  const assumptions = new Map(
    edges.map((edge) => {
      const ofServer = serverAssumptions(edge, endpoints.get(clusterOf(edge).name) ?? [], besides(edge));
      return [edge, [...clouds.flatMap((cloud) => cloud.assume(edge)), ...ofServer]];
    }),
  );
  const byKind = new Map(clouds.map((cloud) => [cloud.kind, cloud]));
  return {
    ...{ configuration, clouds, edges, clusters, homeless },
    leftOut: leftOut.objects,
    assumptionsOf: (edge) => assumptions.get(edge) ?? [],
    cloudOf: ({ kind }) => byKind.get(kind) as Cloud,
    clusterOf,
    besides,
  };
}
