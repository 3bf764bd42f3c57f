import { authMaps, Edge, flagOf, placeOf, Resource, World } from "../../simulator";
import { Finding, Rule } from "../finding";
import { roleWithoutPath } from "../role-without-path";

/** What gives a role an identity in a cluster. */
interface Entrance {
  readonly resource: Resource;
  readonly argument: string;
  readonly principalArn: string;
  readonly what: string;
}

/**
 * Access entries of EKS, and mappings of `aws-auth`, that let the role of an edge into a cluster into which no edge leads by it.
 *
 * Amazon EKS User Guide: "Grant IAM users access to Kubernetes with EKS access entries".
 */
export const entriesElsewhere: Rule = (world) => {
  const edges = world.everyEdge.filter(({ request, declaration }) => {
    return request.subcommand === "eks" && !declaration.adopted.includes(actingRole({ request, declaration }));
  });
  const byRole = new Map(edges.map((edge) => [actingRole(edge), edge]));
  const into = new Set(world.edges.map((edge) => `${world.clusterOf(edge).name} ${actingRole(edge)}`));
  const byEntry = world.aws.enteredClusters.flatMap((cluster) =>
    entrances(world, cluster).filter(({ principalArn }) => !into.has(`${cluster} ${principalArn}`)),
  );
  const withoutPaths = new Map([...byRole].map(([arn, edge]) => [roleWithoutPath(arn), edge]));
  return [
    ...byEntry.flatMap((one) => told(one, byRole.get(one.principalArn))),
    ...mappingsElsewhere(world).flatMap((one) => told(one, withoutPaths.get(one.principalArn.toLowerCase()))),
  ];
};

function told({ resource, argument, principalArn, what }: Entrance, edge: Edge | undefined): readonly Finding[] {
  if (!edge) return [];
  const at = { place: placeOf(resource), resource, argument, edge, what };
  const reason = `lets ${principalArn}, the role of an edge, into a cluster into which no edge leads by it, with ${what}`;
  return [{ code: "further-right", severity: "fault", hop: "authentication", ...at, reason }];
}

/** Entries with groups or a user's name, and access policies; an entry alone gives what any authenticated user has. */
function entrances({ aws }: World, cluster: string): readonly Entrance[] {
  const entries = aws
    .entriesOf(cluster)
    .flatMap(({ resource, principalArn, groups, userName }): readonly Entrance[] => {
      if (groups.length === 0 && userName === "") return [];
      const what = groups.length > 0 ? `the groups ${groups.join(", ")}` : `the user ${userName}`;
      return [{ resource, principalArn, what, argument: groups.length > 0 ? "kubernetes_groups" : "user_name" }];
    });
  const policies = aws
    .associationsOf(cluster)
    .map(({ resource, principalArn, policy }) => ({ resource, principalArn, what: policy, argument: "policy_arn" }));
  return [...entries, ...policies];
}

/** Mappings of ConfigMaps that are of no cluster of an edge. */
function mappingsElsewhere({ configuration, clusters }: World): readonly Entrance[] {
  const known = new Set(clusters.flatMap(({ authMaps: maps = [] }) => maps.map(({ resource }) => resource)));
  return authMaps(configuration).flatMap(({ resource, read }) =>
    known.has(resource)
      ? []
      : read().mappings.map(({ principalArn, groups }) => {
          return { resource, argument: "data", principalArn, what: `the groups ${groups.join(", ")}` };
        }),
  );
}

/** The role that acts in the cluster, or with the services. */
function actingRole({ request, declaration }: Pick<Edge, "request" | "declaration">): string {
  return flagOf({ ...request }, "role-arn") ?? declaration.principal;
}
