import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Trust, TrustProps } from "./trust";
import { ClusterAccess } from "../access";
import { RbacSubject } from "../access/kubernetes-rbac";
import { ClusterKind, GkeCluster } from "../clusters";
import { problem, renamedChild } from "../common";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import { LOOKUP_ROLE } from "../vendor/google/roles";
import { GcpImpersonation, IGcpWorkloadIdentityProvider, WorkloadIdentityOptions } from "../accounts";
import { GcpBuiltInPrincipal } from "../accounts/gcp-built-in-principal";
import { GcpFederatedPrincipal } from "../accounts/gcp-federated-principal";
import { GcpProjectObjects } from "../accounts/gcp-project-objects";

/** The domain of Google's own universe, which the plugin assumes. */

/** How a trust into GKE is shaped, beyond who and what. */
export interface GkeTrustOptions extends WorkloadIdentityOptions {
  /**
   * A pool provider that exists already (`GcpWorkloadIdentityProvider.fromProviderName`). Options that shape a new one
   * are refused beside it.
   *
   * @default - a pool and a provider are made, once for the source cluster in the project
   */
  readonly workloadIdentityProvider?: IGcpWorkloadIdentityProvider;
  /**
   * Acts as a Google service account, new or existing. RBAC then sees its e-mail.
   *
   * @default - acts as the federated principal itself
   */
  readonly impersonation?: GcpImpersonation;
  /**
   * The IAM role on the project that lets the principal look the cluster up, and nothing inside it. A cluster behind a
   * DNS-based endpoint needs one with `container.clusters.connect` too.
   *
   * @default "roles/container.clusterViewer"
   */
  readonly lookupRole?: string;
  /** Whether to grant the lookup role at all. @default true */
  readonly grantLookupRole?: boolean;
}

/** What a trust into a GKE cluster is made from. */
export interface ToGkeTrustProps extends TrustProps, GkeTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: GkeCluster;
}

/** The options that shape a new pool or provider, and mean nothing for one that is given. */
const POOL_OPTIONS = ["poolId", "providerId", "existingPoolId", "audience"] as const;

/**
 * A trust into GKE. In the target's project: a workload identity pool of the source cluster with an OIDC provider that
 * names the subjects, and the right to look clusters up for the service account's `principal://`. In the target
 * cluster: bindings on exactly that user.
 */
export abstract class ToGkeTrust extends Trust {
  /** The pool, where this library made it. */
  public readonly pool?: IamWorkloadIdentityPool;
  /** The pool provider, where this library made it. */
  public readonly poolProvider?: IamWorkloadIdentityPoolProvider;
  /** The impersonated Google service account, where this library made it. */
  public readonly googleServiceAccount?: GoogleServiceAccount;
  /** The token's audience; empty where GKE's own pool is used. */
  public readonly audience: string;
  /** What acts in Google Cloud, as an IAM member: `principal://…` or `serviceAccount:…`. */
  public readonly cloudPrincipal: string;
  /** The user that RBAC sees: the `principal://…`, the impersonated e-mail, or the built-in pool's name. */
  public readonly kubernetesUser: string;
  /** RBAC in GKE sees no groups of a federated principal. */
  public readonly kubernetesGroups: string[] = [];
  private readonly props: ToGkeTrustProps;
  private readonly builtIn: boolean;
  private readonly principal: GcpFederatedPrincipal | GcpBuiltInPrincipal;
  private readonly provider?: IGcpWorkloadIdentityProvider;
  private readonly impersonatedEmail?: string;

  /** @internal */
  protected constructor(scope: Construct, id: string, props: ToGkeTrustProps, source: ClusterKind, builtIn = false) {
    super(scope, id, props.from, props.to, source);
    this.props = props;
    this.builtIn = builtIn;
    const { account } = props.to;
    const objects = account._objects(TerraformStack.of(this));
    const usual = account._options.lookupRole ?? LOOKUP_ROLE;
    const lookupRole = props.grantLookupRole === false ? undefined : (props.lookupRole ?? usual);
    if (builtIn) {
      this.principal = this.builtInPrincipal(objects, lookupRole);
      this.audience = "";
    } else {
      const wanted = Object.fromEntries(POOL_OPTIONS.map((option) => [option, props[option]]));
      this.provider = objects.workloadIdentityProvider(props.from, wanted, props.workloadIdentityProvider);
      const federated = this.federatedPrincipal(objects, this.provider, lookupRole);
      this.principal = federated;
      this.googleServiceAccount = federated.googleServiceAccount;
      this.impersonatedEmail = federated.serviceAccountEmail;
      this.audience = this.provider.audience ?? `https:${this.stsAudience(this.provider)}`;
    }
    this.pool = this.provider?.pool;
    this.poolProvider = this.provider?.provider;
    this.cloudPrincipal = this.principal.member;
    this.kubernetesUser = this.principal.kubernetesUser;
    this.grant(props.access);
  }

