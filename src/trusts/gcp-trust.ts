import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudTrust } from "./cloud-trust";
import { Promised } from "./promised";
import { givenOf, POOL_OPTIONS } from "./shaping-options";
import { TrustOptions } from "./trust-options";
import { GcpAccess } from "../access";
import { gcpMember, MemberPlan } from "../access/google/gcp-members";
import { GcpImpersonation, GcpProject, IGcpWorkloadIdentityProvider, WorkloadIdentityOptions } from "../accounts";
import { warnOfSameness } from "../accounts/gcp-built-in-principal";
import { GcpBuiltInImpersonation } from "../accounts/gcp-built-in-impersonation";
import { GcpFederatedPrincipal } from "../accounts/gcp-federated-principal";
import { GcpIssuerRegistration } from "../accounts/gcp-issuer-registration";
import { GcpProjectObjects } from "../accounts/gcp-project-objects";
import { SdkIdentity } from "../clients/sdk/environment";
import { GkeCluster, ServiceAccount } from "../clusters";
import { addressOf, isLiteral, Missing, problem, renamedChild, resolved } from "../common";
import { TimeWindow, validityOf } from "../common/time-window";
import { OidcSubject } from "../subjects";
import { DEFAULT_UNIVERSE } from "../vendor/google/federation";

