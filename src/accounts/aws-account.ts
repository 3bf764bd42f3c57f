import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformProvider, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { AccountSource } from "./account-source";
import { AdoptedByIssuer } from "./adopted-by-issuer";
import { AwsAccountObjects } from "./aws-account-objects";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { Facts } from "./account-facts";
import { arnProblem, AwsPartition, partitionOf } from "./aws-partition";
import { CloudAccount, CloudAccountOptions } from "./cloud-account";
import { DestinationKind } from "./destination";
import { isLiteral, problem, SharedObjects } from "../common";
import { TokenIssuer } from "../subjects";
import { ACCOUNT_ID_FORM } from "../vendor/aws/iam";

/** Defaults for all that is created in an AWS account. */
export interface AwsAccountOptions extends CloudAccountOptions {
  /**
   * The account's 12 digits. With them ARNs are known at synth. A token is allowed. Adding or removing them moves
   * nothing.
   *
   * @default - the provider's only `allowed_account_ids`, the account of the role that it assumes, or what the account's
   * clusters tell
   */
  readonly accountId?: string;
  /** The partition. @default - that of the provider's region, or what the account's clusters tell */
  readonly partition?: AwsPartition;
  /** Tags of all that can have tags; those of a single role come on top. @default - none */
  readonly tags?: { [key: string]: string };
  /** The path of roles; it begins and ends with a slash. @default "/" */
  readonly rolePath?: string;
  /** The ARN of the policy that bounds the permissions of every role. @default - no boundary */
  readonly permissionsBoundaryArn?: string;
  /** How long a session of a role may last, 3600 to 43200 seconds. @default 3600 */
  readonly maxSessionSeconds?: number;
  /**
   * The account's quota for trust policies, in characters: 2048 unless AWS raised it.
   *
   * @default 2048
   */
  readonly trustPolicyMaxLength?: number;
}

/** What an AWS account is described by. */
export interface AwsAccountAttributes extends AwsAccountOptions {
  /** The AWS provider that creates the account's objects. They stand in the provider's stack. */
  readonly awsProvider: AwsProvider;
}

/** The accounts that were made from a provider alone. */
const OF_PROVIDER = new WeakMap<TerraformProvider, AwsAccount>();

/**
 * An AWS account: where OIDC providers and federated roles are created, each once. A cluster has one, made from its
 * provider unless given; clusters of several stacks or with several providers share one that is given to all of them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html "Create an OpenID Connect
 * (OIDC) identity provider in IAM"
 * @example
 * const prod = AwsAccount.fromProvider(stack, "prod", new AwsProvider(stack, "aws", { region: "us-west-2" }), {
 *   permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/boundary",
 *   tags: { team: "platform" },
 * });
 * const west = EksCluster.fromAttributes(stack, "west", { account: prod, clusterName: "west", region: "us-west-2" });
 */
export class AwsAccount extends CloudAccount {
  /**
   * Declares an account by what is known of it. Nothing is created.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the account's id; addresses of its objects are made of it, unless there is a `key`
   * @param attributes what is known of the account
   */
  public static fromAttributes(scope: Construct, id: string, attributes: AwsAccountAttributes): AwsAccount {
    return new AwsAccount(scope, id, attributes.awsProvider, attributes);
  }

  /**
   * Declares the account of a provider. Its id is read from the provider where the provider tells it.
   *
   * @param scope where the declaration lives
   * @param id the account's id; addresses of its objects are made of it, unless there is a `key`
   * @param awsProvider the provider that creates the account's objects
   * @param options defaults for all that is created in the account
   */
  public static fromProvider(
    scope: Construct,
    id: string,
    awsProvider: AwsProvider,
    options: AwsAccountOptions = {},
  ): AwsAccount {
    return new AwsAccount(scope, id, awsProvider, options);
  }

