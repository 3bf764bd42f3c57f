import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Fn, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudTrust } from "./cloud-trust";
import { Promised } from "./promised";
import { TrustOptions } from "./trust-options";
import { AwsAccess } from "../access";
import { policyStatement } from "../access/aws/aws-policy-json";
import {
  AwsAccount,
  AwsFederatedRole,
  AwsFederatedRoleProps,
  AwsRoleOptions,
  IAwsFederatedRole,
  NamedKind,
} from "../accounts";
import { AwsAccountObjects } from "../accounts/aws-account-objects";
import { AwsPodIdentityRole } from "../accounts/aws-pod-identity-role";
import { AwsRolePolicy } from "../accounts/aws-role-policy";
import { SdkIdentity } from "../clients/sdk/environment";
import { EksCluster, ServiceAccount } from "../clusters";
import { digest, formerPath, idsOf, isLiteral, mapIds, Missing, problem, referenceTo, renamedChild } from "../common";
import { madeOf } from "../common/late-text";
import { OidcSubject } from "../subjects";
import { ROLE_NAME } from "../vendor/aws/iam";
import { DEFAULT_AWS_AUDIENCE, sessionNameOf } from "../vendor/aws/sts";
import { AWS_ROLE_OPTIONS, givenOf } from "./shaping-options";

/** How a trust into an AWS account is shaped. */
export interface AwsTrustOptions extends AwsRoleOptions, TrustOptions {
  /** The one audience that the token must have. @default "sts.amazonaws.com" */
  readonly audience?: string;
  /**
   * A role that several trusts share, such as `new AwsFederatedRole` with many subjects, or one that exists. What is
   * granted then holds for all of its subjects.
   *
   * @default - a role of the subject's own for services of this account
   */
  readonly role?: IAwsFederatedRole;
  /**
   * Whether EKS Pod Identity gives the role to the pods instead of a projected token. Only for a service account of an
   * EKS cluster of the same account; the cluster needs the add-on `eks-pod-identity-agent`.
   *
   * @default false
   */
  readonly podIdentity?: boolean;
  /** The region in which the pods' SDKs call STS and services. @default - the region of the account's provider */
  readonly region?: string;
}

/** What a trust into an AWS account is made from. */
export interface AwsTrustProps extends AwsTrustOptions {
  /** Who is trusted: a service account of any cluster, or another subject. */
  readonly from: OidcSubject;
  /** The account that trusts. */
  readonly to: AwsAccount;
  /** What it may do there. */
  readonly access: AwsAccess;
}

/**
 * Lets a subject of any source use services of an AWS account. Creates in the account, each once: the IAM OIDC provider
 * of the source's issuer, a role that trusts exactly this subject and audience, and an inline policy of the role with
 * what was granted. A role that this subject has for EKS clusters of the account stays without permissions.
 *
 * AWS IAM documentation: "Create a role for OpenID Connect federation"
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 *
 * @example
 *
 * const trust = new AwsTrust(this, "loader", {
 *   from: build.serviceAccount("etl", "loader"),
 *   to: prod,
 *   access: AwsAccess.readBucket("acme-reports"),
 * });
 * trust.grant(AwsAccess.useKey(reportsKey));
 */
export class AwsTrust extends CloudTrust {
  /** The ARN of the role that acts. */
  public readonly roleArn: string;
  /** The role, where this library made it. */
  public readonly role?: IamRole;
  /** The token's audience; empty where EKS Pod Identity gives the role. */
  public readonly audience: string;
  private readonly props: AwsTrustProps;
  private readonly objects: AwsAccountObjects;
  private readonly federated?: IAwsFederatedRole;
  private readonly podIdentity?: AwsPodIdentityRole;
  private readonly policy: AwsRolePolicy;
  private readonly granted: AwsAccess[] = [];

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the account's provider
   * @param id the trust's id
   * @param props who is trusted, by which account, with what access
   */
  public constructor(scope: Construct, id: string, props: AwsTrustProps) {
    super(scope, id, props.from, props.to, props);
    this.props = props;
    this.objects = props.to._objects(TerraformStack.of(this));
    this.podIdentity = props.podIdentity ? this.associate() : undefined;
    const wanted = this.podIdentity ? undefined : (props.role ?? this.ownRole());
    this.federated =
      wanted instanceof Missing ? wanted.keep(new AwsFederatedRole(wanted.scope, wanted.id, wanted.props)) : wanted;
    this.audience = this.podIdentity ? "" : (this.federated?.audience ?? this.wantedAudience);
    this.role = this.podIdentity?.iamRole ?? this.federated?.iamRole;
    this.roleArn = this.federated?.roleArn ?? this.podIdentity?.iamRole.arn ?? "";
    if (this.federated instanceof AwsFederatedRole) this.federated._admit(props.from, this.suspended);
    if (!this.role) this.objects.claimExistingRole(this.roleArn, this.federated ?? this);
    this.policy = this.rolePolicy();
    this.grant(props.access);
  }

