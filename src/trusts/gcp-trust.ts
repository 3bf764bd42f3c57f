import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudTrust } from "./cloud-trust";
import { GcpAccess } from "../access";
import { gcpMember } from "../access/google/gcp-members";
import { GcpImpersonation, GcpProject, IGcpWorkloadIdentityProvider, WorkloadIdentityOptions } from "../accounts";
import { GcpFederatedPrincipal } from "../accounts/gcp-federated-principal";
import { GcpProjectObjects } from "../accounts/gcp-project-objects";
import { SdkIdentity } from "../clients/sdk/environment";
import { GkeCluster, ServiceAccount } from "../clusters";
import { addressOf, digest, isLiteral, problem, renamedChild, resolved } from "../common";
import { OidcSubject } from "../subjects";

/** How a trust into a Google Cloud project is shaped. */
export interface GcpTrustOptions extends WorkloadIdentityOptions {
  /** A provider that exists already in a pool. @default - the project's own for the source */
  readonly workloadIdentityProvider?: IGcpWorkloadIdentityProvider;
  /**
   * Whether the subject acts as a Google service account, for products that take no federated principal.
   *
   * @default - it acts itself
   */
  readonly impersonation?: GcpImpersonation;
  /**
   * Whether GKE's own pool tells who the pods are, instead of a projected token. Only for a service account of a GKE
   * cluster; the same namespace and name in any cluster of its project is the same principal, which warns.
   *
   * @default false
   */
  readonly builtInPool?: boolean;
}

/** What a trust into a Google Cloud project is made from. */
export interface GcpTrustProps extends GcpTrustOptions {
  /** Who is trusted: a service account of any cluster, or another subject. */
  readonly from: OidcSubject;
  /** The project that trusts. */
  readonly to: GcpProject;
  /** What it may do there. */
  readonly access: GcpAccess;
}

const POOL_OPTIONS = [
  "audience",
  "poolId",
  "providerId",
  "existingPoolId",
] as const satisfies readonly (keyof WorkloadIdentityOptions)[];

/**
 * Lets a subject of any source use resources of a Google Cloud project. Creates in the project, each once: a workload
 * identity pool and provider for the source with a condition that names the subject; and for each access one member of
 * the resource's allow policy. The pool is the one that trusts into GKE clusters of the project use.
 *
 * Google Cloud documentation: "Workload Identity Federation"
 *
 * @see https://cloud.google.com/iam/docs/workload-identity-federation
 *
 * @example
 *
 * new GcpTrust(this, "loader", {
 *   from: west.serviceAccount("etl", "loader"),
 *   to: data,
 *   access: GcpAccess.readBucket("acme-exports"),
 * });
 */
export class GcpTrust extends CloudTrust {
  /** The pool, where this library made it. */
  public readonly pool?: IamWorkloadIdentityPool;
  /** The pool's provider, where this library made it. */
  public readonly poolProvider?: IamWorkloadIdentityPoolProvider;
  /** The impersonated Google service account, where this library made it. */
  public readonly googleServiceAccount?: GoogleServiceAccount;
  /** The impersonated service account's e-mail address, if there is one. */
  public readonly serviceAccountEmail?: string;
  /** The token's audience; empty where GKE's own pool is used. */
  public readonly audience: string;
  /** What acts in Google Cloud, as a member of allow policies. */
  public readonly cloudPrincipal: string;
  private readonly props: GcpTrustProps;
  private readonly objects: GcpProjectObjects;
  private readonly provider?: IGcpWorkloadIdentityProvider;
  private readonly principal?: GcpFederatedPrincipal;
  private readonly granted: GcpAccess[] = [];
  private readonly members: TerraformResource[] = [];

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the project's provider
   * @param id the trust's id
   * @param props who is trusted, by which project, with what access
   */
  public constructor(scope: Construct, id: string, props: GcpTrustProps) {
    super(scope, id, props.from, props.to);
    this.props = props;
    this.objects = props.to._objects(TerraformStack.of(this));
    if (props.builtInPool) {
      this.audience = "";
      this.cloudPrincipal = this.builtInMember();
    } else {
      const wanted = Object.fromEntries(POOL_OPTIONS.map((option) => [option, props[option]]));
      this.provider = this.objects.workloadIdentityProvider(props.from, wanted, props.workloadIdentityProvider);
      this.principal = this.federatedPrincipal(this.provider);
      this.audience = this.provider.audience ?? `https:${this.stsAudience(this.provider)}`;
      this.cloudPrincipal = this.principal.member;
    }
    this.googleServiceAccount = this.principal?.googleServiceAccount;
    this.serviceAccountEmail = this.principal?.serviceAccountEmail;
    this.pool = this.provider?.pool;
    this.poolProvider = this.provider?.provider;
    this.grant(props.access);
  }

