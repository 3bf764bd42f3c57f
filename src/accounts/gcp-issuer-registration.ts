import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { Construct } from "constructs";
import { AdmittedSubjects } from "./admitted-subjects";
import { attributeCondition, attributeMapping } from "./gcp-attribute-condition";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { WorkloadIdentityOptions } from "./gcp-workload-identity-options";
import { NamedKind } from "./naming";
import { warnOfOwnAudience } from "./own-audience";
import { isLiteral, nameProblem, problem, referenceTo, refuseFaulty, warn } from "../common";
import { changedLater } from "../common/changed-later";
import { TokenIssuer, OidcSubject } from "../subjects";
import { MAX_CONDITION_LENGTH, MAX_GOOGLE_AUDIENCE_LENGTH, POOL_ID } from "../vendor/google/federation";

/** @internal */
export interface GcpIssuerRegistrationProps extends WorkloadIdentityOptions {
  readonly source: TokenIssuer;
  readonly objects: GcpProjectObjects;
}

/**
 * The workload identity pool of one source in one project, and the provider in it that accepts the source's issuer: one audience, `google.subject` from the token's `sub`, and a condition that names the subjects.
 *
 * Google Cloud documentation: "Configure Workload Identity Federation with Kubernetes".
 */
export class GcpIssuerRegistration extends Construct implements IGcpWorkloadIdentityProvider {
  /** The pool's resource name by project number: a literal when the project's number is one. */
  public readonly poolName: string;
  /** The provider's resource name. */
  public readonly providerName: string;
  /** The audience that was given, if any. */
  public readonly audience?: string;
  /** The pool, unless it existed. */
  public readonly pool?: IamWorkloadIdentityPool;
  /** The provider. */
  public readonly provider: IamWorkloadIdentityPoolProvider;
  /** The pool's id in the project. */
  public readonly poolId: string;
  /** The provider's id in the pool. */
  public readonly providerId: string;
  private readonly props: GcpIssuerRegistrationProps;
  private subjects: readonly OidcSubject[] = [];
  private readonly users = new AdmittedSubjects();

  public constructor(scope: Construct, id: string, props: GcpIssuerRegistrationProps) {
    super(scope, id);
    this.props = props;
    const { source, objects } = props;
    const { owner: project } = objects;
    const parts = [source._stableKey.former];
    const made = props.poolId ?? project._nameOf({ kind: NamedKind.GCP_POOL, rule: POOL_ID, prefix: "from", parts });
    this.poolId = props.existingPoolId ?? made;
    this.providerId = props.providerId ?? source._providerId;
    this.audience = props.audience;
    const description = `Subjects of ${source._title}`;
    if (props.existingPoolId === undefined) {
      this.pool = objects.created(
        new IamWorkloadIdentityPool(this, "pool", {
          provider: objects.provider,
          project: project.projectId,
          workloadIdentityPoolId: this.poolId,
          description: description.length <= 256 ? description : undefined,
        }),
      );
    }
    const number = project.projectNumber;
    const known =
      number !== undefined ? `projects/${number}/locations/global/workloadIdentityPools/${this.poolId}` : undefined;
    this.poolName = known ?? this.pool?.name ?? "";
    this.providerName = `${this.poolName}/providers/${this.providerId}`;
    this.provider = objects.created(
      new IamWorkloadIdentityPoolProvider(this, "provider", {
        provider: objects.provider,
        project: project.projectId,
        workloadIdentityPoolId: this.pool ? referenceTo(this.pool, "workload_identity_pool_id", this) : this.poolId,
        workloadIdentityPoolProviderId: this.providerId,
        oidc: {
          issuerUri: source.issuer,
          allowedAudiences: [props.audience ?? `https://iam.${project.universeDomain}/${this.providerName}`],
          jwksJson: source._uploadedKeys,
        },
      }),
    );
    this.warnOfRisks(props);
    refuseFaulty(this);
  }

  /** Lets one more subject of the source in, unless all its trusts are suspended. */
  public addSubject(subject: OidcSubject, suspended: boolean): void {
    const isNew = !this.subjects.some((known) => known._key === subject._key);
    this.users.note(subject, suspended);
    if (isNew) {
      this.subjects = this.subjects.concat(subject);
      this.provider.attributeMapping = attributeMapping(this.subjects);
    }
    if (isNew || this.users.anySuspended) this.writeCondition();
  }

  /** A provider without a condition accepts every token, so one that is to accept none is disabled. */
  private writeCondition(): void {
    const admitted = this.users.admittedOf(this.subjects);
    this.provider.attributeCondition = attributeCondition(admitted.length ? admitted : this.subjects);
    if (admitted.length) this.provider.resetDisabled();
    else this.provider.disabled = true;
  }

  private warnOfRisks({ source, existingPoolId, audience }: GcpIssuerRegistrationProps): void {
    warnOfOwnAudience(this, source, audience);
    if (existingPoolId === undefined) return;
    warn(
      this,
      "existing-pool",
      `The pool "${existingPoolId}" may hold other issuers: a subject of theirs that equals one of "${source.node.id}" is the same principal.`,
    );
  }

  /** What else than this construct gave pool and provider. */
  private changes(): (string | undefined)[] {
    const { pool, provider, poolId, providerId } = this;
    const id = provider.workloadIdentityPoolProviderIdInput;
    return [
      pool &&
        changedLater(pool, {
          ...{ property: "poolId", argument: "workload_identity_pool_id" },
          ...{ value: pool.workloadIdentityPoolIdInput, given: poolId },
        }),
      changedLater(provider, {
        ...{ property: "providerId", argument: "workload_identity_pool_provider_id" },
        ...{ value: id, given: providerId },
      }),
    ];
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { poolId, existingPoolId, audience, objects } = this.props;
    const { owner: project } = objects;
    const condition = attributeCondition(this.subjects);
    return [
      nameProblem("poolId", this.poolId, POOL_ID),
      nameProblem("providerId", this.providerId, POOL_ID),
      ...this.changes(),
      poolId !== undefined && existingPoolId !== undefined
        ? problem("poolId", "conflicts with existingPoolId", "Give only one of them")
        : undefined,
      existingPoolId !== undefined && project.projectNumber === undefined
        ? problem(
            "existingPoolId",
            "is given, and the project's number is not known",
            "Give the GKE cluster or its GcpProject the projectNumber: principals are written with it",
          )
        : undefined,
      isLiteral(audience) && (audience.length < 1 || audience.length > MAX_GOOGLE_AUDIENCE_LENGTH)
        ? problem("audience", `has ${audience.length} characters`, `Give 1 to ${MAX_GOOGLE_AUDIENCE_LENGTH} characters`)
        : undefined,
      condition.length > MAX_CONDITION_LENGTH
        ? problem(
            "from",
            `the condition that names ${this.subjects.length} subjects has ${condition.length} characters, and Google takes ${MAX_CONDITION_LENGTH}`,
            "Trust fewer subjects of this source, or bring a workloadIdentityProvider whose condition you write",
          )
        : undefined,
    ];
  }
}
