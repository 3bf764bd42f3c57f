import { majority, Mentions } from "../evidence";
import { RbacObject } from "../kubernetes/rbac-objects";
import { Binding } from "../kubernetes/rbac";
import { block, placeOf, Provider, Resource, text, UnresolvedValue, unlessUnresolved } from "../../terraform";
import { TARGET_ANNOTATION } from "../../trust-declaration";
import { UnseenGrant } from "../cloud";
import { Endpoint } from "./endpoint";
import { ClusterNames } from "./names";
import { serverAt } from "./server";

/** A target of edges, as far as it is known by its documents. */
export interface Target {
  readonly name: string;
  readonly servers: ReadonlySet<string>;
}

/** A binding in another cluster than it says. */
export interface MisplacedBinding {
  readonly resource: Resource;
  /** The cluster that it is made in. */
  readonly home: string;
  /** The cluster that it says it is for. */
  readonly annotated: string;
}

/**
 * Finds the cluster that an object is made in: the one whose server its provider talks to, by the clients' documents,
 * or whose endpoint the provider's host is. Where the host is not known, or is of no cluster that was read, it is the one that most
 * bindings of the provider say they are for.
 */
export class Homes {
  private readonly ofProviders = new Map<Provider, string | undefined>();
  private readonly annotated = new Mentions<Provider>();
  private byServer?: ReadonlyMap<string, string>;
  private readonly annotations: { readonly resource: Resource; readonly provider: Provider; readonly value: string }[] =
    [];

  /**
   * @param endpoints of clusters, by their full names
   * @param providers of the configuration, whether they make bindings or not
   */
  public constructor(
    bindings: readonly RbacObject<Binding>[],
    private readonly targets: readonly Target[],
    private readonly endpoints: readonly Endpoint[],
    private readonly names: ClusterNames,
    private readonly providers: readonly Provider[],
  ) {
    for (const object of bindings) {
      const value = this.annotationOf(object);
      const { provider } = object.resource;
      if (!provider || value === undefined) continue;
      this.annotated.add(provider, value);
      this.annotations.push({ resource: object.resource, provider, value });
    }
  }

  /** The cluster's name, whether it is a target or not; undefined where nothing tells it. */
  public of(object: RbacObject<unknown>): string | undefined {
    const { resource } = object;
    const { provider } = resource;
    if (provider) {
      if (!this.ofProviders.has(provider)) this.ofProviders.set(provider, this.ofProvider(provider));
      return this.ofProviders.get(provider);
    }
    const told = this.annotationOf(object);
    if (told !== undefined || this.targets.length < 2) return told ?? this.targets[0]?.name;
    // The provider's own environment tells.
    if (resource.type === "kubectl_manifest") return undefined;
    const reason = `shows no provider, and there are ${this.targets.length} clusters that it may be in`;
    throw new UnresolvedValue(placeOf(resource), reason, "Read the synthesized folder (cdktf.out) instead");
  }

  /** Where providers talk to, by the clusters that their bindings say they are for. */
  public get endpointsOfProviders(): readonly Endpoint[] {
    return this.annotated.things.flatMap((provider) => {
      const [cluster, url] = [majority(this.annotated.of(provider)), hostOf(provider)];
      if (typeof cluster !== "string" || url === undefined) return [];
      return [{ cluster, url, said: `the provider ${provider.key} talks to`, isDrawn: false }];
    });
  }

  /**
   * Providers of which nothing tells that they talk to the cluster that their bindings say they are for: their host is no known server
   * of it, another provider has such a host and they have none, or they have credentials and neither a host nor a kubeconfig.
   */
  public get unproved(): readonly UnseenGrant[] {
    return this.annotated.things.flatMap((provider): readonly UnseenGrant[] => {
      if (isWithoutHost(provider)) {
        const reason = "has credentials and no host, so the environment tells in which cluster its objects are made";
        return [{ place: `${provider.stack}: provider.${provider.key}`, reason }];
      }
      const [cluster, host] = [majority(this.annotated.of(provider)), hostOf(provider)];
      if (typeof cluster !== "string") return [];
      const place = `${provider.stack}: provider.${provider.key}`;
      const claim = `${cluster}, which ${this.bindingsOf(provider, cluster)} for`;
      if (host === undefined) {
        const other = this.providerAt(cluster, provider);
        if (other === undefined) return [];
        const reason = `does not tell its server, and nothing that was read says that it leads to ${claim}: ${other.key} does`;
        return [{ place, reason }];
      }
      const target = this.targets.find(({ name }) => name === cluster);
      if (!target || this.byHost(host) !== undefined) return [];
      const reason = `talks to ${host}, and nothing that was read says that it is a server of ${claim}: ${[...target.servers].join(", ")} is`;
      return [{ place, reason }];
    });
  }

