import { majority } from "../evidence";
import { gather } from "../gather";
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

/**
 * Finds the cluster that an object is made in: the one whose server its provider talks to, by the clients' documents. Where
 * the provider's host is not known, or is no client's server, it is the one that most bindings of the provider say they are
 * for, or else the one whose endpoint that host is.
 */
export class Homes {
  private readonly ofProviders = new Map<Provider, string | undefined>();
  private readonly annotated = new Map<Provider, { value: string; stack: string }[]>();

  /** @param endpoints of clusters, by their full names */
  public constructor(
    bindings: readonly RbacObject<Binding>[],
    private readonly targets: readonly Target[],
    private readonly endpoints: readonly Endpoint[],
    private readonly names: ClusterNames,
  ) {
    for (const object of bindings) {
      const value = this.annotationOf(object);
      const { provider, stack } = object.resource;
      if (!provider || value === undefined) continue;
      gather(this.annotated, provider, { value, stack });
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
    const reason = `shows no provider, and there are ${this.targets.length} clusters that it may be in`;
    throw new UnresolvedValue(placeOf(resource), reason, "Read the synthesized folder (cdktf.out) instead");
  }

  /** Where providers talk to, by the clusters that their bindings say they are for. */
  public get endpointsOfProviders(): readonly Endpoint[] {
    return [...this.annotated].flatMap(([provider, told]) => {
      const [cluster, url] = [majority(told), hostOf(provider)];
      if (typeof cluster !== "string" || url === undefined) return [];
      return [{ cluster, url, said: `the provider ${provider.key} talks to`, isDrawn: false }];
    });
  }

  private ofProvider(provider: Provider): string | undefined {
    const host = hostOf(provider);
    const at = host && serverAt(host);
    const byHost = at && this.targets.find(({ servers }) => [...servers].some((url) => serverAt(url) === at));
    if (byHost) return byHost.name;
    const told = majority(this.annotated.get(provider) ?? []);
    if (told === undefined) return this.endpoints.find(({ url }) => serverAt(url) === at)?.cluster;
    if (typeof told === "string") return told;
    const place = `${provider.stack}: provider.${provider.key}`;
    throw new UnresolvedValue(place, `makes objects of ${told.tie.join(" and of ")}`, "Give each cluster its provider");
  }

  private annotationOf(object: RbacObject<unknown>): string | undefined {
    const value = text(block(object.metadata().annotations)[TARGET_ANNOTATION]);
    return value === undefined ? undefined : this.names.full(value);
  }
}

/** A binding that may be in a target: its provider does not tell where it leads. */
export function homeless(resource: Resource): UnseenGrant[] {
  const { provider } = resource;
  if (!provider) return [];
  const host = hostOf(provider);
  const reason =
    host === undefined
      ? `the host of its provider (${provider.key}) is not known, so it may be in any cluster`
      : `its provider (${provider.key}) talks to ${host}, which no kubeconfig names, so it may be in any cluster`;
  return [{ place: placeOf(resource), reason, resource }];
}

/** The host of a Kubernetes provider; undefined where it cannot be known. */
function hostOf(provider: Provider): string | undefined {
  return unlessUnresolved(() => text(provider.argument("host")), undefined);
}
