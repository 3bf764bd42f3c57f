import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ClusterTrust, ClusterTrustProps } from "./cluster-trust";
import { kindOf } from "./kind-of";
import { givenOf, POOL_OPTIONS } from "./shaping-options";
import { TrustOptions } from "./trust-options";
import { ClusterAccess } from "../access";
import { RbacSubject } from "../access/kubernetes-rbac";
import { GkeCluster } from "../clusters";
import { Missing, problem, renamedChild } from "../common";
import { validityOf } from "../common/time-window";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import { LOOKUP_ROLE } from "../vendor/google/roles";
import { GcpImpersonation, IGcpWorkloadIdentityProvider, WorkloadIdentityOptions } from "../accounts";
import { GcpBuiltInPrincipal } from "../accounts/gcp-built-in-principal";
import { GcpFederatedPrincipal, GcpFederatedPrincipalProps } from "../accounts/gcp-federated-principal";
import { GcpIssuerRegistration } from "../accounts/gcp-issuer-registration";
import { GcpProjectObjects } from "../accounts/gcp-project-objects";

/** How a trust into GKE is shaped, beyond who and what. */
export interface GkeTrustOptions extends WorkloadIdentityOptions, TrustOptions {
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
   * Uses the workload identity pool that GKE keeps for the source's project, so that no pool is created and no token is
   * projected. The same namespace and name in ANY cluster of that project is then the same principal, which warns. Only
   * for a service account of a GKE cluster; options that shape a pool are refused beside it.
   *
   * @default false
   */
  readonly builtInPool?: boolean;
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
export interface GkeTrustProps extends ClusterTrustProps, GkeTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: GkeCluster;
}

/**
 * Lets a subject of any source act in a GKE cluster. Creates in the target's project, each once: a workload
 * identity pool of the source with an OIDC provider that names the subjects, and the right to look clusters up for the
 * service account's `principal://`; with `builtInPool` the right alone. In the target cluster: bindings on exactly that
 * user.
 *
 * Google Cloud documentation: "Workload Identity Federation"
 *
 * @see https://cloud.google.com/iam/docs/workload-identity-federation
 *
 * @example
 *
 * new GkeTrust(this, "deployer", {
 *   from: west.serviceAccount("argocd", "deployer"),
 *   to: euro,
 *   access: ClusterAccess.edit("payments"),
 * });
 */
