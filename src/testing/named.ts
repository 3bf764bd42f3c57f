import { DECLARE_IT } from "../findings";
import { bearerNamed, bearerOf, NamedBearer } from "../rights";
import { Edge, ServiceEdge, sourceName } from "../simulator";
import { serviceAccountOf } from "../vendor/kubernetes/names";
import { UnknownName } from "./answered";
import { Mesh } from "./mesh";
import { DestinationLike, SubjectLike } from "./types";

/** The uses of services in an account of that name or id. */
export function servicesOf({ world }: Mesh, to: DestinationLike): readonly ServiceEdge[] {
  return world.services.filter(({ service: { account } }) => [account.name, account.id].includes(nameOf(to)));
}

/** Whether a destination is a cluster that a trust leads into. */
export function isCluster({ world }: Mesh, to: DestinationLike): boolean {
  return clustersOf(world.edges, to).length > 0;
}

function clustersOf(edges: readonly Edge[], to: DestinationLike): readonly Edge[] {
  return edges.filter(({ declaration: { target } }) => [target.cluster, target.name].includes(nameOf(to)));
}

function nameOf(to: DestinationLike): string {
  return typeof to === "string" ? to : to.node.id;
}

/** The edges into a cluster. @throws UnknownName */
export function edgesInto(mesh: Mesh, to: DestinationLike): readonly Edge[] {
  const { world } = mesh;
  const name = nameOf(to);
  const into = clustersOf(world.edges, to);
  if (into.length) return into;
  const accounts = world.services.map(({ service: { account } }) => account.name);
  const known = [...new Set([...world.everyEdge.map(({ declaration }) => declaration.target.cluster), ...accounts])];
  throw new UnknownName(
    `no trust leads into "${name}". There are: ${known.sort().join(", ") || "none"}${undeclaredHint(mesh)}`,
  );
}

/** What to do where the trust that is asked about may be one that no document declares. */
function undeclaredHint({ findings }: Mesh): string {
  const isUndeclared = findings.some(({ code }) => code === "unclaimed-trust");
  return isUndeclared ? `. A trust is asked about when a document declares it. ${DECLARE_IT}` : "";
}

/**
 * Whose token it is; a service account that no trust names has one of its cluster, too.
 *
 * @throws UnknownName
 */
export function bearerIn(mesh: Mesh, from: SubjectLike): NamedBearer {
  const { world } = mesh;
  const name = typeof from === "string" ? from : from.subject;
  const found = typeof from === "string" ? bearerNamed(world.everyEdge, from) : bearerBySubject(world.everyEdge, from);
  if (found) return found;
  const known = [...new Set(world.everyEdge.map(({ declaration }) => sourceName(declaration)))].sort().slice(0, 10);
  throw new UnknownName(
    `no trust is of "${name}", nor of its cluster. There are: ${known.join(", ") || "none"}${undeclaredHint(mesh)}`,
  );
}

function bearerBySubject(
  edges: readonly Edge[],
  { subject, cluster }: Exclude<SubjectLike, string>,
): NamedBearer | undefined {
  const declared = edges.find(
    ({ declaration: { source } }) =>
      source.subject === subject && [undefined, source.cluster].includes(cluster?.node.id),
  );
  if (declared) return bearerOf(declared);
  const [namespace, account] = serviceAccountOf(subject) ?? [];
  return cluster && namespace !== undefined
    ? bearerNamed(edges, `${cluster.node.id}:${namespace}/${account}`)
    : undefined;
}
