import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack, Token } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { AwsAccount } from "./aws-account";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { TrustedSource, trustPolicy, trustPolicyLength } from "./aws-trust-policy";
import { Cluster, EksCluster, ServiceAccount } from "../clusters";
import { arnProblem } from "../clusters/aws-partition";
import { fittedName, isLiteral, nameProblem, problem, refuse } from "../common";
import {
  MAX_ROLE_DESCRIPTION,
  NOT_IN_ROLE_DESCRIPTION,
  DEFAULT_TRUST_POLICY_LENGTH,
  MAX_SESSION_SECONDS,
  ROLE_NAME,
  ROLE_PATH_FORM,
} from "../vendor/aws/iam";
import { DEFAULT_AWS_AUDIENCE } from "../vendor/aws/sts";

/** How a role that trusts make is shaped. */
export interface AwsRoleOptions {
  /** The role's name: 1 to 64 of letters, digits and `+=,.@_-`. @default - made of source, namespace, name and a digest */
  readonly roleName?: string;
  /** The role's path; it begins and ends with a slash. @default "/" */
  readonly rolePath?: string;
  /** The ARN of the policy that bounds the role's permissions. The role itself has none. @default - no boundary */
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
  /** A cluster of the account in which the role is made. */
  readonly cluster: EksCluster;
  /** Who may assume the role: the service accounts, each exactly. */
  readonly serviceAccounts: ServiceAccount[];
  /** The one audience that their tokens must have. @default "sts.amazonaws.com" */
  readonly audience?: string;
  /** An OIDC provider that exists already; only for service accounts of one source. @default - made once in the account */
  readonly oidcProvider?: IAwsOidcProvider;
}

/** An IAM role that service accounts of other clusters assume with their own tokens. */
export interface IAwsFederatedRole extends IConstruct {
  /** The role's ARN, a literal wherever that is possible. */
  readonly roleArn: string;
  /** The resource, where this library made it. */
  readonly iamRole?: IamRole;
  /** The audience that tokens must have, where this library made the role. */
  readonly audience?: string;
  /** Who may assume the role, where this library made it. */
  readonly serviceAccounts?: ServiceAccount[];
}

/**
 * An IAM role with a trust policy that names service accounts of source clusters, by exact subject AND exact audience.
 * It is made in the account of an EKS cluster and has no permissions: what it may do inside a cluster is the access
 * entry's business.
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
   */
  public static fromRoleArn(scope: Construct, id: string, roleArn: string): IAwsFederatedRole {
    return new ExistingRole(scope, id, roleArn);
  }

  /** The role's ARN: a literal when the cluster's account id is one. */
  public readonly roleArn: string;
  /** The role. */
  public readonly iamRole?: IamRole;
  /** The audience that tokens must have. */
  public readonly audience?: string;
  /** Who may assume the role. */
  public readonly serviceAccounts?: ServiceAccount[];
  private readonly account: AwsAccount;
  private readonly providers = new Map<Cluster, IAwsOidcProvider>();
  private readonly props: AwsFederatedRoleProps;
  private readonly sources: TrustedSource[];

  /**
   * Makes the role and, unless they exist in this stack, the OIDC providers of its sources.
   *
   * @param scope where the role lives; its stack must be the one of the cluster's AWS provider
   * @param id the construct's id
   * @param props what the role is made for
   */
  public constructor(scope: Construct, id: string, props: AwsFederatedRoleProps) {
    super(scope, id);
    this.props = props;
    const { cluster, serviceAccounts } = props;
    const account = AwsAccount.of(cluster, TerraformStack.of(this));
    const audience = props.audience ?? DEFAULT_AWS_AUDIENCE;
    this.account = account;
    this.audience = audience;
    this.serviceAccounts = [...serviceAccounts];
    for (const { cluster: source } of serviceAccounts) {
      this.providers.set(source, account.oidcProvider(source, audience, props.oidcProvider));
    }
    this.sources = [...this.providers].sort(byKey).map(([source, provider]) => ({
      cluster: source,
      oidcProviderArn: provider.oidcProviderArn,
      serviceAccounts: serviceAccounts.filter((serviceAccount) => serviceAccount.cluster === source),
    }));
    const name = props.roleName ?? this.defaultName(audience);
    const path = props.rolePath ?? "/";
    const role = account.adopt(
      new IamRole(this, "role", {
        provider: account.provider,
        name,
        path: props.rolePath,
        description: this.description(),
        assumeRolePolicy: trustPolicy(this.sources, audience),
        permissionsBoundary: props.permissionsBoundaryArn,
        maxSessionDuration: props.maxSessionSeconds,
        tags: props.tags,
      }),
    );
    this.iamRole = role;
    account.claimRoleName(name, this);
    const known = account.accountId !== undefined && [name, path, cluster.partition].every(isLiteral);
    this.roleArn = known ? `arn:${cluster.partition}:iam::${account.accountId}:role${path}${name}` : role.arn;
    refuse(this, () => this.problems(audience));
  }

  /**
   * The OIDC provider that the role trusts for a source.
   * @internal
   */
  public _oidcProviderOf(source: Cluster): IAwsOidcProvider | undefined {
    return this.providers.get(source);
  }

  private description(): string {
    const { serviceAccounts } = this.props;
    const who = serviceAccounts.length === 1 ? serviceAccounts[0]._id : `${serviceAccounts.length} service accounts`;
    return `Assumed from another cluster by ${who}`
      .replace(NOT_IN_ROLE_DESCRIPTION, "?")
      .slice(0, MAX_ROLE_DESCRIPTION);
  }

  private defaultName(audience: string): string {
    const [first] = this.props.serviceAccounts;
    const identity = [...this.props.serviceAccounts.map((one) => one._identity).sort(), audience].join("\n");
    const parts = this.props.serviceAccounts.length === 1 ? [first._id] : [this.node.id];
    return fittedName(["trust-mesh", ...parts], identity, ROLE_NAME.max);
  }

  private problems(audience: string): (string | undefined)[] {
    const { cluster, serviceAccounts, roleName, rolePath, permissionsBoundaryArn, maxSessionSeconds } = this.props;
    const allowed = this.props.trustPolicyMaxLength ?? DEFAULT_TRUST_POLICY_LENGTH;
    const length = trustPolicyLength(this.sources, audience, cluster.partition);
    return [
      cluster.federationHome._cloudProvider && this.account.providerProblem(TerraformStack.of(this), "cluster"),
      serviceAccounts.length ? undefined : problem("serviceAccounts", "is empty", "Give at least one service account"),
      nameProblem("roleName", roleName, ROLE_NAME),
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
        partition: cluster.partition,
        accountId: cluster.accountId,
      }),
      this.props.oidcProvider && this.sources.length > 1
        ? problem("oidcProvider", "is given, and the role has several sources", "Make one role for each source")
        : undefined,
      length !== undefined && length > allowed
        ? problem(
            "serviceAccounts",
            `the role's trust policy has ${length} characters, and the account's quota is ${allowed}`,
            "Divide the service accounts over several roles, or have the quota raised and set trustPolicyMaxLength",
          )
        : undefined,
    ];
  }
}

function byKey([a]: [Cluster, unknown], [b]: [Cluster, unknown]): number {
  return a._key < b._key ? -1 : 1;
}

class ExistingRole extends Construct implements IAwsFederatedRole {
  public readonly iamRole = undefined;
  public constructor(
    scope: Construct,
    id: string,
    public readonly roleArn: string,
  ) {
    super(scope, id);
  }
}
