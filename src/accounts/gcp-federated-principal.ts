import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { mappedByUid } from "./gcp-attribute-condition";
import { GcpImpersonatedAccount } from "./gcp-impersonated-account";
import { GcpImpersonation } from "./gcp-impersonation";
import { claimLookup, conditionPart } from "./gcp-project-member";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { addressOf, digest, isLiteral, problem, refuseFaulty } from "../common";
import { TimeWindow } from "../common/time-window";
import { OidcSubject } from "../subjects";
import { MAX_SUBJECT_BYTES } from "../vendor/google/federation";

/** @internal */
export interface GcpFederatedPrincipalProps {
  readonly objects: GcpProjectObjects;
  readonly subject: OidcSubject;
  readonly workloadIdentityProvider: IGcpWorkloadIdentityProvider;
  readonly impersonation?: GcpImpersonation;
  /** When the principal may do what is granted to it here; always without. */
  readonly validity?: TimeWindow;
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
  public resources: readonly TerraformResource[] = [];
  private readonly props: GcpFederatedPrincipalProps;
  private readonly account?: GcpImpersonatedAccount;
  private isAdmitted = false;

  /** @internal */
  public constructor(scope: Construct, id: string, props: GcpFederatedPrincipalProps) {
    super(scope, id);
    this.props = props;
    const { objects, subject, workloadIdentityProvider, impersonation } = props;
    this.principal = principalOf(subject, workloadIdentityProvider.poolName, objects.owner.universeDomain);
    if (workloadIdentityProvider.provider) this.resources = [workloadIdentityProvider.provider];
    if (impersonation) {
      this.account = new GcpImpersonatedAccount(this, { ...props, impersonation });
      this.googleServiceAccount = this.account.resource;
      this.serviceAccountEmail = this.account.email;
      if (this.account.resource) this.resources = this.resources.concat(this.account.resource);
    }
    this.kubernetesUser = this.serviceAccountEmail ?? this.principal;
    this.member =
      this.serviceAccountEmail === undefined ? this.principal : `serviceAccount:${this.serviceAccountEmail}`;
    refuseFaulty(this);
  }

  /** Grants the principal what all its trusts need, once; a suspended trust does not ask for it. */
  public admit(): void {
    const { lookupRole } = this.props;
    if (this.isAdmitted) return;
    this.isAdmitted = true;
    if (this.account) {
      const member = this.account.allow(this.principal, this.condition, this.props.workloadIdentityProvider.pool);
      this.resources = this.resources.concat(member);
    }
    if (lookupRole === undefined) return;
    this.resources = this.resources.concat(this.lookup(lookupRole));
  }

  /** A service account that subjects share looks the cluster up once for all of them. */
  private lookup(role: string): ProjectIamMember {
    const { objects, workloadIdentityProvider, impersonation } = this.props;
    const { member, condition } = this;
    const shared = impersonation?._isOfSeveral
      ? `lookup_of_${impersonation._keyIn(this)}_${digest(role)}${conditionPart(condition)}`
      : undefined;
    const known = shared === undefined ? undefined : objects.find<ProjectIamMember>(shared, { member });
    if (known) return known;
    const { owner, provider } = objects;
    const config = { provider, project: owner.projectId, role, member, condition };
    const lookup =
      shared === undefined
        ? new ProjectIamMember(this, "lookup", config)
        : new ProjectIamMember(objects, shared, config);
    if (shared !== undefined) objects.keep(shared, { member }, lookup);
    claimLookup(objects, TerraformStack.of(objects), config);
    const isDirect = this.serviceAccountEmail === undefined;
    return objects.created(isDirect ? afterPool(lookup, workloadIdentityProvider) : lookup);
  }

  private get condition() {
    const expression = this.props.validity?._cel;
    return expression ? { title: "time", expression } : undefined;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { subject, impersonation, lookupRole, purpose } = this.props;
    const bytes = Buffer.byteLength(subject.subject);
    return [
      ...(impersonation?._problemsIn(this) ?? []),
      mappedByUid(subject) && subject._uid === undefined
        ? problem(
            "from",
            `the subject "${subject.subject}" has ${bytes} bytes, and Google takes ${MAX_SUBJECT_BYTES}`,
            subject._longSubjectWay,
          )
        : undefined,
      subject.isPattern && !impersonation
        ? problem(
            "from",
            purpose === undefined
              ? "stands for several subjects, and RBAC in GKE names single users"
              : "stands for several subjects, each of which Google Cloud knows as a principal of its own",
            "Set impersonation, or trust single subjects",
          )
        : undefined,
      ...(this.account?.problems() ?? []),
      isLiteral(lookupRole) && !/^(roles\/[\w.]+|(projects|organizations)\/[^/]+\/roles\/[\w.]+)$/.test(lookupRole)
        ? problem("lookupRole", `"${lookupRole}" is not a role`, "Give roles/NAME or projects/PROJECT/roles/NAME")
        : undefined,
    ];
  }
}

/** A grant to a federated principal waits for the pool, which its literal name does not tell Terraform. */
function afterPool<T extends TerraformResource>(member: T, { pool }: IGcpWorkloadIdentityProvider): T {
  if (pool) member.dependsOn = [addressOf(pool)];
  return member;
}

/** How Google writes a federated subject, or all those of a group. */
function principalOf(subject: OidcSubject, poolName: string, universeDomain: string): string {
  const pool = `iam.${universeDomain}/${poolName}`;
  const group = subject._group;
  if (group) return `principalSet://${pool}/attribute.${group.attribute}/${group.value}`;
  return `principal://${pool}/subject/${mappedByUid(subject) ? (subject._uid ?? "") : subject.subject}`;
}