  /** The pool's provider, the pool or the Google service account that were given. */
  public get adopted(): string[] {
    const { provider, pool, props } = this;
    const place = provider && !provider.provider ? provider.providerName : provider && !pool ? provider.poolName : "";
    return [place, props.impersonation?.email ?? ""].filter(Boolean);
  }
  /** Whether the pod needs a projected token; not where GKE's own pool is used. */
  public get usesProjectedToken(): boolean {
    return !this.builtIn;
  }

  private federatedPrincipal(
    objects: GcpProjectObjects,
    workloadIdentityProvider: IGcpWorkloadIdentityProvider,
    lookupRole: string | undefined,
  ): GcpFederatedPrincipal {
    const { from: subject, impersonation } = this.props;
    const suffix = impersonation ? `_as_${impersonation._key}` : "";
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `principal_${key}${suffix}`),
    );
    const wanted = { lookupRole, impersonation: impersonation?.email, uid: subject._uid };
    const props = { objects, subject, workloadIdentityProvider, impersonation, lookupRole };
    return (
      objects.find<GcpFederatedPrincipal>(id, wanted) ??
      objects.keep(id, wanted, new GcpFederatedPrincipal(objects, id, props))
    );
  }

  private builtInPrincipal(objects: GcpProjectObjects, lookupRole: string | undefined): GcpBuiltInPrincipal {
    const { from } = this.props;
    const { cluster, namespace, name } = from;
    const id = renamedChild(
      objects,
      from._sharedId((key) => `built-in_${key}`),
    );
    const pool = cluster instanceof GkeCluster ? cluster.builtInPool : "";
    const props = { objects, pool, subject: `${namespace}/${name}`, source: cluster.node.id, lookupRole };
    return (
      objects.find<GcpBuiltInPrincipal>(id, { lookupRole }) ??
      objects.keep(id, { lookupRole }, new GcpBuiltInPrincipal(objects, id, props))
    );
  }

  /** The provider as Google's STS names it: without `https:`. */
  private stsAudience(provider: IGcpWorkloadIdentityProvider): string {
    return `//iam.${this.props.to.universeDomain}/${provider.providerName}`;
  }

  /** @internal */
  protected get _pluginSubcommand(): PluginSubcommand {
    return "gke";
  }
  /** @internal */
  protected get _pluginFlags(): FlagValues {
    const { universeDomain } = this.props.to;
    // Said in full: what a stanza leaves out, a pod's own environment could seem to fill in.
    const universe = { "universe-domain": universeDomain };
    if (!this.provider) return { ...universe, source: "google-metadata" };
    return {
      ...universe,
      audience: this.stsAudience(this.provider),
      "service-account": this.impersonatedEmail,
      "token-audience": this.provider.audience,
    };
  }
  /** @internal */
  protected get _rbacSubject(): RbacSubject {
    return { kind: "User", name: this.kubernetesUser };
  }
  /** @internal */
  protected get _sharedResources(): TerraformResource[] {
    const pool = [this.pool, this.poolProvider].filter((resource) => resource !== undefined);
    return [...pool, ...this.principal.resources];
  }
  /** @internal */
  protected _realiseByCloud(_access: ClusterAccess): TerraformResource[] {
    return [];
  }

  /** @internal */
  protected override _directionProblems(): (string | undefined)[] {
    const shaped = POOL_OPTIONS.filter((option) => this.props[option] !== undefined);
    const { from, impersonation, workloadIdentityProvider } = this.props;
    const given = this.builtIn ? "builtInPool" : workloadIdentityProvider && "workloadIdentityProvider";
    const unused =
      this.builtIn && ((impersonation && "impersonation") ?? (workloadIdentityProvider && "workloadIdentityProvider"));
    return [
      unused
        ? problem(unused, "is given beside builtInPool, which acts as GKE's own principal", "Leave one of the two out")
        : undefined,
      this.builtIn && from.isPattern
        ? problem(
            "from",
            "stands for every service account of a namespace, and the built-in pool names single ones",
            "Trust single service accounts, or leave builtInPool out and set impersonation",
          )
        : undefined,
      given && shaped.length
        ? problem(shaped.join(", "), `is given beside ${given}, which needs no new pool`, "Leave one of the two out")
        : undefined,
      this.props.grantLookupRole === false && this.props.lookupRole !== undefined
        ? problem("lookupRole", "is given, and grantLookupRole is false", "Leave one of the two out")
        : undefined,
      this.accesses.some((access) => access.isCloudPolicy)
        ? problem(
            "access",
            "viaCloudPolicy has no meaning in GKE: Google IAM cannot be limited to one cluster, let alone a namespace",
            "Leave viaCloudPolicy out: Kubernetes RBAC realises the access",
          )
        : undefined,
    ];
  }
}
