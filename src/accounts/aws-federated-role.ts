import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack, Token } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { AwsAccount } from "./aws-account";
import { AwsIssuerRegistration } from "./aws-issuer-registration";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { TrustedSource, trustPolicy, trustPolicyLength } from "./aws-trust-policy";
import { arnProblem } from "./aws-partition";
import { AdmittedSubjects } from "./admitted-subjects";
import { AwsAccountObjects } from "./aws-account-objects";
import { addressedAsProblem, ExistingIdentityOptions } from "./existing-identity";
import { NamedKind } from "./naming";
import { warnOfOwnAudience } from "./own-audience";
import { ValidityOptions } from "./validity-options";
import { isLiteral, Missing, nameProblem, problem, referenceTo, refuse, refuseFaulty } from "../common";
import { changedLater } from "../common/changed-later";
import { refuseStackCircle } from "../common/stack-circle";
import { stacksIn } from "../common/stacks-in";
import { TimeWindow, validityOf } from "../common/time-window";
import { TokenIssuer, OidcSubject } from "../subjects";
import {
  DEFAULT_TRUST_POLICY_LENGTH,
  MAX_ROLE_DESCRIPTION,
  MAX_SESSION_SECONDS,
  NOT_IN_ROLE_DESCRIPTION,
  ROLE_NAME,
  ROLE_PATH_FORM,
} from "../vendor/aws/iam";
import { DEFAULT_AWS_AUDIENCE } from "../vendor/aws/sts";

/** How a role that trusts make is shaped. */
export interface AwsRoleOptions extends ValidityOptions {
  /** The role's name: 1 to 64 of letters, digits and `+=,.@_-`. @default - made of source, namespace, name and a digest */
  readonly roleName?: string;
  /** The role's path; it begins and ends with a slash. @default "/" */
  readonly rolePath?: string;
  /** The ARN of the policy that bounds the role's permissions. A role for clusters alone has none. @default - no boundary */
  readonly permissionsBoundaryArn?: string;
  /** How long a session may last, 3600 to 43200 seconds. @default 3600 */
  readonly maxSessionSeconds?: number;
  /** Tags of the role. @default - none */
  readonly tags?: { [key: string]: string };
  /**
   * The account's quota for trust policies, in characters: 2048 unless AWS raised it.
   *
   * @default 2048
   */
  readonly trustPolicyMaxLength?: number;
}

/** What a federated role is made for. */
export interface AwsFederatedRoleProps extends AwsRoleOptions {
  /** The account in which the role is created, such as `cluster.account`. */
  readonly account: AwsAccount;
  /** Who may assume the role: service accounts and other subjects, each exactly. */
  readonly subjects: OidcSubject[];
  /** The one audience that their tokens must have. @default "sts.amazonaws.com" */
  readonly audience?: string;
  /** An OIDC provider that exists already; only for subjects of one source. @default - the account's own */
  readonly oidcProvider?: IAwsOidcProvider;
}

/** An IAM role that subjects of other issuers assume with their own tokens. */
export interface IAwsFederatedRole extends IConstruct {
  /** The role's ARN, a literal wherever that is possible. */
  readonly roleArn: string;
  /** The resource, where this library made it. */
  readonly iamRole?: IamRole;
  /** The audience that tokens must have, where this library made the role. */
  readonly audience?: string;
  /** Who may assume the role, where this library made it. */
  readonly subjects?: OidcSubject[];
  /** The ARN of which addresses are made, where the role exists and `roleArn` is a token. */
  readonly addressedAs?: string;
}

/**
 * An IAM role with a trust policy that names subjects of sources, by exact subject AND exact audience. It is created in
 * an account without permissions: in a cluster the access entry grants rights, and an `AwsTrust` that is given the role adds a policy
 * for services.
 *
 * AWS IAM documentation: "Create a role for OpenID Connect federation", "IAM and AWS STS quotas".
 */
export class AwsFederatedRole extends Construct implements IAwsFederatedRole {
  /**
   * A role that exists already and trusts the service accounts. Neither it nor an OIDC provider is touched.
   *
   * @param scope where the declaration lives
   * @param id the declaration's id
   * @param roleArn the role's ARN; a token is allowed
   * @param options what addresses are made of where it is one
   */
  public static fromRoleArn(
    scope: Construct,
    id: string,
    roleArn: string,
    options: ExistingIdentityOptions = {},
  ): IAwsFederatedRole {
    return new ExistingRole(scope, id, roleArn, options);
  }

  /** The role's ARN: a literal when the account's id is one. */
  public readonly roleArn: string;
  /** The role. */
  public readonly iamRole?: IamRole;
  /** The audience that tokens must have. */
  public readonly audience?: string;
  /** Who may assume the role. */
  public readonly subjects?: OidcSubject[];
  private readonly objects: AwsAccountObjects;
  private readonly props: AwsFederatedRoleProps;
  private readonly sources: readonly FederatedSource[];
  /** The trust policy that lets all subjects in, suspended or not. */
  private readonly policyOfAll: string;
  private readonly users = new AdmittedSubjects();
  private readonly validity?: TimeWindow;
  /** Of what a literal ARN was made. */
  private readonly written?: { readonly name: string; readonly path?: string };

