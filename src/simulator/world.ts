import { Assigned, Configuration, Found, GivenVariables, readConfiguration, ReadOptions } from "../terraform";
import { Clouds } from "./access/authorize";
import { roleAssumptions } from "./access/role-assumptions";
import { Assumption } from "./assumption";
import { planAssumptions } from "./plan-assumptions";
import { Cloud, UnseenGrant } from "./cloud";
import { CloudFacts, CLOUDS } from "./clouds";
import { Cluster } from "./clusters/cluster";
import { serverAssumptions } from "./clusters/server-assumptions";
import { MisplacedBinding } from "./clusters/homes";
import { ClusterNames } from "./clusters/names";
import { targetClusters } from "./clusters/target-clusters";
import { refuseContradictions } from "./edges/contradictions";
import { clientEntries } from "./documents/client-document";
import { ClientEntry } from "./documents/client-entry";
import { declaredEdges, Edge } from "./edges/edge";
import { LeftOut, LeftOutObject } from "./left-out";
import { isServiceEdge, ServiceEdge, serviceEdges } from "./services/service-edge";
import { webhookAssumptions } from "./webhooks/webhook";

/** Everything that was declared, and the clouds as it tells them. */
export interface World extends CloudFacts, Clouds {
  readonly configuration: Configuration;
  readonly clouds: readonly Cloud[];
  /** The edges into clusters. */
  readonly edges: readonly Edge[];
  /** The edges to services of accounts. */
  readonly services: readonly ServiceEdge[];
  /** Both. */
  readonly everyEdge: readonly Edge[];
  readonly clusters: readonly Cluster[];
  /** Objects that could not be understood and admit no identity by themselves: what they are and why. */
  readonly leftOut: readonly LeftOutObject[];
  /** The cluster secrets of Argo CD, also those whose edges a kubeconfig declares. */
  readonly argoCdSecrets: readonly ClientEntry[];
  /** Bindings whose cluster cannot be known. */
  readonly homeless: readonly UnseenGrant[];
  /** Bindings that are made in another cluster than they say. */
  readonly misplaced: readonly MisplacedBinding[];
  /** What an edge assumes of objects that are not part of what was read. */
  assumptionsOf(edge: Edge): readonly Assumption[];
  /** The edges that lead into the cluster of an edge, itself among them. */
  besides(edge: Edge): readonly Edge[];
  /** The edges that lead into a cluster. */
  into(cluster: Cluster): readonly Edge[];
  /** The cluster that an edge leads into. */
  clusterOf(edge: Edge): Cluster;
}

/**
 * Reads synthesized folders, plans or states, or their documents in memory, and makes the clouds that they describe.
 *
 * @param variables the values of synthesized stacks' variables; their defaults unless given
 * @param options with `keepsUnknown` what cannot be known is left out and told, grants included: for what is judged, not played
 * @throws UnreadableConfiguration, UnresolvedValue
 */
export function readWorld(
  paths: readonly (string | Found)[],
  variables?: GivenVariables,
  options: ReadOptions = {},
): World {
  const read: Configuration[] = [];
  const late = () => read[0];
  const begun = Object.entries(CLOUDS).map(([name, folder]) => ({ name, ...folder.begin(late) }));
  const assigned: Assigned = (resource, attribute) =>
    begun.find(({ types }) => types.test(resource.type))?.assign(resource, attribute);
  read.push(readConfiguration(paths, assigned, variables, options));
  const leftOut = new LeftOut(options.keepsUnknown);
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
  const clients = clientEntries(configuration);
  const edges = declaredEdges(configuration, clients);
  const services = serviceEdges(configuration);
  const everyEdge = [...edges, ...services];
  const names = new ClusterNames(clouds);
  const fullNames = new Map<string, string>();
  const nameOf = ({ declaration: { target } }: Edge) => {
    const known = fullNames.get(target.name) ?? names.full(target.name);
    fullNames.set(target.name, known);
    return known;
  };
  refuseContradictions(edges, nameOf);
  const { clusters, homeless, misplaced, endpoints } = targetClusters(configuration, edges, clouds, names);
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const clusterOf = (edge: Edge) => byName.get(nameOf(edge)) as Cluster;
  const edgesInto = new Map<Cluster, Edge[]>(clusters.map((cluster) => [cluster, []]));
  for (const edge of edges) edgesInto.get(clusterOf(edge))?.push(edge);
  const into = (cluster: Cluster) => edgesInto.get(cluster) ?? [];
  const besides = (edge: Edge) => into(clusterOf(edge));
  const assumptions = new Map(
    everyEdge.map((edge) => {
      if (isServiceEdge(edge)) {
        const ofWebhook = webhookAssumptions(configuration, edge);
        return [edge, [...clouds.flatMap((cloud) => cloud.assume(edge)), ...ofWebhook]];
      }
      const ofServer = serverAssumptions(edge, endpoints.get(clusterOf(edge).name) ?? [], besides(edge));
      const ofRoles = roleAssumptions(edge, clusterOf(edge));
      return [edge, [...clouds.flatMap((cloud) => cloud.assume(edge)), ...ofServer, ...ofRoles]];
    }),
  );
  const byKind = new Map(clouds.map((cloud) => [cloud.kind, cloud]));
  return {
    argoCdSecrets: clients.filter(({ argoCd }) => argoCd !== undefined),
    ...{ configuration, clouds, edges, services, everyEdge, clusters, homeless, misplaced },
    leftOut: leftOut.objects,
    assumptionsOf: (edge) => [...(assumptions.get(edge) ?? []), ...planAssumptions(configuration)],
    cloudOf: ({ kind }) => byKind.get(kind) as Cloud,
    clusterOf,
    ...{ besides, into },
  };
}