  /**
   * Declares the account that a provider's credentials are of, by the data source that looks it up.
   *
   * @param scope where the declaration lives
   * @param id the account's id; addresses of its objects are made of it, unless there is a `key`
   * @param data the data source; it needs a `provider` of its own, because objects are created by that
   * @param options defaults for all that is created in the account
   */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataAwsCallerIdentity,
    options: AwsAccountOptions = {},
  ): AwsAccount {
    const provider = data.provider as AwsProvider | undefined;
    return new AwsAccount(scope, id, provider, { accountId: data.accountId, ...options }, data);
  }

  /**
   * The account of a provider that was not declared; without a provider one that fails synth where it is used.
   * @internal
   */
  public static _ofProvider(cluster: Construct, awsProvider: AwsProvider | undefined): AwsAccount {
    if (!awsProvider) return new AwsAccount(cluster, "account", undefined, {});
    const known = OF_PROVIDER.get(awsProvider);
    if (known) return known;
    const root = SharedObjects.root(TerraformStack.of(awsProvider));
    const made = new AwsAccount(root, `account-${awsProvider.friendlyUniqueId}`, awsProvider, {
      key: awsProvider.node.id,
    });
    OF_PROVIDER.set(awsProvider, made);
    return made;
  }

  /** The provider that creates the account's objects. */
  public readonly awsProvider?: AwsProvider;
  /** @internal */
  public readonly _options: AwsAccountOptions;
  private readonly adopted = new AdoptedByIssuer<IAwsOidcProvider>();
  private readonly providers = new Set<AwsProvider>();

  private constructor(
    scope: Construct,
    id: string,
    awsProvider: AwsProvider | undefined,
    options: AwsAccountOptions,
    data?: AccountSource,
  ) {
    super(scope, id, options, ["accountId", "partition"]);
    this._source = data;
    this.awsProvider = awsProvider;
    this._options = options;
    this._facts.hear(this.node.path, { accountId: options.accountId, partition: options.partition });
    if (awsProvider) this._hearProvider(awsProvider);
  }

  /**
   * Notes what a provider tells of the account: its own, or that of a cluster.
   * @internal
   */
  public _hearProvider(provider: AwsProvider): void {
    if (this.providers.has(provider)) return;
    this.providers.add(provider);
    this._facts.hear(provider.node.path, factsOf(provider));
  }

  /** The account's 12 digits, where they are known at synth or were given as a token. */
  public get accountId(): string | undefined {
    return this._facts.find("accountId");
  }

  /** The partition; an empty string where nothing tells it. */
  public get partition(): string {
    return this._facts.find("partition") ?? "";
  }

  /**
   * Takes an OIDC provider that exists in the account for all trusts of an issuer; IAM refuses a second one. To be
   * called before the first trust of the issuer into the account; a later call fails synth.
   *
   * @param issuer the source cluster, or another issuer
   * @param oidcProvider the provider, which must have the audience of the trusts among its client ids
   * @returns this account
   */
  public adoptOidcProvider(issuer: TokenIssuer, oidcProvider: IAwsOidcProvider): AwsAccount {
    this.adopted.adopt("adoptOidcProvider", issuer, oidcProvider);
    return this;
  }

  /** @internal */
  public _adoptedFor(issuer: TokenIssuer): IAwsOidcProvider | undefined {
    return this.adopted.of(issuer);
  }

  /** @internal */
  public get _place(): string | undefined {
    return isLiteral(this.accountId) ? `aws ${this.accountId}` : undefined;
  }

  /** The services of this cloud. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.AWS;
  }

  /** @internal */
  public get _written(): readonly (string | undefined)[] {
    const { rolePath, permissionsBoundaryArn, tags } = this._options;
    return [rolePath, permissionsBoundaryArn, ...Object.values(tags ?? {})];
  }

  /** @internal */
  public get _provider(): TerraformProvider | undefined {
    return this.awsProvider;
  }

  /** @internal */
  public _objects(fallback: TerraformStack): AwsAccountObjects {
    return this._kept(this._home(fallback), (stack) => AwsAccountObjects.of(this, stack));
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    const { accountId, permissionsBoundaryArn } = this._options;
    return [
      ...super._problems(),
      ...this.adopted.problems(),
      ...this.adopted.all.map(({ oidcProviderArn }) =>
        arnProblem("oidcProvider", oidcProviderArn, {
          ...{ name: "OIDC provider", resource: "oidc-provider/" },
          ...{ partition: this.partition, accountId: this.accountId },
        }),
      ),
      ...[...this.providers].flatMap((provider) => limitProblems(provider, this.accountId)),
      isLiteral(accountId) && !ACCOUNT_ID_FORM.test(accountId)
        ? problem("accountId", `"${accountId}" is not an account id`, "Give the account's 12 digits")
        : undefined,
      arnProblem("permissionsBoundaryArn", permissionsBoundaryArn, {
        name: "policy",
        resource: "policy/",
        partition: this.partition,
        accountId: this.accountId,
      }),
    ];
  }
}

/** Why a provider works in no account with an id: its own lists, which it compares with that of its credentials. */
function limitProblems(provider: AwsProvider, accountId: string | undefined): (string | undefined)[] {
  const allowed = literals(provider.allowedAccountIdsInput);
  const forbidden = literals(provider.forbiddenAccountIdsInput);
  const assumed = assumedAccountOf(provider);
  // The only account that is allowed is what the provider tells of itself, and compared as such.
  const told = allowed.length === 1 ? [assumed] : [accountId, assumed];
  const wayOut = "Give the provider of that account, or correct the id";
  return [
    ...[...new Set(told)].map((id) =>
      isLiteral(id) && allowed.length && !allowed.includes(id)
        ? problem("accountId", `is ${id}, and "${provider.node.path}" allows ${allowed.join(", ")} alone`, wayOut)
        : undefined,
    ),
    ...[...new Set([accountId, assumed])].map((id) =>
      isLiteral(id) && forbidden.includes(id)
        ? problem("accountId", `is ${id}, which "${provider.node.path}" forbids`, wayOut)
        : undefined,
    ),
  ];
}

/** The elements of a list that is known at synth; none of one that is not. */
function literals(list: string[] | undefined): string[] {
  return list && !Token.isUnresolved(list) && list.every(isLiteral) ? list : [];
}

/** The account that a provider names, the only one it may use or that of the role it assumes last, and its partition. */
function factsOf(provider: AwsProvider): Facts {
  const partition = provider.regionInput === undefined ? undefined : partitionOf(provider.regionInput);
  const allowed = provider.allowedAccountIdsInput;
  if (allowed && !Token.isUnresolved(allowed) && allowed.length === 1) return { accountId: allowed[0], partition };
  return { accountId: assumedAccountOf(provider), partition };
}

/** The account of the role that a provider assumes last. */
function assumedAccountOf(provider: AwsProvider): string | undefined {
  const last = (roles: typeof provider.assumeRoleInput | typeof provider.assumeRoleWithWebIdentityInput) =>
    Array.isArray(roles) ? roles.at(-1) : roles;
  // The role of a web identity is the first; those of assume_role follow from it.
  const role = last(provider.assumeRoleInput) ?? last(provider.assumeRoleWithWebIdentityInput);
  const arn = role && "roleArn" in role ? role.roleArn : undefined;
  return isLiteral(arn) ? /^arn:[^:]+:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
}