  /**
   * Makes the role and, unless the account has them, the OIDC providers of its sources.
   *
   * @param scope where the role lives; its stack must be the one of the account's AWS provider
   * @param id the construct's id
   * @param props what the role is made for
   */
  public constructor(scope: Construct, id: string, props: AwsFederatedRoleProps) {
    super(scope, id);
    this.props = props;
    this.validity = validityOf(props);
    const { account } = props;
    const subjects = props.subjects.slice();
    const { _options: defaults } = account;
    const objects = account._objects(TerraformStack.of(this));
    refuseIssuerCircle(this, TerraformStack.of(objects), subjects);
    const audience = props.audience ?? subjects[0]?.issuedBy._fixedAudience ?? DEFAULT_AWS_AUDIENCE;
    this.objects = objects;
    this.audience = audience;
    this.subjects = subjects;
    let sources: FederatedSource[] = [];
    for (const { issuedBy } of subjects) {
      const found = objects.oidcProvider(issuedBy, props.oidcProvider);
      const provider =
        found instanceof Missing
          ? objects.register(found, new AwsIssuerRegistration(objects, found.id, objects, issuedBy))
          : found;
      if (provider instanceof AwsIssuerRegistration) provider.addAudience(audience);
      if (sources.some(({ issuer }) => issuer === issuedBy)) continue;
      const own = subjects.length === 1 ? subjects : subjects.filter((subject) => subject.issuedBy === issuedBy);
      const made = provider instanceof AwsIssuerRegistration ? provider.resource : undefined;
      const oidcProviderArn = made ? referenceTo(made, "arn", this) : provider.oidcProviderArn;
      const source = { issuer: issuedBy, provider, oidcProviderArn, subjects: own };
      sources = sources.concat(source);
    }
    this.sources = sources.sort(byKey);
    for (const { issuer } of this.sources) warnOfOwnAudience(this, issuer, audience);
    this.policyOfAll = trustPolicy(this.sources, audience, this.validity);
    const name = props.roleName ?? this.defaultName(audience);
    const path = props.rolePath ?? defaults.rolePath;
    const role = objects.created(
      new IamRole(this, "role", {
        provider: objects.provider,
        name,
        path,
        description: this.description(),
        assumeRolePolicy: this.policyOfAll,
        permissionsBoundary: props.permissionsBoundaryArn ?? defaults.permissionsBoundaryArn,
        maxSessionDuration: props.maxSessionSeconds ?? defaults.maxSessionSeconds,
        tags: bothTags(defaults.tags, props.tags),
      }),
    );
    this.iamRole = role;
    objects.claimRoleName(name, this);
    const { accountId, partition } = account;
    const known = isLiteral(accountId) && partition !== "" && [name, path ?? "/", partition].every(isLiteral);
    if (known) this.written = { name, path };
    this.roleArn = known ? `arn:${partition}:iam::${accountId}:role${path ?? "/"}${name}` : role.arn;
    refuseFaulty(this);
  }

  /**
   * The OIDC provider that the role trusts for a source.
   * @internal
   */
  public _oidcProviderOf(source: TokenIssuer): IAwsOidcProvider | undefined {
    return this.sources.find(({ issuer }) => issuer === source)?.provider;
  }

  /**
   * Notes that a trust of a subject uses the role. A subject whose trusts are all suspended may not assume it.
   * @internal
   */
  public _admit(subject: OidcSubject, suspended: boolean): void {
    this.users.note(subject, suspended);
    if (this.iamRole && this.users.anySuspended) this.iamRole.assumeRolePolicy = this.policy();
  }

  /** A policy needs a statement in IAM: without an admitted subject, the trust policy has one that denies. */
  private policy(): string {
    const audience = this.audience ?? DEFAULT_AWS_AUDIENCE;
    const admitted = this.sources
      .map((source) => ({ ...source, subjects: this.users.admittedOf(source.subjects) }))
      .filter(({ subjects }) => subjects.length);
    return admitted.length
      ? trustPolicy(admitted, audience, this.validity)
      : trustPolicy(this.sources, audience, undefined, "Deny");
  }

  /** What else than this construct gave the role. */
  private changes(): (string | undefined)[] {
    const { iamRole: role, written } = this;
    if (!role || !written) return [];
    return [
      changedLater(role, { property: "roleName", argument: "name", value: role.nameInput, given: written.name }),
      changedLater(role, { property: "rolePath", argument: "path", value: role.pathInput, given: written.path }),
    ];
  }