/** How a trust into a Google Cloud project is shaped. */
export interface GcpTrustOptions extends WorkloadIdentityOptions, TrustOptions {
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
   * cluster; the same namespace and name in any cluster of its project is the same principal, which warns. Beside
   * `impersonation`, GKE's metadata server gives pods the tokens of the Google service account, by an annotation that
   * `SourceServiceAccount` writes.
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
  private readonly builtIn?: GcpBuiltInImpersonation;
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
    super(scope, id, props.from, props.to, props);
    this.props = props;
    this.objects = props.to._objects(TerraformStack.of(this));
    if (props.builtInPool) {
      this.audience = "";
      this.builtIn = props.impersonation && this.builtInAccount(props.impersonation);
      this.cloudPrincipal = this.builtIn?.member ?? this.builtInMember();
      const { from } = props;
      if (from instanceof ServiceAccount && !from.isPattern) {
        warnOfSameness(this, `${from.namespace}/${from.name}`, from.cluster.node.id);
      }
    } else {
      const shape = givenOf(props, POOL_OPTIONS);
      const { issuedBy } = props.from;
      const found = this.objects.workloadIdentityProvider(issuedBy, shape, props.workloadIdentityProvider);
      this.provider =
        found instanceof Missing
          ? this.objects.register(found, new GcpIssuerRegistration(found.scope, found.id, found.props))
          : found;
      if (this.provider instanceof GcpIssuerRegistration) this.provider.addSubject(props.from, this.suspended);
      this.principal = this.federatedPrincipal(this.provider);
      this.audience = this.provider.audience ?? `https:${this.stsAudience(this.provider)}`;
      this.cloudPrincipal = this.principal.member;
    }
    const acting = this.builtIn ?? this.principal;
    if (!this.suspended) acting?.admit();
    this.googleServiceAccount = acting?.googleServiceAccount;
    this.serviceAccountEmail = acting?.serviceAccountEmail;
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
    return [...new Set([...pool, ...((this.builtIn ?? this.principal)?.resources ?? []), ...this.members])];
  }

  /**
   * Adds access for the same subject. What was granted before stays; granting the same again changes nothing.
   *
   * @param given what else it may do
   */
  public grant(given: GcpAccess): void {
    const access = this.validity ? given._within(this.validity) : given;
    this.granted.push(access);
    this._warnOf(access);
    if (this.suspended) return;
    const { objects, subject } = this;
    const { _facts: facts, _addressed: addressed } = access;
    this._refuseCircleOf(facts);
    const what = `${addressed.resource.kind}_${this._addressPart(addressed._facts, access)}`;
    const id = renamedChild(
      objects,
      // What one service account of several subjects is granted exists once.
      this.sharedAccount === undefined
        ? subject._sharedId((key) => `member_${key}${this.way}_${what}`)
        : { id: `member_of_${this.sharedAccount}_${what}`, formerId: `member_of_${this.sharedAccount}_${what}` },
    );
    let member = objects.find<TerraformResource>(id, { access: facts });
    if (!member) {
      const { memberClass, config } = this.memberOf(access);
      member = objects.keep(id, { access: facts }, this.made(new memberClass(objects, id, config), access));
    }
    if (!this.members.includes(member)) this.members.push(member);
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

  /**
   * What the service account's annotation names, where GKE's metadata server gives tokens of a Google service account.
   *
   * @internal
   */
  public get _gkeServiceAccountEmail(): string | undefined {
    return this.builtIn?.serviceAccountEmail;
  }

  /** @internal */
  protected _promised(): Promised {
    const { provider, pool, serviceAccountEmail: email, props } = this;
    const { projectId, universeDomain } = props.to;
    const place = provider && !provider.provider ? provider.providerName : provider && !pool ? provider.poolName : "";
    return {
      cloud: "google",
      accountId: projectId,
      client: {
        ...(provider ? { audience: this.stsAudience(provider) } : { source: "google-metadata" }),
        ...(email === undefined ? {} : { "service-account": email }),
        ...(universeDomain === DEFAULT_UNIVERSE ? {} : { "universe-domain": universeDomain }),
      },
      grants: this.granted.map((access) => access._declared(projectId)),
      adopted: [place, props.impersonation?.email ?? ""].filter(Boolean),
    };
  }

  /** @internal */
  protected get _granted(): readonly GcpAccess[] {
    return this.granted;
  }

  private get validity(): TimeWindow | undefined {
    return validityOf(this.props);
  }

  /** How the subject acts, in construct ids. */
  private get way(): string {
    const { impersonation, builtInPool } = this.props;
    const built = builtInPool ? "_built-in" : "";
    return impersonation ? `${built}_as_${impersonation._keyIn(this)}` : built;
  }

  /** The Google service account that other subjects may act as too, in construct ids; undefined for one of the subject's own. */
  private get sharedAccount(): string | undefined {
    const { impersonation } = this.props;
    return impersonation?._isOfSeveral ? impersonation._keyIn(this) : undefined;
  }

  private memberOf(access: GcpAccess): MemberPlan {
    const { googleProvider: provider, projectId } = this.props.to;
    return gcpMember(access, { provider, projectId, member: this.cloudPrincipal });
  }

  /** Notes a member resource that was made for an access. */
  private made(made: TerraformResource, access: GcpAccess): TerraformResource {
    const { objects, props, cloudPrincipal: member } = this;
    // A literal principal does not tell Terraform that the pool must exist first.
    const isDirect = this.principal && this.serviceAccountEmail === undefined;
    if (isDirect && this.pool) made.dependsOn = [addressOf(this.pool)];
    if (props.builtInPool || (props.impersonation?.email !== undefined && isLiteral(member))) {
      this.claimMember(made, access);
    }
    return objects.created(made);
  }

  /** A Google service account that exists is one in every project, and a service account in GKE's own pool in every cluster. */
  private claimMember(made: TerraformResource, access: GcpAccess): void {
    const { objects, cloudPrincipal: member } = this;
    const { resource, roleName: role, _condition: condition } = access;
    const name = [role, "on", resource._fullName(this.props.to.projectId), "for", member, condition?.expression];
    const who = this.props.impersonation
      ? "Both act as one Google service account"
      : "By GKE's own pool both are one principal";
    objects.claim({
      ...{ property: "access", by: made, place: GOOGLE },
      name: () => {
        const text = String(resolved(this, name.filter((part) => part !== undefined).join(" ")));
        // A reference says in its own stack alone what it is.
        return text.includes("${") ? `${text} in ${objects.node.path}` : text;
      },
      wayOut: `${who}, and taking the grant of one away takes that of both: grant it by one of the two trusts`,
    });
  }

  private federatedPrincipal(workloadIdentityProvider: IGcpWorkloadIdentityProvider): GcpFederatedPrincipal {
    const { objects } = this;
    const { from: subject, impersonation } = this.props;
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `service-principal_${key}${this.way}`),
    );
    const { validFrom, validUntil } = this.props;
    const wanted = { impersonation: impersonation?.email, uid: subject._uid, validFrom, validUntil };
    const validity = this.validity;
    const props = { objects, subject, workloadIdentityProvider, impersonation, validity, purpose: "services" };
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

  /** A service account of GKE that acts as a Google service account, by its annotation and a member on that one. */
  private builtInAccount(impersonation: GcpImpersonation): GcpBuiltInImpersonation | undefined {
    const { objects, validity } = this;
    const { from: subject, validFrom, validUntil } = this.props;
    if (!(subject instanceof ServiceAccount) || !(subject.cluster instanceof GkeCluster)) return undefined;
    const member = `serviceAccount:${subject.cluster.builtInPool}[${subject.namespace}/${subject.name}]`;
    const id = renamedChild(
      objects,
      subject._sharedId((key) => `service-principal_${key}${this.way}`),
    );
    const wanted = { impersonation: impersonation.email, validFrom, validUntil };
    const props = { objects, subject, impersonation, principal: member, validity, purpose: "services" };
    return (
      objects.find<GcpBuiltInImpersonation>(id, wanted) ??
      objects.keep(id, wanted, new GcpBuiltInImpersonation(objects, id, props))
    );
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
    const beside = [...pool, ...(workloadIdentityProvider ? ["workloadIdentityProvider"] : [])];
    return [
      ...(this.validity?._problems() ?? []),
      builtInPool && !gke
        ? problem("builtInPool", "is GKE's, and the subject is of another kind of source", "Leave it out")
        : undefined,
      builtInPool && from.isPattern
        ? problem(
            "from",
            "stands for every service account of a namespace, and the built-in pool names single ones",
            "Trust single service accounts, or leave builtInPool out",
          )
        : undefined,
      builtInPool && !impersonation && gke && !isLiteral(gke.account.projectNumber)
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

/** The place of grants: names of Google's resources are told apart in all of it. */
const GOOGLE = { _place: "google" };