  /** The ARN of the role that acts. */
  public get cloudPrincipal(): string {
    return this.roleArn;
  }
  /** Whether the pod needs a projected token; not where EKS Pod Identity gives the role. */
  public get usesProjectedToken(): boolean {
    return !this.podIdentity;
  }
  /** What was granted, in the order of granting. */
  public get accesses(): AwsAccess[] {
    return [...this.granted];
  }
  /** The Terraform resources of this trust, those that it shares with others included. */
  public get resources(): TerraformResource[] {
    const ours = this.federated instanceof AwsFederatedRole ? this.federated : undefined;
    const provider = ours?._oidcProviderOf(this.subject.issuedBy)?.resource;
    return [provider, this.role, this.podIdentity?.association, ...this.policy.resources].filter(
      (resource) => resource !== undefined,
    );
  }

  /**
   * Adds access for the same subject. What was granted before stays; granting the same again changes nothing.
   *
   * @param access what else it may do
   */
  public grant(access: AwsAccess): void {
    this.granted.push(access);
    this._warnOf(access);
    if (this.suspended) return;
    const { partition, accountId } = this.props.to;
    const statements = access._statements({ partition: partition || "aws", accountId: accountId ?? "" });
    this._refuseCircleOf([access.managedPolicyArn, statements]);
    if (access.managedPolicyArn !== undefined) {
      const told = access._addressed;
      this.policy.attach(access.managedPolicyArn, isLiteral(told) ? told : this._addressPart([told], access));
    }
    if (statements.length) this.policy.allow(statements.map(policyStatement));
  }

  /** @internal */
  public _sdkIdentity(tokenFile: string): SdkIdentity | undefined {
    if (this.podIdentity) return undefined;
    const { roleArn, subject } = this;
    return {
      cloud: "aws",
      name: this.destinationId,
      roleArn,
      tokenFile,
      sessionName: sessionNameOf(subject.subject, (text) => digest(text, 64)),
      region: this.region ?? "",
    };
  }

  /** @internal */
  protected _promised(): Promised {
    const { roleArn, subject, podIdentity, region, federated, audience } = this;
    const { accountId = "" } = this.props.to;
    const place = { partition: this.props.to.partition || "aws", accountId };
    const given = federated && !(federated instanceof AwsFederatedRole) ? [roleArn] : [];
    const provider = federated instanceof AwsFederatedRole ? federated._oidcProviderOf(subject.issuedBy) : undefined;
    return {
      cloud: "aws",
      accountId,
      ...(podIdentity ? { clusterName: podIdentity.clusterArn } : {}),
      client: {
        "role-arn": roleArn,
        ...(podIdentity ? { source: "eks-pod-identity" } : {}),
        ...(audience ? { "session-name": sessionNameOf(subject.subject, (text) => digest(text, 64)) } : {}),
        ...(region === undefined ? {} : { region }),
      },
      grants: this.granted.flatMap((access) => access._declared(place)),
      adopted: [...given, ...(provider && !provider.resource ? [provider.oidcProviderArn] : [])],
    };
  }

  /** @internal */
  protected get _granted(): readonly AwsAccess[] {
    return this.granted;
  }

  /** A subject whose token has always the same audience leaves no choice. */
  private get wantedAudience(): string {
    return this.props.audience ?? this.subject.issuedBy._fixedAudience ?? DEFAULT_AWS_AUDIENCE;
  }

  private get region(): string | undefined {
    return this.props.region ?? this.props.to.awsProvider?.regionInput;
  }

  private ownRole(): AwsFederatedRole | Missing<AwsFederatedRoleProps> {
    const { from, to } = this.props;
    const audience = this.wantedAudience;
    const shape = givenOf(this.props, AWS_ROLE_OPTIONS);
    const suffix = audience === DEFAULT_AWS_AUDIENCE ? "" : `-${digest(isLiteral(audience) ? audience : "")}`;
    const id = renamedChild(
      this.objects,
      from._sharedId((key) => `service-role_${key}${suffix}`),
    );
    const wanted = { ...shape, audience };
    const known = this.objects.find<AwsFederatedRole>(id, wanted);
    if (known) return known;
    const parts = [...from._nameParts, "services"];
    const identity = [from._name, "services", suffix].join("\n");
    const named = { kind: NamedKind.AWS_ROLE, rule: ROLE_NAME, prefix: "trust-mesh", parts, identity };
    const roleName = this.props.roleName ?? to._nameOf(named);
    const props = { ...shape, account: to, subjects: [from], audience, roleName };
    return new Missing(this.objects, id, wanted, props);
  }

  private associate(): AwsPodIdentityRole | undefined {
    const { from } = this.props;
    if (!(from instanceof ServiceAccount) || !(from.cluster instanceof EksCluster)) return undefined;
    const { clusterName, region, _cloudName: clusterArn } = from.cluster;
    const id = renamedChild(
      this.objects,
      from._sharedId((key) => `pod-identity_${key}`),
    );
    const { namespace, name: serviceAccountName } = from;
    const props = {
      objects: this.objects,
      subject: from,
      clusterName,
      clusterArn,
      region,
      namespace,
      serviceAccountName,
    };
    return (
      this.objects.find<AwsPodIdentityRole>(id, {}) ??
      this.objects.keep(id, {}, new AwsPodIdentityRole(this.objects, id, props))
    );
  }

