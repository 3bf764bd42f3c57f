import { AwsWorld } from "../aws/iam";
import { gather } from "../gather";
import { AuthorizingCluster } from "../kubernetes/authorize";
import { Binding, Rbac, Role } from "../kubernetes/rbac";
import { rbacObjects } from "../kubernetes/rbac-objects";
import { block, Configuration, text, UnresolvedValue } from "../../terraform";
import { fullName } from "./cluster-name";
import { Edge } from "./edge";
import { clusterEndpoints, Endpoint } from "./endpoints";
import { homeless, Homes, Target } from "./homes";
import { checkServer, serverAt } from "./server";
import { UnseenGrant } from "./unseen-grants";

/** A target cluster, as the declared edges and the configuration know it. */
export interface Cluster extends AuthorizingCluster {
  /** For people: the construct id. */
  readonly label: string;
  /** The API server's URLs, as clients have them. */
  readonly servers: readonly string[];
}

/** The clusters that edges lead into. */
export interface TargetClusters {
  readonly clusters: readonly Cluster[];
  /** Bindings that may be in one of them. */
  readonly unseen: readonly UnseenGrant[];
  /** Where clusters are by something else than clients' documents, by their names. */
  readonly endpoints: ReadonlyMap<string, readonly Endpoint[]>;
}

/** A target of edges, before its RBAC objects are known. */
interface DeclaredTarget extends Target {
  readonly label: string;
  readonly servers: Set<string>;
}

/**
 * The clusters that edges lead into, each with its RBAC objects: those that Terraform makes there.
 *
 * @throws UnresolvedValue
 */
export function targetClusters(configuration: Configuration, edges: readonly Edge[], aws: AwsWorld): TargetClusters {
  const targets = declaredTargets(edges, aws);
  const made = clusterEndpoints(configuration).map((one) => ({
    ...one,
    cluster: targets.find(({ name }) => isNamed(name, one.cluster))?.name ?? one.cluster,
  }));
  const objects = rbacObjects(configuration);
  const homes = new Homes(objects.bindings, targets, made, aws);
  const bindings = new Map<string, Binding[]>();
  const roles = new Map<string, Role[]>();
  const unseen = objects.unknown.map(({ place, reason }) => ({ place, reason: `may be a binding, and ${reason}` }));
  for (const object of objects.bindings) {
    const home = homes.of(object);
    if (home === undefined) unseen.push(...homeless(object.resource));
    else gather(bindings, home, object.read());
  }
  for (const object of objects.roles) {
    const home = homes.of(object);
    if (home !== undefined) gather(roles, home, object.read());
  }
  const clusters = targets.map(({ name, label, servers }) => ({
    ...kindOf(name, configuration),
    name,
    label,
    servers: [...servers],
    rbac: new Rbac(bindings.get(name) ?? [], roles.get(name) ?? []),
  }));
  const endpoints = new Map<string, Endpoint[]>();
  for (const one of [...homes.endpointsOfProviders, ...made]) gather(endpoints, one.cluster, one);
  return { clusters, unseen, endpoints };
}

function declaredTargets(edges: readonly Edge[], aws: AwsWorld): readonly DeclaredTarget[] {
  const targets = new Map<string, DeclaredTarget>();
  const owners = new Map<string, Edge>();
  for (const edge of edges) {
    const { declaration, client } = edge;
    const name = fullName(declaration.target.name, aws);
    checkServer(client);
    const owner = owners.get(serverAt(client.server));
    if (owner && fullName(owner.declaration.target.name, aws) !== name) throw shared(owner, edge);
    owners.set(serverAt(client.server), owner ?? edge);
    const target = targets.get(name) ?? { name, label: declaration.target.cluster, servers: new Set<string>() };
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
function isNamed(name: string, id: string): boolean {
  return (
    [id, id.toLowerCase(), id.replace(/:\d{12}:cluster\//, "::cluster/")].includes(name) || name.endsWith(`/${id}`)
  );
}

function kindOf(name: string, configuration: Configuration) {
  if (name.startsWith("arn:")) return { kind: "eks" as const };
  const [, project] = /^\/\/container\.[^/]+\/projects\/([^/]+)\//.exec(name) ?? [];
  if (project !== undefined) return { kind: "gke" as const, project };
  return { kind: "aks" as const, azureRbac: hasAzureRbac(name, configuration) };
}

/** Off only where the configuration that makes the cluster says so. */
function hasAzureRbac(id: string, configuration: Configuration): boolean {
  const made = configuration
    .resources("azurerm_kubernetes_cluster")
    .find((resource) => text(resource.attribute("id"))?.toLowerCase() === id);
  if (!made) return true;
  const entra = block(made.argument("azure_active_directory_role_based_access_control"));
  return entra.azure_rbac_enabled === true;
}