  private description(): string {
    const { subjects } = this.props;
    const who = subjects.length === 1 ? subjects[0]._name : `${subjects.length} subjects`;
    const where = [...new Set(subjects.map(({ issuedBy }) => issuedBy._noun))].sort().join(" or ");
    return `Assumed from another ${where} by ${who}`
      .replace(NOT_IN_ROLE_DESCRIPTION, "?")
      .slice(0, MAX_ROLE_DESCRIPTION);
  }

  private defaultName(audience: string): string {
    const { subjects, account } = this.props;
    const identity = [...subjects.map((one) => one._name).sort(), isLiteral(audience) ? audience : ""].join("\n");
    const parts = subjects.length === 1 ? subjects[0]._nameParts : [this.node.id];
    return account._nameOf({ kind: NamedKind.AWS_ROLE, rule: ROLE_NAME, prefix: "trust-mesh", parts, identity });
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { audience = DEFAULT_AWS_AUDIENCE } = this;
    const { account, subjects, roleName, rolePath, permissionsBoundaryArn, maxSessionSeconds } = this.props;
    const quota = this.props.trustPolicyMaxLength ?? account._options.trustPolicyMaxLength;
    const allowed = quota ?? DEFAULT_TRUST_POLICY_LENGTH;
    const length = trustPolicyLength(this.policyOfAll, this.sources, audience, account.partition);
    return [
      this.objects.providerProblem(TerraformStack.of(this), "account"),
      ...(this.validity?._problems() ?? []),
      subjects.length ? undefined : problem("subjects", "is empty", "Give at least one subject"),
      ...subjects.map(({ issuedBy }) => issuedBy._refusedBy("aws")),
      ...subjects.map((subject) => otherAudience(subject, audience)),
      nameProblem("roleName", roleName ?? this.iamRole?.nameInput, ROLE_NAME),
      ...this.changes(),
      isLiteral(rolePath) && !ROLE_PATH_FORM.test(rolePath)
        ? problem("rolePath", `"${rolePath}" is not a path`, "Begin and end it with a slash")
        : undefined,
      maxSessionSeconds !== undefined &&
      !Token.isUnresolved(maxSessionSeconds) &&
      !(maxSessionSeconds >= MAX_SESSION_SECONDS.min && maxSessionSeconds <= MAX_SESSION_SECONDS.max)
        ? problem(
            "maxSessionSeconds",
            `is ${maxSessionSeconds}`,
            `Give ${MAX_SESSION_SECONDS.min} to ${MAX_SESSION_SECONDS.max} seconds`,
          )
        : undefined,
      arnProblem("permissionsBoundaryArn", permissionsBoundaryArn, {
        name: "policy",
        resource: "policy/",
        partition: account.partition,
        accountId: account.accountId,
      }),
      this.props.oidcProvider && this.sources.length > 1
        ? problem("oidcProvider", "is given, and the role has several sources", "Make one role for each source")
        : undefined,
      length !== undefined && length > allowed
        ? problem(
            "subjects",
            `the role's trust policy has ${length} characters, and the account's quota is ${allowed}`,
            "Divide the subjects over several roles, or have the quota raised and set trustPolicyMaxLength",
          )
        : undefined,
    ];
  }
}

/** A source, and the OIDC provider by which the account knows it. */
interface FederatedSource extends TrustedSource {
  readonly provider: IAwsOidcProvider;
}

/** Refuses a role of whose stack the issuer's stack reads. */
function refuseIssuerCircle(role: Construct, reader: TerraformStack, subjects: readonly OidcSubject[]): void {
  const issuers = subjects.map(({ issuedBy }) => issuedBy.issuer).filter((issuer) => Token.isUnresolved(issuer));
  if (!issuers.length) return;
  refuseStackCircle(role, {
    ...{ reader, property: "subjects", what: "an issuer is an attribute", from: stacksIn(reader, issuers) },
    wayOut: `Give the issuers as literals, or declare the source again in "${reader.node.id}" by a data source`,
  });
}

function byKey({ issuer: a }: TrustedSource, { issuer: b }: TrustedSource): number {
  return a._stableKey.value < b._stableKey.value ? -1 : 1;
}

/** What is wrong with an audience that the subject's tokens never have. */
function otherAudience({ subject, issuedBy }: OidcSubject, audience: string): string | undefined {
  const fixed = issuedBy._fixedAudience;
  if (fixed === undefined || fixed === audience) return undefined;
  return problem(
    "audience",
    `is "${audience}", and tokens of ${subject} are for "${fixed}" alone`,
    `Leave it out, or make a role of its own for each audience`,
    "fixed-audience",
  );
}

function bothTags(ofAccount?: { [key: string]: string }, own?: { [key: string]: string }) {
  return ofAccount && own ? { ...ofAccount, ...own } : (own ?? ofAccount);
}

class ExistingRole extends Construct implements IAwsFederatedRole {
  public readonly iamRole = undefined;
  public readonly addressedAs?: string;
  public constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
    options: ExistingIdentityOptions,
  ) {
    super(scope, id);
    this.addressedAs = options.addressedAs;
    refuse(this, () => [addressedAsProblem(this, roleArn, options)]);
  }
}