  /** All trusts of one role write into one policy. */
  private rolePolicy(): AwsRolePolicy {
    const { role, roleArn, objects } = this;
    const roleName = role ? referenceTo(role, "name", objects) : nameOfArn(roleArn);
    const id = this.policyId();
    const wanted = { role: roleName };
    const props = { objects, roleName, isMade: role !== undefined };
    return objects.find<AwsRolePolicy>(id, wanted) ?? objects.keep(id, wanted, new AwsRolePolicy(objects, id, props));
  }

  private policyId(): string {
    const { objects, roleArn } = this;
    const { role } = this.props;
    const own = this.podIdentity ?? this.federated;
    if (!role && own) {
      return renamedChild(
        objects,
        mapIds(idsOf(own), (id) => `permissions_${id}`),
      );
    }
    const told = role?.iamRole ? undefined : (role?.addressedAs ?? roleArn);
    if (isLiteral(told)) return `permissions_given-${digest(told)}`;
    return `permissions_${role?.node.id}-${digest(role ? formerPath(role) : "")}`;
  }

  /** IAM stores no policy with an ARN of another partition. */
  private partitionProblems(): string[] {
    const { partition, accountId = "" } = this.props.to;
    if (!partition || !isLiteral(partition)) return [];
    const arns = this.granted.flatMap((access) => [
      ...access._statements({ partition, accountId }).flatMap(({ resources }) => resources),
      ...(access.managedPolicyArn === undefined ? [] : [access.managedPolicyArn]),
    ]);
    return [...new Set(arns)]
      .filter((arn) => (partitionOf(arn) ?? partition) !== partition)
      .map((arn) =>
        problem(
          "access",
          `"${arn}" is of another partition than the account, which is in ${partition}`,
          "Give one of the account's partition",
          "access-partition",
        ),
      );
  }

  /** @internal */
  protected override _optionProblems(): (string | undefined)[] {
    const { from, to, role, podIdentity } = this.props;
    const shaped = [...AWS_ROLE_OPTIONS, "audience" as const].filter((option) => this.props[option] !== undefined);
    const cluster = from instanceof ServiceAccount ? from.cluster : undefined;
    const isEks = cluster instanceof EksCluster;
    return [
      podIdentity && !isEks
        ? problem(
            "podIdentity",
            "is EKS Pod Identity, and the subject is of another kind of source",
            "Leave it out: the subject federates with its own token",
          )
        : undefined,
      podIdentity && isEks && cluster.account !== to
        ? problem(
            "podIdentity",
            "works in the cluster's own account only, and the cluster is of another one",
            "Leave it out, or give the cluster this AwsAccount",
          )
        : undefined,
      podIdentity && to.accountId === undefined
        ? problem(
            "podIdentity",
            "trusts the cluster by its ARN, and the account's id is not known",
            "Give the AwsAccount its accountId",
          )
        : undefined,
      podIdentity && (shaped.length || role)
        ? problem(
            [...shaped, ...(role ? ["role"] : [])].join(", "),
            "conflicts with podIdentity, whose role takes the defaults of the account",
            "Leave one of the two out",
          )
        : undefined,
      role && shaped.length
        ? problem(shaped.join(", "), "conflicts with role, which has them already", "Leave one of the two out")
        : undefined,
      role && !(role.subjects?.some((one) => one._covers(from)) ?? true)
        ? problem("role", `does not trust ${from.subject}`, "Add it to the role's subjects")
        : undefined,
      this.suspended && role && !role.iamRole && this.policy.resources.length
        ? problem(
            "suspended",
            "another trust grants access to the same role, and who may assume it is not decided here",
            "Take the subject out of the role's trust policy, or suspend all trusts of the role",
            "suspended-shared-role",
          )
        : undefined,
      from.isPattern && podIdentity
        ? problem("from", "stands for several subjects, and an association names one", "Give a single service account")
        : undefined,
      ...this.partitionProblems(),
      this.region === undefined && !podIdentity
        ? problem("region", "is missing, and the account's provider has none", "Give the region that SDKs should call")
        : undefined,
    ];
  }
}

/** The partition of an ARN that is known at synth. */
function partitionOf(arn: string): string | undefined {
  return isLiteral(arn) ? /^arn:([^:*?]+):/.exec(arn)?.[1] : undefined;
}

/** A role's name is the last part of its ARN. */
function nameOfArn(roleArn: string): string {
  return madeOf(
    roleArn,
    (literal) => literal.replace(/^.*\//, ""),
    (token) => Fn.element(Fn.reverse(Fn.split("/", token)), 0) as string,
  );
}
