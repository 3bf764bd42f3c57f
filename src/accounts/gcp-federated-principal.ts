import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { mappedByUid } from "./gcp-attribute-condition";
import { GcpImpersonation } from "./gcp-impersonation";
import { claimMember } from "./gcp-project-member";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { NamedKind } from "./naming";
import { addressOf, isLiteral, nameProblem, problem, refuse } from "../common";
import { OidcSubject } from "../subjects";
import { MAX_SUBJECT_BYTES, SERVICE_ACCOUNT_ID } from "../vendor/google/federation";
import { IMPERSONATION_ROLE } from "../vendor/google/roles";

/** @internal */
export interface GcpFederatedPrincipalProps {
  readonly objects: GcpProjectObjects;
  readonly subject: OidcSubject;
  readonly workloadIdentityProvider: IGcpWorkloadIdentityProvider;
  readonly impersonation?: GcpImpersonation;
  /** An IAM role for looking the cluster up; undefined for none. */
  readonly lookupRole?: string;
  /** What a Google service account that is made for it is for, where the subject has another for GKE clusters. */
  readonly purpose?: string;
}

/**
 * A foreign subject as Google Cloud knows it in one project: a `principal://` of its own, or a Google service
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
    const { objects, subject, workloadIdentityProvider, impersonation, lookupRole } = props;
    this.principal = principalOf(subject, workloadIdentityProvider.poolName, objects.owner.universeDomain);
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
    const { objects, subject, purpose } = this.props;
    const named = {
      kind: NamedKind.GCP_SERVICE_ACCOUNT,
      rule: SERVICE_ACCOUNT_ID,
      prefix: "tm",
      parts: [...subject._nameParts, ...(purpose === undefined ? [] : [purpose])],
    };
    const accountId = impersonation.accountId ?? objects.owner._nameOf(named);
    const wayOut = "Give each service account its own accountId, or none";
    objects.claimHere("impersonation accountId", accountId, this, wayOut);
    const made = new GoogleServiceAccount(this, "service-account", {
      provider: objects.provider,
      project: objects.owner.projectId,
      accountId,
      description: "Impersonated by a service account of another Kubernetes cluster",
    });
    this.resources.push(objects.created(made));
    return made;
  }

  private allowImpersonation(): void {
    const { objects } = this.props;
    const member = new ServiceAccountIamMember(this, "impersonation", {
      provider: objects.provider,
      serviceAccountId: this.googleServiceAccount?.name ?? `projects/-/serviceAccounts/${this.serviceAccountEmail}`,
      role: IMPERSONATION_ROLE,
      member: this.principal,
    });
    this.resources.push(objects.created(this.afterPool(member)));
  }

  private grantLookup(role: string): void {
    const { objects } = this.props;
    const member = new ProjectIamMember(this, "lookup", {
      provider: objects.provider,
      project: objects.owner.projectId,
      role,
      member: this.member,
    });
    claimMember(objects, member, role, this.member);
    const isDirect = this.serviceAccountEmail === undefined;
    this.resources.push(objects.created(isDirect ? this.afterPool(member) : member));
  }

  /** A grant to a federated principal waits for the pool, which its literal name does not tell Terraform. */
  private afterPool<T extends TerraformResource>(member: T): T {
    const { pool } = this.props.workloadIdentityProvider;
    if (pool) member.dependsOn = [addressOf(pool)];
    return member;
  }

  private problems(): (string | undefined)[] {
    const { subject, impersonation, lookupRole } = this.props;
    const bytes = Buffer.byteLength(subject.subject);
    return [
      mappedByUid(subject) && subject._uid === undefined
        ? problem(
            "from",
            `the subject "${subject.subject}" has ${bytes} bytes, and Google takes ${MAX_SUBJECT_BYTES}`,
            "Use shorter names, or give the service account's uid: serviceAccount(namespace, name, { uid })",
          )
        : undefined,
      subject.isPattern && !impersonation
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

/** How Google writes a federated subject, or all those of a group. */
function principalOf(subject: OidcSubject, poolName: string, universeDomain: string): string {
  const pool = `iam.${universeDomain}/${poolName}`;
  const group = subject._group;
  if (group) return `principalSet://${pool}/attribute.${group.attribute}/${group.value}`;
  return `principal://${pool}/subject/${mappedByUid(subject) ? (subject._uid ?? "") : subject.subject}`;
}
