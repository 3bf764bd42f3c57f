import { AwsWorld } from "../aws/iam";
import { AuthorizingCluster } from "../kubernetes/authorize";
import { Binding, Rbac, Role } from "../kubernetes/rbac";
import { RbacObject, rbacObjects } from "../kubernetes/rbac-objects";
import { block, Configuration, placeOf, Provider, Resource, text, UnresolvedValue } from "../../terraform";
import { TARGET_ANNOTATION } from "../../trust-declaration";
import { majority } from "../evidence";
import { Edge } from "./edge";
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
}

/** A target of edges, before its RBAC objects are known. */
interface Target {
  readonly name: string;
  readonly label: string;
  readonly servers: Set<string>;
}

/**
 * The clusters that edges lead into, each with its RBAC objects. An object belongs to the cluster that its provider
 * talks to, whatever it says of itself: that is where Terraform makes it.
 *
 * @throws UnresolvedValue
 */
export function targetClusters(configuration: Configuration, edges: readonly Edge[], aws: AwsWorld): TargetClusters {
  const targets = new Map<string, Target>();
  for (const { declaration, client } of edges) {
    const name = fullName(declaration.target.name, aws);
    const target = targets.get(name) ?? { name, label: declaration.target.cluster, servers: new Set<string>() };
    target.servers.add(client.server);
    targets.set(name, target);
  }
  const objects = rbacObjects(configuration);
  const homes = new Homes(objects.bindings, [...targets.values()], aws);
  const bindings = new Map<string, Binding[]>();
  const roles = new Map<string, Role[]>();
  const unseen = objects.unknown.map(({ place, reason }) => ({ place, reason: `may be a binding, and ${reason}` }));
  for (const object of objects.bindings) {
    const home = homes.of(object);
    add(bindings, home, object.read);
    if (home === undefined) unseen.push(...homeless(object.resource));
  }
  for (const object of objects.roles) add(roles, homes.of(object), object.read);
  const clusters = [...targets.values()].map(({ name, label, servers }) => ({
    ...kindOf(name, configuration),
    name,
    label,
    servers: [...servers],
    rbac: new Rbac(bindings.get(name) ?? [], roles.get(name) ?? []),
  }));
  return { clusters, unseen };
}

/** An EKS cluster that was declared without its account is completed by what its access entries say. */
export function fullName(name: string, aws: AwsWorld): string {
  if (!/^arn:[^:]*:eks:[^:]*::/.test(name)) return name.startsWith("/subscriptions/") ? name.toLowerCase() : name;
  const found = aws.clusterNames.filter((one) => one.replace(/:\d{12}:cluster\//, "::cluster/") === name);
  if (found.length < 2) return found[0] ?? name;
  throw new UnresolvedValue(name, `is a cluster of several accounts: ${found.join(", ")}`, "Declare its accountId");
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

/** Finds the cluster that an object is made in. */
class Homes {
  private readonly ofProviders = new Map<Provider, string | undefined>();
  private readonly annotated = new Map<Provider, { value: string; stack: string }[]>();

  public constructor(
    bindings: readonly RbacObject<Binding>[],
    private readonly targets: readonly Target[],
    private readonly aws: AwsWorld,
  ) {
    for (const object of bindings) {
      const value = this.annotationOf(object);
      const { provider, stack } = object.resource;
      if (!provider || value === undefined) continue;
      this.annotated.set(provider, [...(this.annotated.get(provider) ?? []), { value, stack }]);
    }
  }

  public of(object: RbacObject<unknown>): string | undefined {
    const { resource } = object;
    const { provider } = resource;
    if (provider) {
      if (!this.ofProviders.has(provider)) this.ofProviders.set(provider, this.ofProvider(provider));
      return this.ofProviders.get(provider);
    }
    const told = this.annotationOf(object);
    if (told !== undefined || this.targets.length < 2) return told ?? this.targets[0]?.name;
    const reason = `shows no provider, and there are ${this.targets.length} clusters that it may be in`;
    throw new UnresolvedValue(placeOf(resource), reason, "Read the synthesized folder (cdktf.out) instead");
  }

  private ofProvider(provider: Provider): string | undefined {
    const host = hostOf(provider);
    const byHost = host && this.targets.find(({ servers }) => [...servers].some((url) => sameServer(url, host)));
    if (byHost) return byHost.name;
    const told = majority(this.annotated.get(provider) ?? []);
    if (typeof told !== "object") return told;
    const place = `${provider.stack}: provider.${provider.key}`;
    throw new UnresolvedValue(place, `makes objects of ${told.tie.join(" and of ")}`, "Give each cluster its provider");
  }

  private annotationOf(object: RbacObject<unknown>): string | undefined {
    const value = text(block(object.metadata().annotations)[TARGET_ANNOTATION]);
    return value === undefined ? undefined : fullName(value, this.aws);
  }
}

/** A binding that may be in a target: its provider does not tell where it leads. */
function homeless(resource: Resource): UnseenGrant[] {
  const { provider } = resource;
  if (!provider || hostOf(provider) !== undefined) return [];
  const reason = `the host of its provider (${provider.key}) is not known, so it may be in any cluster`;
  return [{ place: placeOf(resource), reason }];
}

function hostOf(provider: Provider): string | undefined {
  try {
    return text(provider.argument("host"));
  } catch (error) {
    if (error instanceof UnresolvedValue) return undefined;
    throw error;
  }
}

/** Whether two URLs are of one server: a port of 443 and a slash at the end make no difference. */
function sameServer(a: string, b: string): boolean {
  const place = (url: string) => {
    const { host, pathname } = new URL(url.includes("://") ? url : `https://${url}`);
    return `${host}${pathname.replace(/\/$/, "")}`;
  };
  try {
    return place(a) === place(b);
  } catch {
    return a === b;
  }
}

function add<T>(map: Map<string, T[]>, key: string | undefined, read: () => T): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(read());
  else map.set(key, [read()]);
}