  /** The bindings of a provider that say that they are for a cluster, in words. */
  private bindingsOf(provider: Provider, cluster: string): string {
    const [first, ...others] = this.annotations.filter((one) => one.provider === provider && one.value === cluster);
    const more = others.length === 0 ? " says it is" : ` and ${others.length} more say they are`;
    return `${placeOf(first.resource)}${more}`;
  }

  /** Another provider of the stack whose host is a server of a cluster. */
  private providerAt(cluster: string, { stack, key }: Provider): Provider | undefined {
    return this.providers.find((one) => {
      if (one.stack !== stack || one.key === key || one.key.split(".")[0] !== key.split(".")[0]) return false;
      const host = hostOf(one);
      return host !== undefined && this.byHost(host) === cluster;
    });
  }

  /** Bindings that say that they are for another cluster than the one whose server their provider talks to. */
  public get misplaced(): readonly MisplacedBinding[] {
    return this.annotations.flatMap(({ resource, provider, value: annotated }) => {
      const host = hostOf(provider);
      const home = host === undefined ? undefined : this.byHost(host);
      return home === undefined || home === annotated ? [] : [{ resource, home, annotated }];
    });
  }

  private ofProvider(provider: Provider): string | undefined {
    const host = hostOf(provider);
    const byHost = host === undefined ? undefined : this.byHost(host);
    if (byHost !== undefined) return byHost;
    const told = majority(this.annotated.of(provider));
    if (told === undefined) return undefined;
    if (typeof told === "string") return told;
    const place = `${provider.stack}: provider.${provider.key}`;
    throw new UnresolvedValue(place, `makes objects of ${told.tie.join(" and of ")}`, "Give each cluster its provider");
  }

  /** The cluster that a server is of: a client's word counts before that of a resource. */
  private byHost(host: string): string | undefined {
    this.byServer ??= this.clustersByServer();
    return this.byServer.get(serverAt(host));
  }

  private clustersByServer(): ReadonlyMap<string, string> {
    const clusters = new Map<string, string>();
    const add = (url: string, name: string) => {
      const at = serverAt(url);
      if (!clusters.has(at)) clusters.set(at, name);
    };
    for (const { name, servers } of this.targets) servers.forEach((url) => add(url, name));
    for (const { cluster, url } of this.endpoints) add(url, cluster);
    return clusters;
  }

  private annotationOf(object: RbacObject<unknown>): string | undefined {
    const value = text(block(object.metadata().annotations)[TARGET_ANNOTATION]);
    return value === undefined ? undefined : this.names.full(value);
  }
}

/** A binding that may be in a target: its provider does not tell where it leads. */
export function homeless(resource: Resource): UnseenGrant[] {
  const { provider } = resource;
  if (!provider) {
    if (resource.type !== "kubectl_manifest") return [];
    return [{ place: placeOf(resource), reason: "shows no provider, so it may be in any cluster", resource }];
  }
  const host = hostOf(provider);
  const reason =
    host === undefined
      ? `the host of its provider (${provider.key}) is not known, so it may be in any cluster`
      : `its provider (${provider.key}) talks to ${host}, which no kubeconfig names, so it may be in any cluster`;
  return [{ place: placeOf(resource), reason, resource }];
}

const CREDENTIALS = ["exec", "token", "client_certificate", "cluster_ca_certificate"];
const HOSTS = ["host", "config_path", "config_paths", "config_context"];

function isWithoutHost(provider: Provider): boolean {
  const has = (name: string) => unlessUnresolved(() => provider.argument(name) !== undefined, true);
  return CREDENTIALS.some(has) && !HOSTS.some(has);
}

/** The host of a Kubernetes provider; undefined where it cannot be known. */
function hostOf(provider: Provider): string | undefined {
  return unlessUnresolved(() => text(provider.argument("host")), undefined);
}
