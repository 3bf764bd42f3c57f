import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { Construct } from "constructs";
import { attributeCondition, attributeMapping } from "./gcp-attribute-condition";
import type { GcpProject } from "./gcp-project";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { WorkloadIdentityOptions } from "./gcp-workload-identity-options";
import { Cluster, OidcCluster, ServiceAccount } from "../clusters";
import { fittedName, isLiteral, nameProblem, problem, refuse, warn } from "../common";
import { MAX_CONDITION_LENGTH, MAX_GOOGLE_AUDIENCE_LENGTH, POOL_ID } from "../vendor/google/federation";

/** @internal */
export interface GcpIssuerRegistrationProps extends WorkloadIdentityOptions {
  readonly source: Cluster;
  readonly project: GcpProject;
}

/**
 * The workload identity pool of one source cluster in one project, and the provider in it that believes the cluster's
 * issuer: one audience, `google.subject` from the token's `sub`, and a condition that names the subjects.
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
  private readonly serviceAccounts: ServiceAccount[] = [];

  public constructor(scope: Construct, id: string, props: GcpIssuerRegistrationProps) {
    super(scope, id);
    const { source, project } = props;
    const made = props.poolId ?? fittedName(["from", source.node.id], source._identity, POOL_ID.max);
    this.poolId = props.existingPoolId ?? made;
    this.providerId = props.providerId ?? "kubernetes";
    this.audience = props.audience;
    const description = `Service accounts of the Kubernetes cluster ${source.node.id}`;
    if (props.existingPoolId === undefined) {
      this.pool = project.adopt(
        new IamWorkloadIdentityPool(this, "pool", {
          provider: project.provider,
          project: project.projectId,
          workloadIdentityPoolId: this.poolId,
          description: description.length <= 256 ? description : undefined,
        }),
      );
    }
    const number = project.cluster.projectNumber;
    const known =
      number !== undefined ? `projects/${number}/locations/global/workloadIdentityPools/${this.poolId}` : undefined;
    this.poolName = known ?? this.pool?.name ?? "";
    this.providerName = `${this.poolName}/providers/${this.providerId}`;
    this.provider = project.adopt(
      new IamWorkloadIdentityPoolProvider(this, "provider", {
        provider: project.provider,
        project: project.projectId,
        workloadIdentityPoolId: this.pool?.workloadIdentityPoolId ?? this.poolId,
        workloadIdentityPoolProviderId: this.providerId,
        oidc: {
          issuerUri: source.issuer,
          allowedAudiences: [props.audience ?? `https://iam.${project.cluster.universeDomain}/${this.providerName}`],
          jwksJson: source instanceof OidcCluster ? source.jwks : undefined,
        },
      }),
    );
    this.warnOfRisks(props);
    refuse(this, () => this.problems(props));
  }

  /** Lets one more service account of the source in. */
  public addSubject(serviceAccount: ServiceAccount): void {
    if (this.serviceAccounts.some((known) => known._key === serviceAccount._key)) return;
    this.serviceAccounts.push(serviceAccount);
    this.provider.attributeCondition = attributeCondition(this.serviceAccounts);
    this.provider.attributeMapping = attributeMapping(this.serviceAccounts);
  }

  private warnOfRisks({ source, existingPoolId }: GcpIssuerRegistrationProps): void {
    if (existingPoolId === undefined) return;
    warn(
      this,
      "existing-pool",
      `The pool "${existingPoolId}" may hold other issuers: a subject of theirs that equals one of "${source.node.id}" is the same principal.`,
    );
  }

  private problems(props: GcpIssuerRegistrationProps): (string | undefined)[] {
    const { poolId, existingPoolId, audience, project } = props;
    const condition = attributeCondition(this.serviceAccounts);
    return [
      nameProblem("poolId", this.poolId, POOL_ID),
      nameProblem("providerId", this.providerId, POOL_ID),
      poolId !== undefined && existingPoolId !== undefined
        ? problem("poolId", "is given beside existingPoolId", "Give only one of them")
        : undefined,
      existingPoolId !== undefined && project.cluster.projectNumber === undefined
        ? problem(
            "existingPoolId",
            "is given, and the project's number is not known",
            "Give the GKE cluster its projectNumber: principals are written with it",
          )
        : undefined,
      isLiteral(audience) && (audience.length < 1 || audience.length > MAX_GOOGLE_AUDIENCE_LENGTH)
        ? problem("audience", `has ${audience.length} characters`, `Give 1 to ${MAX_GOOGLE_AUDIENCE_LENGTH} characters`)
        : undefined,
      condition.length > MAX_CONDITION_LENGTH
        ? problem(
            "from",
            `the condition that names ${this.serviceAccounts.length} service accounts has ${condition.length} characters, and Google takes ${MAX_CONDITION_LENGTH}`,
            "Trust fewer service accounts of this cluster, or bring a workloadIdentityProvider whose condition you write",
          )
        : undefined,
    ];
  }
}
