import { TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { ClusterTrust } from "./kinds";
import { grantMore, idsOfEdge, MeshEdge, planOfEdge, TrustPlan, unfittingProblem } from "./mesh-edge";
import { MeshNames } from "./mesh-names";
import { Trust } from "./trust";
import {
  mergedOptions,
  NO_OPTIONS,
  optionProblems,
  optionsOfKind,
  TrustMeshOptions,
  unusedOptionProblems,
} from "./trust-mesh-options";
import { Access, KubernetesDelivery } from "../access";
import { CloudAccount, IDestination } from "../accounts";
import { TargetCluster } from "../clusters";
import { refuse, renamedChild, refusal, refusalOf } from "../common";
import { notePart, stackAround } from "../common/warnings";
import { OidcSubject } from "../subjects";
import { Kubeconfig, KubeconfigOptions, KubernetesManifests } from "../clients";

/**
 * Trusts of many service accounts in many clusters and cloud accounts. Each trust stands in the stack of its destination's
 * provider, so a mesh whose destinations have their providers in several stacks spreads over these; what trusts share is
 * created once in each. Trusts of one service account in an account and in clusters of it share the issuer's registration.
 *
 * @example
 *
 * const mesh = new TrustMesh(this, "mesh");
 * mesh.allow(argocd, euro, ClusterAccess.edit("payments"));
 * mesh.allow(loader, prod, AwsAccess.readBucket("acme-reports"));
 * mesh.allow(loader, data, GcpAccess.readBucket("acme-exports"));
 * mesh.allow(loader, core, AzureAccess.readSecrets(vault.id));
 * const wiring = PodWiring.for(argocd, mesh.trustsOf(argocd));
 */
export class TrustMesh extends Construct {
  private readonly options: TrustMeshOptions;
  /** The trusts, by their subjects and destinations. */
  private readonly edges = new Map<string, Map<IDestination, Trust>>();
  private readonly scopes = new Map<IDestination, Construct>();
  private readonly clusters = new MeshNames("clusters");
  private readonly accounts = new MeshNames("accounts");
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
    return sorted([...this.edges].flatMap(([identity, trusts]) => withKeys(identity, trusts)));
  }

  /** The trusts in clusters alone, sorted by their ids. */
  public get clusterTrusts(): ClusterTrust[] {
    return this.trusts.filter((trust) => trust instanceof ClusterTrust);
  }

  /**
   * Lets a service account act in a cluster, or use an account's services: creates an `EksTrust`, `GkeTrust`, `AksTrust`,
   * `AwsTrust`, `GcpTrust` or `AzureTrust`. Allowing the same pair again adds the access to the trust that is there.
   *
   * @param serviceAccount who
   * @param destination where: a cluster or an account
   * @param access what it may do: `ClusterAccess` in clusters; `AwsAccess`, `GcpAccess`, `AzureAccess` in accounts of their cloud
   * @param options how this trust is shaped; each option replaces the mesh's own. Only with the first `allow` of a pair
   * @returns the trust
   * @throws if the destination does not take this class of access (`access-kind`), or has no provider
   */
  public allow(
    serviceAccount: OidcSubject,
    destination: IDestination,
    access: Access,
    options: TrustMeshOptions = NO_OPTIONS,
  ): Trust {
    const edge = { from: serviceAccount, to: destination, access };
    const plan = this.plan(edge, options);
    if (plan instanceof Trust) return plan;
    return this.keep(edge, new plan.trustClass(plan.scope, plan.id, plan.props));
  }

  /**
   * Lets each of the service accounts act in each of the destinations but its own cluster.
   *
   * @param serviceAccounts who
   * @param destinations where
   * @param access what they may do; all destinations must take it
   * @param options how these trusts are shaped, by the kind of destination; each option replaces the mesh's own
   * @returns the trusts, in the order of service accounts and destinations
   */
  public allowAll(
    serviceAccounts: OidcSubject[],
    destinations: IDestination[],
    access: Access,
    options: TrustMeshOptions = {},
  ): Trust[] {
    this.refuseAll(unusedOptionProblems(destinations, options));
    const trusts: Trust[] = [];
    for (const from of serviceAccounts) {
      for (const to of destinations) {
        if ((to as IConstruct) === from.issuedBy) continue;
        const edge = { from, to, access };
        const plan = this.plan(edge, optionsOfKind(to.destinationKind, options));
        const isKnown = plan instanceof Trust;
        trusts.push(isKnown ? plan : this.keep(edge, new plan.trustClass(plan.scope, plan.id, plan.props)));
      }
    }
    return trusts;
  }

  /**
   * The trust of a pair.
   *
   * @throws if the mesh has none
   */
  public trustOf(serviceAccount: OidcSubject, destination: IDestination): Trust {
    const trust = this.edges.get(serviceAccount._identity)?.get(destination);
    if (trust) return trust;
    throw refusal(
      `${this.node.path} has no trust of "${serviceAccount._id}" in "${destination.node.id}". Call allow for the pair first.`,
      "no-trust",
    );
  }

  /**
   * The trust of a service account in a cluster, which tells what its clients run.
   *
   * @throws if the mesh has none
   */
  public clusterTrustOf(serviceAccount: OidcSubject, cluster: TargetCluster): ClusterTrust {
    return this.trustOf(serviceAccount, cluster) as ClusterTrust;
  }

  /** The trusts of a service account in clusters and accounts, sorted by their ids. */
  public trustsOf(serviceAccount: OidcSubject): Trust[] {
    const { _identity: identity } = serviceAccount;
    return sorted(withKeys(identity, this.edges.get(identity) ?? new Map<IDestination, Trust>()));
  }

  /** The trusts of a service account in clusters alone, sorted by their ids. */
  public clusterTrustsOf(serviceAccount: OidcSubject): ClusterTrust[] {
    return this.trustsOf(serviceAccount).filter((trust) => trust instanceof ClusterTrust);
  }

  /**
   * The kubeconfig of a service account over all its trusts of the mesh in clusters, those that are made later included.
   * It is a value for an output, a ConfigMap or a file.
   *
   * @param serviceAccount whose kubeconfig
   * @param options how it is shaped
   */
  public kubeconfigFor(serviceAccount: OidcSubject, options: KubeconfigOptions = {}): Kubeconfig {
    const kubeconfig = Kubeconfig._lazily(serviceAccount, () => this.clusterTrustsOf(serviceAccount), options);
    this.kubeconfigs.push(kubeconfig);
    return kubeconfig;
  }

  /**
   * The bindings of all trusts of the mesh in a cluster that are delivered as manifests, those that are made later
   * included. It is a value for an output or a file; `trust-mesh lab` reads it there.
   *
   * @param cluster the cluster that the manifests are for
   * @throws at synth if none of the trusts in the cluster is delivered as manifests
   *
   * @example
   *
   * const mesh = new TrustMesh(this, "mesh", { delivery: KubernetesDelivery.MANIFESTS });
   * mesh.allow(deployer, euro, ClusterAccess.edit("payments"));
   * new TerraformOutput(this, "euro-manifests", { value: mesh.manifestsFor(euro) });
   */
  public manifestsFor(cluster: TargetCluster): KubernetesManifests {
    return KubernetesManifests.of({ toManifests: () => this.manifestsIn(cluster) });
  }

  private manifestsIn(cluster: TargetCluster): object[] {
    const trusts = this.clusterTrusts.filter(
      ({ targetCluster, delivery }) => targetCluster === cluster && delivery === KubernetesDelivery.MANIFESTS,
    );
    if (trusts.length) return trusts.flatMap((trust) => trust.toManifests());
    throw refusal(
      `${this.node.path} manifestsFor: no trust in "${cluster.node.id}" is delivered as manifests. Give the mesh or allow the delivery KubernetesDelivery.MANIFESTS.`,
      "delivery",
    );
  }

  /** The trust of an edge that is allowed already, with the access added, or how to make it. */
  private plan(edge: MeshEdge, options: TrustMeshOptions): Trust | (TrustPlan & { scope: Construct; id: string }) {
    const { from, to } = edge;
    const unfitting = unfittingProblem(edge);
    if (unfitting !== undefined) throw refusalOf(this.node.path, unfitting);
    const ids = idsOfEdge(from, to);
    const scope = this.scopeFor(to);
    const known = this.edges.get(from._identity)?.get(to);
    this.refuseAll(this.clusters.add(from.issuedBy));
    this.refuseAll((to instanceof CloudAccount ? this.accounts : this.clusters).add(to));
    this.refuseAll(optionProblems(to, ids.id, options, known !== undefined));
    if (known) {
      grantMore(known, edge);
      return known;
    }
    const { trustClass, props } = planOfEdge(edge, mergedOptions(this.options, options));
    return { trustClass, props, scope, id: renamedChild(scope, ids) };
  }

  private keep({ from, to }: MeshEdge, trust: Trust): Trust {
    const ofSubject = this.edges.get(from._identity) ?? new Map<IDestination, Trust>();
    this.edges.set(from._identity, ofSubject.set(to, trust));
    return trust;
  }

  private problems(): (string | undefined)[] {
    return [...this.refusals, ...this.kubeconfigs.flatMap((kubeconfig) => kubeconfig._problems())];
  }

  private refuseAll(problems: readonly string[]): void {
    for (const one of problems) this.refusals.add(one);
  }

  /** The mesh itself in its own stack, and a construct of the mesh's id in the stacks of other destinations. */
  private scopeFor(destination: IDestination): Construct {
    const known = this.scopes.get(destination);
    if (known) return known;
    const provider = destination._provider;
    const own = stackAround(this);
    const stack = provider ? TerraformStack.of(provider) : (own ?? stackAround(destination));
    if (!stack) {
      const wanted =
        destination instanceof TargetCluster
          ? `the ${destination.kind} cluster its ${destination._cloudProviderProperty}`
          : "the account its provider";
      throw refusal(
        `${this.node.path} allow: "${destination.node.path}" has no provider, so its trusts have no stack to stand in. Give ${wanted}.`,
        "provider",
      );
    }
    const scope = stack === own ? this : this.scopeIn(stack);
    if (!this.watched.has(stack)) refuse(scope, () => this.problems());
    if (scope !== this) notePart(scope, this);
    this.watched.add(stack);
    this.scopes.set(destination, scope);
    return scope;
  }

  private scopeIn(stack: TerraformStack): Construct {
    const { id } = this.node;
    const known = stack.node.tryFindChild(id);
    if (known && !this.watched.has(stack)) {
      throw refusal(
        `${this.node.path}: the stack "${stack.node.id}" has another construct "${id}" already. Give the mesh another id.`,
        "mesh-id",
      );
    }
    return known ?? new Construct(stack, id);
  }
}

/** The trusts of a subject, by what tells each from all others of the mesh. */
function withKeys(identity: string, trusts: ReadonlyMap<IDestination, Trust>): [string, Trust][] {
  return [...trusts].map(([{ node }, trust]) => [`${identity}>${node.path}`, trust]);
}

function sorted(trusts: [string, Trust][]): Trust[] {
  return trusts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trust]) => trust);
}