  /** Whether the pod needs a projected token; not where GKE's own pool is used. */
  public get usesProjectedToken(): boolean {
    return !this.props.builtInPool;
  }
  /** What was granted, in the order of granting. */
  public get accesses(): GcpAccess[] {
    return [...this.granted];
  }
  /** The Terraform resources of this trust, those that it shares with others included. */
  public get resources(): TerraformResource[] {
    const pool = [this.pool, this.poolProvider].filter((resource) => resource !== undefined);
    return [...new Set([...pool, ...(this.principal?.resources ?? []), ...this.members])];
  }

  /**
   * Adds access for the same subject. What was granted before stays; granting the same again changes nothing.
   *
   * @param access what else it may do
   */
  public grant(access: GcpAccess): void {
    this.granted.push(access);
    this._warnOf(access);
    const { objects, subject } = this;
    const { roleName: role, resource, _condition: condition } = access;
    const facts = [role, resource.kind, resource.name, resource.projectId, condition?.expression];
    const what = `${resource.kind}_${digest(JSON.stringify(resolved(this, facts)), 12)}`;
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `member_${key}${this.way}_${what}`),
    );
    const known = objects.find<TerraformResource>(id, {});
    const made = known ?? objects.keep(id, {}, objects.created(this.member(id, access)));
    if (!this.members.includes(made)) this.members.push(made);
  }

  /** @internal */
  public _sdkIdentity(tokenFile: string): SdkIdentity | undefined {
    if (!this.provider) return undefined;
    const { projectId, universeDomain } = this.props.to;
    return {
      cloud: "google",
      name: this.destinationId,
      audience: this.stsAudience(this.provider),
      tokenFile,
      projectId,
      universeDomain,
      impersonatedEmail: this.serviceAccountEmail,
    };
  }

  /** @internal */
  protected get _granted(): readonly GcpAccess[] {
    return this.granted;
  }

  /** How the subject acts, in construct ids. */
  private get way(): string {
    const { impersonation, builtInPool } = this.props;
    return builtInPool ? "_built-in" : impersonation ? `_as_${impersonation._key}` : "";
  }

  private member(id: string, access: GcpAccess): TerraformResource {
    const { objects, props, cloudPrincipal: member } = this;
    const { projectId } = props.to;
    const made = gcpMember(objects, id, access, { provider: props.to.googleProvider, projectId, member });
    // A literal principal does not tell Terraform that the pool must exist first.
    const isDirect = this.principal && this.serviceAccountEmail === undefined;
    if (isDirect && this.pool) made.dependsOn = [addressOf(this.pool)];
    return made;
  }

  private federatedPrincipal(workloadIdentityProvider: IGcpWorkloadIdentityProvider): GcpFederatedPrincipal {
    const { objects } = this;
    const { from: subject, impersonation } = this.props;
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `service-principal_${key}${this.way}`),
    );
    const wanted = { impersonation: impersonation?.email, uid: subject._uid };
    const props = { objects, subject, workloadIdentityProvider, impersonation, purpose: "services" };
    return (
      objects.find<GcpFederatedPrincipal>(id, wanted) ??
      objects.keep(id, wanted, new GcpFederatedPrincipal(objects, id, props))
    );
  }

  /**
   * A service account in the pool that GKE keeps for its project.
   *
   * Google Cloud documentation: "Principal identifiers", section on Workload Identity Federation for GKE.
   */
  private builtInMember(): string {
    const { from, to } = this.props;
    if (!(from instanceof ServiceAccount) || !(from.cluster instanceof GkeCluster)) return "";
    const { builtInPool, account } = from.cluster;
    const pool = `iam.${to.universeDomain}/projects/${account.projectNumber ?? ""}/locations/global/workloadIdentityPools/${builtInPool}`;
    return `principal://${pool}/subject/ns/${from.namespace}/sa/${from.name}`;
  }

  /** The provider as Google's STS names it: without `https:`. */
  private stsAudience(provider: IGcpWorkloadIdentityProvider): string {
    return `//iam.${this.props.to.universeDomain}/${provider.providerName}`;
  }

  /** @internal */
  protected override _optionProblems(): (string | undefined)[] {
    const { from, builtInPool, impersonation, workloadIdentityProvider } = this.props;
    const cluster = from instanceof ServiceAccount ? from.cluster : undefined;
    const gke = cluster instanceof GkeCluster ? cluster : undefined;
    const pool = POOL_OPTIONS.filter((option) => this.props[option] !== undefined);
    const beside = [
      ...pool,
      ...(workloadIdentityProvider ? ["workloadIdentityProvider"] : []),
      ...(impersonation && builtInPool ? ["impersonation"] : []),
    ];
    return [
      builtInPool && !gke
        ? problem("builtInPool", "is GKE's, and the subject is of another kind of source", "Leave it out")
        : undefined,
      builtInPool && gke && !isLiteral(gke.account.projectNumber)
        ? problem(
            "builtInPool",
            "names the principal by the number of the cluster's project, which is not known",
            "Give the GKE cluster or its GcpProject the projectNumber",
          )
        : undefined,
      builtInPool && beside.length
        ? problem(
            beside.join(", "),
            "conflicts with builtInPool, which uses no pool of ours",
            "Leave one of the two out",
          )
        : undefined,
    ];
  }
}
