import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { mappedByUid } from "./gcp-attribute-condition";
import { GcpImpersonation } from "./gcp-impersonation";
import type { GcpProject } from "./gcp-project";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { ServiceAccount } from "../clusters";
import { addressOf, fittedName, isLiteral, nameProblem, problem, refuse } from "../common";
import { MAX_SUBJECT_BYTES, SERVICE_ACCOUNT_ID } from "../vendor/google/federation";
import { IMPERSONATION_ROLE } from "../vendor/google/roles";

/** @internal */
export interface GcpFederatedPrincipalProps {
  readonly project: GcpProject;
  readonly serviceAccount: ServiceAccount;
  readonly workloadIdentityProvider: IGcpWorkloadIdentityProvider;
  readonly impersonation?: GcpImpersonation;
  /** An IAM role for looking the cluster up; undefined for none. */
  readonly lookupRole?: string;
}

/**
 * A foreign service account as Google Cloud knows it in one project: a `principal://` of its own, or a Google service
 * account that only it may impersonate; and the right to look clusters of the project up.
 *
 * Google Cloud documentation: "Principal identifiers", "Workload Identity Federation".
 */
export class GcpFederatedPrincipal extends Construct {
  /** The federated identity: `principal://…/subject/<sub>`, or `principalSet://…` for a whole namespace. */
  public readonly principal: string;
  /** What acts in Google Cloud, as an IAM member. */
  public readonly member: string;
  /** What Kubernetes RBAC sees as the user's name: the principal, or the impersonated e-mail. */
  public readonly kubernetesUser: string;
  /** The e-mail of the impersonated Google service account, if there is one. */
  public readonly serviceAccountEmail?: string;
  /** The Google service account, where this library made it. */
  public readonly googleServiceAccount?: GoogleServiceAccount;
  /** What must exist before the principal can act. */
  public readonly resources: TerraformResource[] = [];
  private readonly props: GcpFederatedPrincipalProps;

  /** @internal */
  public constructor(scope: Construct, id: string, props: GcpFederatedPrincipalProps) {
    super(scope, id);
    this.props = props;
    const { project, serviceAccount, workloadIdentityProvider, impersonation, lookupRole } = props;
    this.principal = principalOf(serviceAccount, workloadIdentityProvider.poolName, project.cluster.universeDomain);
    if (workloadIdentityProvider.provider) this.resources.push(workloadIdentityProvider.provider);
    if (impersonation) {
      this.googleServiceAccount =
        impersonation.email === undefined ? this.makeServiceAccount(impersonation) : undefined;
      this.serviceAccountEmail = impersonation.email ?? this.googleServiceAccount?.email;
      this.allowImpersonation();
    }
    this.kubernetesUser = this.serviceAccountEmail ?? this.principal;
    this.member =
      this.serviceAccountEmail === undefined ? this.principal : `serviceAccount:${this.serviceAccountEmail}`;
    if (lookupRole !== undefined) this.grantLookup(lookupRole);
    refuse(this, () => this.problems());
  }

  private makeServiceAccount(impersonation: GcpImpersonation): GoogleServiceAccount {
    const { project, serviceAccount } = this.props;
    const accountId =
      impersonation.accountId ??
      fittedName(["tm", serviceAccount._id], serviceAccount._identity, SERVICE_ACCOUNT_ID.max);
    project.claim("impersonation accountId", accountId, this, "Give each service account its own accountId, or none");
    const made = new GoogleServiceAccount(this, "service-account", {
      provider: project.provider,
      project: project.projectId,
      accountId,
      description: "Impersonated by a service account of another Kubernetes cluster",
    });
    this.resources.push(project.adopt(made));
    return made;
  }

  private allowImpersonation(): void {
    const { project } = this.props;
    const member = new ServiceAccountIamMember(this, "impersonation", {
      provider: project.provider,
      serviceAccountId: this.googleServiceAccount?.name ?? `projects/-/serviceAccounts/${this.serviceAccountEmail}`,
      role: IMPERSONATION_ROLE,
      member: this.principal,
    });
    this.resources.push(project.adopt(this.afterPool(member)));
  }

  private grantLookup(role: string): void {
    const { project } = this.props;
    const member = new ProjectIamMember(this, "lookup", {
      provider: project.provider,
      project: project.projectId,
      role,
      member: this.member,
    });
    const isDirect = this.serviceAccountEmail === undefined;
    this.resources.push(project.adopt(isDirect ? this.afterPool(member) : member));
  }

  /** A grant to a federated principal waits for the pool, which its literal name does not tell Terraform. */
  private afterPool<T extends TerraformResource>(member: T): T {
    const { pool } = this.props.workloadIdentityProvider;
    if (pool) member.dependsOn = [addressOf(pool)];
    return member;
  }

  private problems(): (string | undefined)[] {
    const { serviceAccount, impersonation, lookupRole } = this.props;
    const bytes = Buffer.byteLength(serviceAccount.subject);
    return [
      mappedByUid(serviceAccount) && serviceAccount.uid === undefined
        ? problem(
            "from",
            `the subject "${serviceAccount.subject}" has ${bytes} bytes, and Google takes ${MAX_SUBJECT_BYTES}`,
            "Use shorter names, or give the service account's uid: serviceAccount(namespace, name, { uid })",
          )
        : undefined,
      serviceAccount.isPattern && !impersonation
        ? problem(
            "from",
            "stands for every service account of a namespace, and RBAC in GKE names single users",
            "Set impersonation, or trust single service accounts",
          )
        : undefined,
      nameProblem("impersonation accountId", impersonation?.accountId, SERVICE_ACCOUNT_ID),
      isLiteral(impersonation?.email) && !/^[^@\s:]+@[^@\s]+$/.test(impersonation.email)
        ? problem(
            "impersonation email",
            `"${impersonation.email}" is not an e-mail`,
            "Give the Google service account's e-mail",
          )
        : undefined,
      isLiteral(lookupRole) && !/^(roles\/[\w.]+|(projects|organizations)\/[^/]+\/roles\/[\w.]+)$/.test(lookupRole)
        ? problem("lookupRole", `"${lookupRole}" is not a role`, "Give roles/NAME or projects/PROJECT/roles/NAME")
        : undefined,
    ];
  }
}

/** How Google writes a federated subject, or all those of a namespace. */
function principalOf(serviceAccount: ServiceAccount, poolName: string, universeDomain: string): string {
  const pool = `iam.${universeDomain}/${poolName}`;
  if (serviceAccount.isPattern) return `principalSet://${pool}/attribute.namespace/${serviceAccount.namespace}`;
  const subject = mappedByUid(serviceAccount) ? (serviceAccount.uid ?? "") : serviceAccount.subject;
  return `principal://${pool}/subject/${subject}`;
}
