import { AccountGrants, accountGrantsOf, Edge, World } from "../simulator";
import { Destination, destinationOf } from "./destination";
import { Holder } from "./holder";
import { rightOf } from "./service-holder";

/**
 * What an edge into a cluster gives beside the cluster: what its identities may do with the services of accounts. Nothing of it is
 * declared; what an edge to services of the same subject and identity declares is told there.
 *
 * @param own the edge's holder at its cluster
 * @param now seconds since 1970
 */
export function besideCluster(world: World, edge: Edge, own: Holder, now: number): readonly Holder[] {
  return accountGrantsOf(world, edge, now).flatMap(({ principal, grants }): Holder[] => {
    const rights = grants.map(rightOf);
    if (rights.length === 0 || isTold(world, edge, principal)) return [];
    const { from } = own;
    const steps = own.steps.filter(({ hop }) => hop !== "authentication" && hop !== "authorization");
    const to = accountOfCluster(world, edge);
    return [{ from, to, isDeclared: false, state: "admitted", principal, steps, rights, missing: [] }];
  });
}

function isTold(
  { services }: World,
  { declaration: { source } }: Edge,
  principal: AccountGrants["principal"],
): boolean {
  return services.some(
    ({ declaration: other }) =>
      other.principal === principal && other.source.issuer === source.issuer && other.source.subject === source.subject,
  );
}

/** The account of an edge's cluster, by the name that edges to its services have. */
function accountOfCluster(world: World, edge: Edge): Destination {
  const { cloud, account } = destinationOf(world, world.clusterOf(edge));
  const known = world.services.find(({ service }) => service.account.id === account);
  const label = known?.service.account.name ?? `${cloud} ${account}`;
  return { kind: "account", label, name: account || label, cloud, account };
}
