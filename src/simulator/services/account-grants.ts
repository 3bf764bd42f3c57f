import { Cloud } from "../cloud";
import { CloudCluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { ownExchange } from "../edges/own-journey";
import { PerEdge } from "../edges/per-edge";
import { gather } from "../gather";
import { ServiceEdge } from "./service-edge";
import { ServiceGrant } from "./service-grant";

/** The part of a world that knows where edges lead. */
interface Mesh {
  readonly clouds: readonly Cloud[];
  readonly services: readonly ServiceEdge[];
  clusterOf(edge: Edge): CloudCluster;
}

/** An identity on the way of an edge, and what policies let it do with the services of accounts. */
export interface AccountGrants {
  /** As declarations name it. */
  readonly principal: string;
  /** Whether it was given by others. */
  readonly isAdopted: boolean;
  readonly grants: readonly ServiceGrant[];
}

/**
 * What the identities on the way of an edge into a cluster may do with the services of accounts, but for what the cluster needs:
 * the credential that reaches a cluster is one for all that its identity has.
 *
 * @param now seconds since 1970
 */
export function accountGrantsOf(world: Mesh, edge: Edge, now: number): readonly AccountGrants[] {
  const cluster = world.clusterOf(edge);
  const cloud = cloudOf(world, edge);
  return GRANTS.of(world, edge, now).map((one) => ({
    ...one,
    grants: one.grants.filter((grant) => grant.unknown === undefined && !cloud?.isOfCluster(edge, cluster, grant)),
  }));
}

/**
 * What the identities on the way of an edge to services may do beside what any edge declares of them, and beside what edges into
 * clusters of the same identity need.
 *
 * @param now seconds since 1970
 */
export function usesBeside(
  world: Mesh & { readonly edges: readonly Edge[] },
  edge: ServiceEdge,
  now: number,
): readonly AccountGrants[] {
  const cloud = cloudOf(world, edge);
  const nowhere = { kind: edge.request.subcommand, name: "" } as CloudCluster;
  const isNeeded = (principal: string, grant: ServiceGrant) =>
    cloud?.isOfCluster(edge, nowhere, grant) === true ||
    world.edges.some(
      (one) => one.declaration.principal === principal && cloud?.isOfCluster(one, world.clusterOf(one), grant),
    );
  return grantsOf(world, edge, now, true).map((one) => ({
    ...one,
    grants: one.grants.filter((grant) => grant.unknown === undefined && !isNeeded(one.principal, grant)),
  }));
}

/** Policies of resources that may give something to an identity on the way of an edge, and of which nothing is known. */
export function unknownGrantsOf(world: Mesh, edge: Edge, now: number): readonly ServiceGrant[] {
  return GRANTS.of(world, edge, now).flatMap(({ grants }) => grants.filter(({ unknown }) => unknown !== undefined));
}

/** The identities on the way of an edge, as declarations name them, and whether each was given by others. */
export function identitiesOf(world: Mesh, edge: Edge, now: number): readonly Omit<AccountGrants, "grants">[] {
  const cloud = cloudOf(world, edge);
  const { answers = [] } = (cloud && ownExchange(world, edge, now)) ?? {};
  return answers.flatMap((answer) =>
    cloud && answer.granted
      ? [{ principal: cloud.principalName(answer.value), isAdopted: cloud.isAdopted(edge, answer.value) }]
      : [],
  );
}

/** @param isShared whether what is declared of other subjects with the identity counts too */
function grantsOf(world: Mesh, edge: Edge, now: number, isShared = false): readonly AccountGrants[] {
  const cloud = cloudOf(world, edge);
  if (!cloud) return [];
  const { answers = [] } = ownExchange(world, edge, now) ?? {};
  return answers.flatMap((answer): AccountGrants[] => {
    if (!answer.granted) return [];
    const principal = cloud.principalName(answer.value);
    const grants = cloud.serviceGrants(declaredOf(world, edge, principal, isShared), answer.value);
    return [{ principal, isAdopted: cloud.isAdopted(edge, answer.value), grants }];
  });
}

const GRANTS = new PerEdge<Mesh, readonly AccountGrants[]>((world, edge, now) => grantsOf(world, edge, now));

function cloudOf({ clouds }: Mesh, { request }: Edge): Cloud | undefined {
  return clouds.find(({ kind }) => kind === request.subcommand);
}

/** What edges to services declare of the same subject and identity. */
function declaredOf({ services }: Mesh, { declaration: { source } }: Edge, principal: string, isShared: boolean) {
  const known = BY_PRINCIPAL.get(services) ?? byPrincipal(services);
  BY_PRINCIPAL.set(services, known);
  const ofIdentity = known.get(principal) ?? [];
  return ofIdentity
    .filter(
      ({ declaration: other }) =>
        isShared || (other.source.issuer === source.issuer && other.source.subject === source.subject),
    )
    .flatMap(({ service }) => service.grants);
}

/** The edges to services of a world by their principal: every edge asks, and there are many in a mesh. */
const BY_PRINCIPAL = new WeakMap<readonly ServiceEdge[], ReadonlyMap<string, readonly ServiceEdge[]>>();

function byPrincipal(services: readonly ServiceEdge[]): ReadonlyMap<string, readonly ServiceEdge[]> {
  const all = new Map<string, ServiceEdge[]>();
  for (const edge of services) gather(all, edge.declaration.principal, edge);
  return all;
}