export class GkeTrust extends ClusterTrust {
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
  private readonly props: GkeTrustProps;
  private readonly principal: GcpFederatedPrincipal | GcpBuiltInPrincipal;
  private readonly provider?: IGcpWorkloadIdentityProvider;
  private readonly impersonatedEmail?: string;
  /** @internal */
  public readonly _lookupRole?: string;

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: GkeTrustProps) {
    super(scope, id, props.from, props.to, props);
    this.props = props;
    const { account } = props.to;
    const objects = account._objects(TerraformStack.of(this));
    const usual = account._options.lookupRole ?? LOOKUP_ROLE;
    const lookupRole = props.grantLookupRole === false ? undefined : (props.lookupRole ?? usual);
    this._lookupRole = lookupRole === LOOKUP_ROLE ? undefined : (lookupRole ?? "");
    if (props.builtInPool) {
      this.principal = this.builtInPrincipal(objects, lookupRole);
      this.audience = "";
    } else {
      const shape = givenOf(props, POOL_OPTIONS);
      const { issuedBy } = props.from;
      const found = objects.workloadIdentityProvider(issuedBy, shape, props.workloadIdentityProvider);
      this.provider =
        found instanceof Missing
          ? objects.register(found, new GcpIssuerRegistration(found.scope, found.id, found.props))
          : found;
      if (this.provider instanceof GcpIssuerRegistration) this.provider.addSubject(props.from, this.suspended);
      const principal = this.federatedPrincipal(objects, this.provider, lookupRole);
      const federated =
        principal instanceof Missing
          ? principal.keep(new GcpFederatedPrincipal(principal.scope, principal.id, principal.props))
          : principal;
      this.principal = federated;
      this.googleServiceAccount = federated.googleServiceAccount;
      this.impersonatedEmail = federated.serviceAccountEmail;
      this.audience = this.provider.audience ?? `https:${this.stsAudience(this.provider)}`;
    }
    if (!this.suspended) this.principal.admit();
    this.pool = this.provider?.pool;
    this.poolProvider = this.provider?.provider;
    this.cloudPrincipal = this.principal.member;
    this.kubernetesUser = this.principal.kubernetesUser;
    for (const one of this._grant(props.access)) this._keep(one, new one.bindingClass(this, one.id, one.config));
  }

  /** The pool's provider, the pool or the Google service account that were given. */
  public get adopted(): string[] {
    const { provider, pool, props } = this;
    const place = provider && !provider.provider ? provider.providerName : provider && !pool ? provider.poolName : "";
    return [place, props.impersonation?.email ?? ""].filter(Boolean);
  }
  /** Whether the pod needs a projected token; not where GKE's own pool is used. */
  public get usesProjectedToken(): boolean {
    return !this.props.builtInPool;
  }

  private federatedPrincipal(
    objects: GcpProjectObjects,
    workloadIdentityProvider: IGcpWorkloadIdentityProvider,
    lookupRole: string | undefined,
  ): GcpFederatedPrincipal | Missing<GcpFederatedPrincipalProps> {
    const { from: subject, impersonation } = this.props;
    const suffix = impersonation ? `_as_${impersonation._keyIn(this)}` : "";
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `principal_${key}${suffix}`),
    );
    const { validFrom, validUntil } = this.props;
    const wanted = { lookupRole, impersonation: impersonation?.email, uid: subject._uid, validFrom, validUntil };
    const validity = validityOf(this.props);
    const props = { objects, subject, workloadIdentityProvider, impersonation, lookupRole, validity };
    return objects.find<GcpFederatedPrincipal>(id, wanted) ?? new Missing(objects, id, wanted, props);
  }

  private builtInPrincipal(objects: GcpProjectObjects, lookupRole: string | undefined): GcpBuiltInPrincipal {
    const { from } = this.props;
    const { issuedBy, subject } = from;
    const id = renamedChild(
      objects,
      from._sharedId((key) => `built-in_${key}`),
    );
    const pool = issuedBy instanceof GkeCluster ? issuedBy.builtInPool : "";
    const [, , namespace, name] = subject.split(":");
    const props = { objects, pool, subject: `${namespace}/${name}`, source: issuedBy.node.id, lookupRole };
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
    const { from, builtInPool, impersonation, workloadIdentityProvider } = this.props;
    const validity = validityOf(this.props);
    const given = builtInPool ? "builtInPool" : workloadIdentityProvider && "workloadIdentityProvider";
    const unused =
      builtInPool && ((impersonation && "impersonation") ?? (workloadIdentityProvider && "workloadIdentityProvider"));
    return [
      unused
        ? problem(unused, "conflicts with builtInPool, which acts as GKE's own principal", "Leave one of the two out")
        : undefined,
      builtInPool && !(from.issuedBy instanceof GkeCluster)
        ? problem(
            "builtInPool",
            `is GKE's, and "${from.issuedBy.node.id}" is ${kindOf(from)}`,
            "Leave it out: the subject federates with its own token",
          )
        : undefined,
      builtInPool && from.isPattern
        ? problem(
            "from",
            "stands for every service account of a namespace, and the built-in pool names single ones",
            "Trust single service accounts, or leave builtInPool out and set impersonation",
          )
        : undefined,
      ...(validity?._problems() ?? []),
      validity && !impersonation
        ? problem(
            "validUntil",
            "has no place without impersonation: conditions of a pool's provider know the token alone, and bindings of Kubernetes have no end",
            "Set impersonation, whose grant takes a time; or leave it out and suspend the trust at that time",
            "time-without-impersonation",
          )
        : undefined,
      given && shaped.length
        ? problem(shaped.join(", "), `conflicts with ${given}, which needs no new pool`, "Leave one of the two out")
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
