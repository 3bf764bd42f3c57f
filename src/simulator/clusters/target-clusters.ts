import { Configuration, UnresolvedValue } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { Cloud, UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { gather } from "../gather";
import { Binding, Rbac, Role } from "../kubernetes/rbac";
import { AuthMap, authMaps } from "../kubernetes/auth-maps";
import { deliveredObjects } from "../kubernetes/delivered-objects";
import { RbacObjects, rbacObjects } from "../kubernetes/rbac-objects";
import { Cluster } from "./cluster";
import { Endpoint } from "./endpoint";
import { homeless, Homes, MisplacedBinding, Target } from "./homes";
import { ClusterNames } from "./names";
import { checkServer, serverAt } from "./server";

/** The clusters that edges lead into. */
export interface TargetClusters {
  readonly clusters: readonly Cluster[];
  /** Bindings that may be in one of them. */
  readonly homeless: readonly UnseenGrant[];
  /** Bindings in another cluster than they say. */
  readonly misplaced: readonly MisplacedBinding[];
  /** Where clusters are by something else than clients' documents, by their names. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
}

/** A target of edges, before its RBAC objects are known. */
interface DeclaredTarget extends Target {
  readonly label: string;
  readonly servers: Set<string>;
  /** The first document that names it. */
  readonly place: string;
  stated: StatedSettings;
}

/**
 * The clusters that edges lead into, each with its RBAC objects: those that Terraform makes there.
 *
 * @throws UnresolvedValue
 */
export function targetClusters(
  configuration: Configuration,
  edges: readonly Edge[],
  clouds: readonly Cloud[],
  names: ClusterNames,
): TargetClusters {
  const targets = declaredTargets(edges, names);
  const made = clouds
    .flatMap((cloud) => cloud.endpoints(configuration))
    .map((one) => ({
      ...one,
      cluster: targets.find(({ name }) => isNamed(name, one.cluster))?.name ?? one.cluster,
    }));
  const objects = joined(rbacObjects(configuration), deliveredObjects(configuration));
  const homes = new Homes(objects.bindings, targets, made, names, configuration.providers);
  const bindings = new Map<string, Binding[]>();
  const roles = new Map<string, Role[]>();
  const unseen: UnseenGrant[] = objects.unknown.map(({ place, reason }) => ({
    place,
    reason: `may be a binding, and ${reason}`,
  }));
  for (const object of objects.bindings) {
    const home = homes.of(object);
    if (home === undefined) unseen.push(...homeless(object.resource));
    else {
      const binding = object.read();
      if (binding.fault === undefined) gather(bindings, home, binding);
    }
  }
  for (const object of objects.roles) {
    const home = homes.of(object);
    if (home === undefined) continue;
    const role = object.read();
    if (role.fault === undefined) gather(roles, home, { ...role, resource: object.resource });
  }
  const maps = new Map<string, AuthMap[]>();
  for (const object of targets.some(({ name }) => name.startsWith("arn:")) ? authMaps(configuration) : []) {
    const home = homes.of(object);
    if (home === undefined) unseen.push(...homeless(object.resource));
    else gather(maps, home, object.read());
  }
  const clusters = targets.map(({ name, label, servers, stated, place }) => ({
    ...names.facts(name, stated, place),
    label,
    servers: [...servers],
    rbac: new Rbac(bindings.get(name) ?? [], roles.get(name) ?? []),
    ...(maps.has(name) ? { authMaps: maps.get(name) } : {}),
  }));
  const endpoints = new Map<string, Endpoint[]>();
  for (const one of [...homes.endpointsOfProviders, ...made]) gather(endpoints, one.cluster, one);
  return { clusters, homeless: [...unseen, ...homes.unproved], misplaced: homes.misplaced, endpoints };
}

function declaredTargets(edges: readonly Edge[], names: ClusterNames): readonly DeclaredTarget[] {
  const targets = new Map<string, DeclaredTarget>();
  const owners = new Map<string, Edge>();
  for (const edge of edges) {
    const { declaration, client } = edge;
    const name = names.full(declaration.target.name);
    checkServer(client);
    const owner = owners.get(serverAt(client.server));
    if (owner && names.full(owner.declaration.target.name) !== name) throw shared(owner, edge);
    owners.set(serverAt(client.server), owner ?? edge);
    const target = targets.get(name) ?? {
      name,
      label: declaration.target.cluster,
      ...{ servers: new Set<string>(), place: client.place },
      stated: {},
    };
    target.stated = { ...target.stated, ...declaration.target.stated };
    target.servers.add(client.server);
    targets.set(name, target);
  }
  return [...targets.values()];
}

function shared(first: Edge, { client, declaration }: Edge): UnresolvedValue {
  const owner = `${first.declaration.target.cluster} (${first.declaration.target.name}) by ${first.client.place}`;
  const reason = `says that ${client.server} is the server of ${declaration.target.cluster} (${declaration.target.name}), and it is that of ${owner}`;
  return new UnresolvedValue(client.place, reason, "Give each cluster an endpoint of its own");
}

/** Whether a target's name means the cluster that a resource names by its own id. */
export function isNamed(name: string, id: string): boolean {
  return (
    [id, id.toLowerCase(), id.replace(/:\d{12}:cluster\//, "::cluster/")].includes(name) || name.endsWith(`/${id}`)
  );
}

function joined(...all: readonly RbacObjects[]): RbacObjects {
  return {
    bindings: all.flatMap(({ bindings }) => bindings),
    roles: all.flatMap(({ roles }) => roles),
    unknown: all.flatMap(({ unknown }) => unknown),
  };
}
