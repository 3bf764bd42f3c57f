import { AwsAccounts } from "../aws/accounts";
import { assignedByAws } from "../aws/assigned";
import { AwsWorld } from "../aws/iam";
import { assignedByAzure } from "../azure/assigned";
import { AzureWorld } from "../azure/entra";
import { AzureSubscriptions } from "../azure/subscriptions";
import { assignedByGoogle } from "../google/assigned";
import { GoogleWorld } from "../google/iam";
import { GoogleProjects } from "../google/projects";
import { Clouds } from "../kubernetes/authorize";
import { Assigned, Configuration, readConfiguration } from "../../terraform";
import { LeftOut } from "../left-out";
import { adopt, Assumption } from "./adopt";
import { Cluster, targetClusters } from "./cluster";
import { fullName } from "./cluster-name";
import { refuseContradictions } from "./contradictions";
import { declaredEdges, Edge } from "./edge";
import { serverBeliefs } from "./endpoints";
import { UnseenGrant, unseenGrants } from "./unseen-grants";

/** Everything that was declared, and the clouds as it tells them. */
export interface World extends Clouds {
  readonly configuration: Configuration;
  readonly edges: readonly Edge[];
  readonly clusters: readonly Cluster[];
  /** Objects that could not be understood and let nobody in by themselves: what they are and why. */
  readonly leftOut: readonly string[];
  /** What may grant more than is simulated. */
  readonly unseen: readonly UnseenGrant[];
  /** What an edge believes of objects that are not part of what was read. */
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
  const accounts = new AwsAccounts(late);
  const projects = new GoogleProjects(late);
  const subscriptions = new AzureSubscriptions(late);
  const assigned: Assigned = (resource, attribute) => {
    if (resource.type.startsWith("aws_")) return assignedByAws(accounts, resource, attribute);
    if (resource.type.startsWith("google_")) return assignedByGoogle(projects, resource, attribute);
    return resource.type.startsWith("azurerm_") ? assignedByAzure(subscriptions, resource, attribute) : undefined;
  };
  read.push(readConfiguration(paths, assigned));
  return worldOf(late(), accounts, projects);
}

function worldOf(configuration: Configuration, accounts: AwsAccounts, projects: GoogleProjects): World {
  const leftOut = new LeftOut();
  const aws = new AwsWorld(configuration, accounts, leftOut);
  const google = new GoogleWorld(configuration, projects, leftOut);
  const azure = new AzureWorld(configuration, leftOut);
  const edges = declaredEdges(configuration);
  refuseContradictions(edges, ({ declaration }) => fullName(declaration.target.name, aws));
  const { clusters, unseen, endpoints } = targetClusters(configuration, edges, aws);
  const byName = new Map(clusters.map((cluster) => [cluster.name, cluster]));
  const clusterOf = ({ declaration }: Edge) => byName.get(fullName(declaration.target.name, aws)) as Cluster;
  const into = new Map<Cluster, Edge[]>(clusters.map((cluster) => [cluster, []]));
  for (const edge of edges) into.get(clusterOf(edge))?.push(edge);
  const besides = (edge: Edge) => into.get(clusterOf(edge)) ?? [];
  const assumptions = new Map(
    edges.map((edge) => {
      const ofServer = serverBeliefs(edge, endpoints.get(clusterOf(edge).name) ?? [], besides(edge));
      return [edge, [...adopt(edge, aws, google, azure), ...ofServer]];
    }),
  );
  return {
    ...{ configuration, aws, google, azure, edges, clusters },
    leftOut: leftOut.reasons,
    unseen: [...unseen, ...unseenGrants(configuration, edges, google, azure)],
    assumptionsOf: (edge) => assumptions.get(edge) ?? [],
    clusterOf,
    besides,
  };
}
