import { TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { AksTrustOptions } from "./to-aks-trust";
import { EksTrustOptions } from "./to-eks-trust";
import { GkeTrustOptions } from "./to-gke-trust";
import { Trust } from "./trust";
import { TO_AKS, TO_EKS, TO_GKE } from "./trust-class";
import { ClusterAccess } from "../access";
import { AksCluster, Cluster, EksCluster, GkeCluster, ServiceAccount, TargetCluster } from "../clusters";
import { problem, refuse, renamedChild, SharedId } from "../common";
import { Kubeconfig, KubeconfigOptions } from "../clients";

/** How trusts are shaped, by the kind of target. */
export interface TrustMeshOptions {
  /** For trusts into EKS clusters. @default - the defaults of EksTrustOptions */
  readonly eks?: EksTrustOptions;
  /** For trusts into GKE clusters. @default - the defaults of GkeTrustOptions */
  readonly gke?: GkeTrustOptions;
  /** For trusts into AKS clusters. @default - the defaults of AksTrustOptions */
  readonly aks?: AksTrustOptions;
}

/**
 * Trusts among many clusters. Each trust stands in the stack of its target's providers, so a mesh whose targets have
 * their providers in several stacks spreads over these; what trusts share is made once in each.
 */
export class TrustMesh extends Construct {
  private readonly options: TrustMeshOptions;
  private readonly edges = new Map<string, Trust>();
  private readonly clusters = new Map<string, Cluster>();
  private readonly keys = new Map<string, Cluster>();
  private readonly watched = new Set<TerraformStack>();
  private readonly refusals = new Set<string>();
  private readonly kubeconfigs: Kubeconfig[] = [];

  /**
   * Makes an empty mesh.
   *
   * @param scope where the mesh lives: an app, or a stack
   * @param id the mesh's id; trusts in other stacks stand below a construct of the same id
   * @param options how the trusts of the mesh are shaped, unless `allow` says otherwise
   */
  public constructor(scope: Construct, id: string, options: TrustMeshOptions = {}) {
    super(scope, id);
    this.options = options;
  }

  /** The trusts, sorted by their ids. */
  public get trusts(): Trust[] {
    return [...this.edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trust]) => trust);
  }

  /**
   * Lets a service account act in a cluster, by the trust class of the direction. Allowing the same pair again adds
   * the access to the trust that is there.
   *
   * @param serviceAccount who
   * @param cluster where
   * @param access what it may do
   * @param options how this trust is shaped; each option replaces the mesh's own. Only with the first `allow` of a pair
   * @returns the trust
   */
  public allow(
    serviceAccount: ServiceAccount,
    cluster: TargetCluster,
    access: ClusterAccess,
    options: TrustMeshOptions = {},
  ): Trust {
    const ids = idsOfEdge(serviceAccount, cluster);
    const { id } = ids;
    const edge = edgeOf(serviceAccount, cluster);
    const scope = this.scopeFor(cluster);
    this.checkNames(serviceAccount.cluster, cluster);
    const known = this.edges.get(edge);
    if (known) {
      this.checkOptions(cluster, id, options, true);
      known.grant(access);
      return known;
    }
    this.checkOptions(cluster, id, options, false);
    const trust = this.make(scope, renamedChild(scope, ids), serviceAccount, cluster, access, options);
    this.edges.set(edge, trust);
    return trust;
  }

  /**
   * Lets each of the service accounts act in each of the clusters but its own.
   *
   * @param serviceAccounts who
   * @param clusters where
   * @param access what they may do
   * @returns the trusts, in the order of service accounts and clusters
   */
  public allowAll(serviceAccounts: ServiceAccount[], clusters: TargetCluster[], access: ClusterAccess): Trust[] {
    const trusts: Trust[] = [];
    for (const serviceAccount of serviceAccounts) {
      for (const cluster of clusters) {
        if ((cluster as Cluster) !== serviceAccount.cluster) trusts.push(this.allow(serviceAccount, cluster, access));
      }
    }
    return trusts;
  }

  /**
   * The trust of a pair.
   *
   * @throws if the mesh has none
   */
  public trustOf(serviceAccount: ServiceAccount, cluster: TargetCluster): Trust {
    const trust = this.edges.get(edgeOf(serviceAccount, cluster));
    if (trust) return trust;
    throw new Error(
      `${this.node.path} has no trust of "${serviceAccount._id}" in "${cluster.node.id}". Call allow for the pair first.`,
    );
  }

  /** The trusts of a service account, sorted by their ids. */
  public trustsOf(serviceAccount: ServiceAccount): Trust[] {
    return this.trusts.filter((trust) => trust.serviceAccount._identity === serviceAccount._identity);
  }

  /**
   * The kubeconfig of a service account over all its trusts of the mesh, those that are made later included. It is a
   * value for an output, a ConfigMap or a file.
   *
   * @param serviceAccount whose kubeconfig
   * @param options how it is shaped
   */
  public kubeconfigFor(serviceAccount: ServiceAccount, options: KubeconfigOptions = {}): Kubeconfig {
    const kubeconfig = Kubeconfig._lazily(serviceAccount, () => this.trustsOf(serviceAccount), options);
    this.kubeconfigs.push(kubeconfig);
    return kubeconfig;
  }

  private problems(): (string | undefined)[] {
    return [...this.refusals, ...this.kubeconfigs.flatMap((kubeconfig) => kubeconfig._problems())];
  }

  private make(
    scope: Construct,
    id: string,
    from: ServiceAccount,
    to: TargetCluster,
    access: ClusterAccess,
    options: TrustMeshOptions,
  ): Trust {
    const { kind } = from.cluster;
    if (to instanceof EksCluster) {
      return new TO_EKS[kind](scope, id, { ...this.options.eks, ...options.eks, from, to, access });
    }
    if (to instanceof GkeCluster) {
      return new TO_GKE[kind](scope, id, { ...this.options.gke, ...options.gke, from, to, access });
    }
    if (to instanceof AksCluster) {
      return new TO_AKS[kind](scope, id, { ...this.options.aks, ...options.aks, from, to, access });
    }
    throw new Error(
      `${this.node.path} allow: "${to.node.id}" is not a cluster that can be a target. Give an EksCluster, GkeCluster or AksCluster.`,
    );
  }

  /** The mesh itself in its own stack, and a construct of the mesh's id in the stacks of other targets. */
  private scopeFor(cluster: TargetCluster): Construct {
    const provider = cluster._cloudProvider ?? cluster.kubernetesProvider;
    const own = stackAround(this);
    const stack = provider ? TerraformStack.of(provider) : (own ?? stackAround(cluster));
    if (!stack) {
      throw new Error(
        `${this.node.path} allow: "${cluster.node.path}" has no provider, so its trusts have no stack to stand in. Give the ${cluster.kind} cluster its ${cluster._cloudProviderProperty}.`,
      );
    }
    const scope = stack === own ? this : this.scopeIn(stack);
    if (!this.watched.has(stack)) refuse(scope, () => this.problems());
    this.watched.add(stack);
    return scope;
  }

  private scopeIn(stack: TerraformStack): Construct {
    const { id } = this.node;
    const known = stack.node.tryFindChild(id);
    if (known && !this.watched.has(stack)) {
      throw new Error(
        `${this.node.path}: the stack "${stack.node.id}" has another construct "${id}" already. Give the mesh another id.`,
      );
    }
    return known ?? new Construct(stack, id);
  }

  /** Edges are named after the clusters' ids, and so are kubeconfig contexts: two clusters must not share one. */
  private checkNames(...clusters: Cluster[]): void {
    for (const cluster of clusters) {
      this.checkKey(cluster);
      const first = this.clusters.get(cluster.node.id) ?? cluster;
      this.clusters.set(cluster.node.id, first);
      if (first === cluster) continue;
      this.refusals.add(
        problem(
          "allow",
          `two clusters of the mesh have the id "${cluster.node.id}": ${first.node.path} and ${cluster.node.path}`,
          "Declare one of them under another id",
        ),
      );
    }
  }

  /** Edges' addresses are made of the clusters' keys. */
  private checkKey(cluster: Cluster): void {
    const { value } = cluster._stableKey;
    const first = this.keys.get(value) ?? cluster;
    this.keys.set(value, first);
    if (first === cluster || first.node.id === cluster.node.id) return;
    const reason = `two clusters of the mesh have the key "${value}": ${first.node.path} and ${cluster.node.path}`;
    this.refusals.add(problem("allow", reason, "Give one of them another key"));
  }

  private checkOptions(cluster: TargetCluster, edge: string, options: TrustMeshOptions, again: boolean): void {
    const given = (["eks", "gke", "aks"] as const).filter((kind) => options[kind] !== undefined);
    const own = cluster.kind.toLowerCase();
    for (const kind of given) {
      if (kind !== own) {
        this.refusals.add(
          problem(
            `allow options.${kind}`,
            `is given for "${edge}", whose target is ${cluster.kind}`,
            `Give options.${own}`,
          ),
        );
      } else if (again) {
        this.refusals.add(
          problem(
            `allow options.${kind}`,
            `is given again for "${edge}", whose trust is made already`,
            "Give the options with the first allow of the pair",
          ),
        );
      }
    }
  }
}

/** What tells an edge of the mesh from every other one. */
function edgeOf(serviceAccount: ServiceAccount, cluster: Cluster): string {
  return `${serviceAccount._identity}>${cluster.node.path}`;
}

/** The ids of an edge's trust, which addresses are made of. */
function idsOfEdge(serviceAccount: ServiceAccount, cluster: Cluster): SharedId {
  const { value, former } = cluster._stableKey;
  return {
    id: serviceAccount._sharedId((key) => `${key}_in_${value}`).id,
    formerId: serviceAccount._sharedId((key) => `${key}_in_${former}`).formerId,
  };
}

/** The stack that a construct is in; none for one that stands in the app itself. */
function stackAround(construct: IConstruct): TerraformStack | undefined {
  return construct.node.scopes.find((scope): scope is TerraformStack => TerraformStack.isStack(scope));
}
