import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { GcpImpersonation } from "./gcp-impersonation";
import { conditionPart, MemberCondition } from "./gcp-project-member";
import type { GcpProjectObjects } from "./gcp-project-objects";
import { NamedKind } from "./naming";
import { addressOf, isLiteral, nameProblem, problem, renamedChild, resolved } from "../common";
import { OidcSubject } from "../subjects";
import { MAX_ACCOUNT_DESCRIPTION, SERVICE_ACCOUNT_ID } from "../vendor/google/federation";
import { IMPERSONATION_ROLE } from "../vendor/google/roles";

/** The e-mail of a service account that a project made: its id and the project's. */
const USER_MANAGED_FORM = /^([a-z0-9-]+)@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/;

/** What members of GKE's own pool begin with. */
const BUILT_IN = "serviceAccount:";

/** Whose impersonation of what. */
export interface ImpersonatedAccountProps {
  readonly objects: GcpProjectObjects;
  readonly subject: OidcSubject;
  readonly impersonation: GcpImpersonation;
  /** What a service account that is made for the subject alone is for, where the subject has another one. */
  readonly purpose?: string;
}

/** A Google service account that a subject acts as: one that exists, one of the subject's own, or one that subjects share. */
export class GcpImpersonatedAccount {
  /** The resource, where this library made it. */
  public readonly resource?: GoogleServiceAccount;
  /** The account's e-mail. */
  public readonly email: string;

  /** @param scope where the objects of the subject's own are */
  public constructor(
    private readonly scope: Construct,
    private readonly props: ImpersonatedAccountProps,
  ) {
    const { email, _isShared: isShared } = props.impersonation;
    if (email === undefined) this.resource = isShared ? this.shared() : this.own();
    this.email = email ?? this.resource?.email ?? "";
    if (isLiteral(email)) this.claimExisting(email);
  }

  /** An account that exists is none that trusts create, in whatever stack. */
  private claimExisting(email: string): void {
    const [, name, project] = USER_MANAGED_FORM.exec(email) ?? [];
    if (name === undefined) return;
    this.props.objects.claim({
      ...{ property: "impersonation accountId", name, by: this.scope, existing: email },
      place: { _place: `google ${project}` },
      wayOut: "Share the one that is created by GcpImpersonation.sharedServiceAccount, or say for both that it exists",
    });
  }

  /**
   * Lets the subject act as the account. Of a shared account a subject is one member, however many of its trusts ask.
   *
   * @param member the subject, as a member of allow policies
   * @param pool what must exist before Google knows the member
   */
  public allow(member: string, condition?: MemberCondition, pool?: TerraformResource): ServiceAccountIamMember {
    const { objects, subject, impersonation } = this.props;
    if (!impersonation._isOfSeveral) {
      return objects.created(this.member(this.scope, "impersonation", member, condition, pool));
    }
    // GKE's own pool is the other way by which a subject comes. What principals are written with may be a token.
    const way = member.startsWith(BUILT_IN) ? "_built-in" : "";
    const id = renamedChild(
      objects,
      subject._sharedId(
        (key) => `impersonation_${impersonation._keyIn(this.scope)}_${key}${way}${conditionPart(condition)}`,
      ),
    );
    const wanted = { impersonation: this.email };
    return (
      objects.find<ServiceAccountIamMember>(id, wanted) ??
      objects.keep(id, wanted, objects.created(this.member(objects, id, member, condition, pool)))
    );
  }

  public problems(): (string | undefined)[] {
    const { email, accountId } = this.props.impersonation;
    return [nameProblem("impersonation accountId", accountId, SERVICE_ACCOUNT_ID), emailProblem(email)];
  }

  private member(
    scope: Construct,
    id: string,
    member: string,
    condition: MemberCondition | undefined,
    pool: TerraformResource | undefined,
  ): ServiceAccountIamMember {
    const made = new ServiceAccountIamMember(scope, id, {
      provider: this.props.objects.provider,
      serviceAccountId: this.resource?.name ?? `projects/-/serviceAccounts/${this.email}`,
      role: IMPERSONATION_ROLE,
      member,
      condition,
    });
    if (pool) made.dependsOn = [addressOf(pool)];
    if (member.startsWith(BUILT_IN)) this.claimMember(made, member, condition);
    return made;
  }

  /** For Google a service account in GKE's own pool is one in every cluster of the project. */
  private claimMember(made: ServiceAccountIamMember, member: string, condition?: MemberCondition): void {
    this.props.objects.claim({
      ...{ property: "impersonation", by: made, place: this.props.objects.owner },
      name: () => `${String(resolved(made, `${member} as ${this.email}`))}${conditionPart(condition)}`,
      wayOut:
        "By GKE's own pool both are one principal, and taking the right of one away takes that of both: trust one of the two",
    });
  }

  private own(): GoogleServiceAccount {
    const { objects, subject, purpose, impersonation } = this.props;
    const named = {
      kind: NamedKind.GCP_SERVICE_ACCOUNT,
      rule: SERVICE_ACCOUNT_ID,
      prefix: "tm",
      parts: [...subject._nameParts, ...(purpose === undefined ? [] : [purpose])],
    };
    const accountId = impersonation.accountId ?? objects.owner._nameOf(named);
    return this.make(this.scope, "service-account", accountId, `Impersonated by ${subject._what}`);
  }

  /** All subjects that ask for the account by its id find the same one. */
  private shared(): GoogleServiceAccount {
    const { objects, impersonation } = this.props;
    const { accountId = "" } = impersonation;
    const id = `shared-service-account_${accountId}`;
    return (
      objects.find<GoogleServiceAccount>(id, {}) ??
      objects.keep(id, {}, this.make(objects, id, accountId, "Impersonated by several subjects"))
    );
  }

  private make(scope: Construct, id: string, accountId: string, description: string): GoogleServiceAccount {
    const { objects } = this.props;
    const made = new GoogleServiceAccount(scope, id, {
      provider: objects.provider,
      project: objects.owner.projectId,
      accountId,
      description: description.slice(0, MAX_ACCOUNT_DESCRIPTION),
    });
    const wayOut =
      "Give each service account its own accountId, or none; or share one by GcpImpersonation.sharedServiceAccount";
    const by = scope === objects ? made : scope;
    objects.claimHere("impersonation accountId", accountId, by, wayOut);
    return objects.created(made);
  }
}

function emailProblem(email: string | undefined): string | undefined {
  if (!isLiteral(email)) return undefined;
  const property = "impersonation email";
  if (!/^[^@\s:]+@[^@\s]+$/.test(email)) {
    return problem(property, `"${email}" is not an e-mail`, "Give the Google service account's e-mail");
  }
  if (!/[A-Z]/.test(email)) return undefined;
  return problem(
    property,
    `"${email}" has capital letters, and RBAC compares the e-mail that Google writes in small ones letter by letter`,
    `Give "${email.toLowerCase()}"`,
  );
}
