import { EksAccessEntry as EksAccessEntryResource } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Fn, Lazy, LazyBase, TerraformResource, TerraformStack, Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { EksSourceRole } from "./eks-source-role";
import { ClusterTrust, ClusterTrustProps } from "./cluster-trust";
import { kindOf } from "./kind-of";
import { TrustOptions } from "./trust-options";
import { ClusterAccess } from "../access";
import { EksAccessEntries } from "../access/eks-access-entries";
import { EksAccessEntry } from "../access/eks-access-entry";
import { RbacSubject } from "../access/kubernetes-rbac";
import { EksCluster } from "../clusters";
import { digest, isLiteral, Missing, problem, referenceTo, renamedChild, SharedId } from "../common";
import { madeBy } from "../common/late-text";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import {
  AwsFederatedRole,
  AwsFederatedRoleProps,
  AwsRoleOptions,
  IAwsFederatedRole,
  IAwsOidcProvider,
  ExistingIdentityOptions,
} from "../accounts";
import { arnProblem } from "../accounts/aws-partition";
import { addressedAsProblem } from "../accounts/existing-identity";
import { DEFAULT_AWS_AUDIENCE } from "../vendor/aws/sts";
import { AWS_ROLE_OPTIONS, givenOf } from "./shaping-options";

/** How a trust into EKS is shaped, beyond who and what. */
export interface EksTrustOptions extends AwsRoleOptions, TrustOptions {
  /** The one audience that the token must have, 1 to 255 characters. @default "sts.amazonaws.com" */
  readonly audience?: string;
  /**
   * A role that exists already (`AwsFederatedRole.fromRoleArn`), or one that several service accounts share (`new
   * AwsFederatedRole`). Options that shape a new role are refused beside it.
   *
   * @default - a role is made, once for the service account in the account
   */
  readonly role?: IAwsFederatedRole;
  /**
   * A role of the source account that the service account's pods have already. The access entry names it directly, and
   * nothing is created in the target's IAM. Only for a service account of an EKS cluster; options that shape a role are
   * refused beside it.
   *
   * @default - the service account federates with its own token, as one of any other cloud does
   */
  readonly sourceRole?: EksSourceRole;
  /** An OIDC provider that exists already. @default - one is made, once for the issuer in the account */
  readonly oidcProvider?: IAwsOidcProvider;
  /**
   * The user's name that RBAC and the audit log see. It must not start with `system:`, `eks:`, `aws:`, `amazon:` or
   * `iam:`, and needs a colon before `{{SessionName}}`. Nothing is authorised by it.
   *
   * @default - "trust-mesh:", the source cluster, namespace and name, and the session's name
   */
  readonly userName?: string;
  /** More groups for the principal, for bindings of your own; not `system:` ones. @default - none */
  readonly groups?: string[];
}

/** What a trust into an EKS cluster is made from. */
export interface EksTrustProps extends ClusterTrustProps, EksTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: EksCluster;
}

/** Before the ARN in the name of the group that a role has for itself. */
const OWN_GROUP_PREFIX = "trust-mesh:";

/** The options that shape a new role, and mean nothing for one that is given. */
const ROLE_OPTIONS = [...AWS_ROLE_OPTIONS, "oidcProvider"] as const;

/** A role that exists. */
interface GivenRole extends ExistingIdentityOptions {
  readonly roleArn: string;
}

/** A construct id for the principal of an ARN, so that an entry is made once for it; none for a token. */
function idsOfArn({ roleArn, addressedAs = roleArn }: GivenRole): SharedId | undefined {
  return isLiteral(addressedAs) ? unchanged(`given-role_${digest(addressedAs)}`) : undefined;
}

/** The account and the name of a role that exists, however often it is declared; undefined where its ARN is a token. */
function nameOfExisting({ iamRole, roleArn, addressedAs = roleArn }: IAwsFederatedRole): string | undefined {
  if (iamRole !== undefined || !isLiteral(addressedAs)) return undefined;
  return /:(\d{12}):role\/.*?([^/]+)$/.exec(addressedAs)?.slice(1).join(":");
}

function unchanged(id: string): SharedId {
  return { id, formerId: id };
}

/**
 * Lets a subject of any source act in an EKS cluster. Creates in the target's account, each once: the IAM OIDC
 * provider of the source's issuer, a role whose trust policy names the exact subject and audience, and a STANDARD access
 * entry; with `sourceRole` the access entry alone. In the target cluster: bindings on a group of the role's own, or EKS
 * access policies instead of bindings.
 *
 * Amazon EKS documentation: "Grant IAM users access to Kubernetes with EKS access entries"
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 *
 * @example
 *
 * new EksTrust(this, "deployer", {
 *   from: build.serviceAccount("argocd", "deployer"),
 *   to: west,
 *   access: ClusterAccess.edit("payments"),
 * });
 */
export class EksTrust extends ClusterTrust {
  /** The ARN of the role that acts. */
  public readonly roleArn: string;
  /** The role, where this library made it. */
  public readonly role?: IamRole;
  /** The OIDC provider of the source's issuer, where this library made it. */
  public readonly oidcProvider?: IamOpenidConnectProvider;
  /** The access entry; undefined while the trust is suspended. */
  public readonly accessEntry?: EksAccessEntryResource;
  /** The token's audience; empty where the pod's own role acts. */
  public readonly audience: string;
  /** The user's name as the access entry has it. */
  public readonly kubernetesUser: string;
  /** The role's own group, and those that were asked for. */
  public readonly kubernetesGroups: string[];
  private readonly props: EksTrustProps;
  private readonly entry?: EksAccessEntry;
  private readonly ownGroup: string;
  private readonly principalIds: SharedId;

  /**
   * Creates the trust; limits that are known at synth fail synth.
   *
   * @param scope where the trust lives; its stack must be the one of the target's providers
   * @param id the trust's id
   * @param props who is trusted, by which cluster, with what access
   */
  public constructor(scope: Construct, id: string, props: EksTrustProps) {
    super(scope, id, props.from, props.to, props);
    const { sourceRole: native } = props;
    this.props = props;
    this.audience = native
      ? ""
      : (props.role?.audience ?? props.audience ?? props.from.issuedBy._fixedAudience ?? DEFAULT_AWS_AUDIENCE);
    this.principalIds = this.idsOfPrincipal();
    const wanted = native ? undefined : (props.role ?? this.ownRole());
    const role =
      wanted instanceof Missing ? wanted.keep(new AwsFederatedRole(wanted.scope, wanted.id, wanted.props)) : wanted;
    this.roleArn = role?.roleArn ?? native?.roleArn ?? "";
    this.role = role?.iamRole;
    const ours = role instanceof AwsFederatedRole ? role : undefined;
    this.oidcProvider = ours?._oidcProviderOf(props.from.issuedBy)?.resource;
    this.ownGroup = `${OWN_GROUP_PREFIX}${this.roleArn}`;
    this.kubernetesGroups = this.withOwnGroup(props.groups);
    this.kubernetesUser = props.userName ?? this.defaultUserName();
    ours?._admit(props.from, this.suspended);
    if (!this.role) props.to.account._objects(TerraformStack.of(this)).claimExistingRole(this.roleArn, role ?? this);
    if (!this.suspended) {
      const { entries } = this;
      const entry = entries.entry(this.principalIds, {
        cluster: props.to,
        principalArn: this.role ? referenceTo(this.role, "arn", this) : this.roleArn,
        roleArn: this.roleArn,
        role: this.role,
        userName: this.kubernetesUser,
        groups: this.kubernetesGroups,
      });
      this.entry =
        entry instanceof Missing
          ? entries.keepEntry(entry, new EksAccessEntry(entry.scope, entry.id, entry.props))
          : entry;
      this.accessEntry = this.entry.resource;
    }
    for (const one of this._grant(props.access)) this._keep(one, new one.bindingClass(this, one.id, one.config));
  }

  /** The ARN of the role that acts. */
  public get cloudPrincipal(): string {
    return this.roleArn;
  }
  /** The role or the OIDC provider that were given. */
  public get adopted(): string[] {
    if (this.props.sourceRole || (this.props.role && !this.role)) return [this.roleArn];
    return this.props.oidcProvider && !this.oidcProvider ? [this.props.oidcProvider.oidcProviderArn] : [];
  }
  /** Whether the pod needs a projected token; not where its own role acts. */
  public get usesProjectedToken(): boolean {
    return !this.props.sourceRole;
  }

  private get entries(): EksAccessEntries {
    return EksAccessEntries.of(this.props.to, TerraformStack.of(this));
  }

  /** What tells the role from every other one, known at synth. */
  private idsOfPrincipal(): SharedId {
    const { from, role, sourceRole } = this.props;
    if (sourceRole) return idsOfArn(sourceRole) ?? from._sharedId((key) => `source-role_${key}`);
    if (role) {
      const existing = role.iamRole === undefined ? idsOfArn(role) : undefined;
      return existing ?? unchanged(`role_${role.node.id}`);
    }
    if (this.audience === DEFAULT_AWS_AUDIENCE) return from._sharedId((key) => `role_${key}`);
    const suffix = `_for_${isLiteral(this.audience) ? digest(this.audience) : "unknown"}`;
    return from._sharedId((key) => `role_${key}${suffix}`);
  }

  /** The role that the subject's trusts share in the account. */
  private ownRole(): AwsFederatedRole | Missing<AwsFederatedRoleProps> {
    const { from, oidcProvider } = this.props;
    const { account } = this.props.to;
    const { audience } = this;
    const shape = givenOf(this.props, ROLE_OPTIONS);
    const wanted = shape
      ? { ...shape, audience, oidcProvider: oidcProvider?.oidcProviderArn }
      : { audience, oidcProvider: undefined };
    const objects = account._objects(TerraformStack.of(this));
    const id = renamedChild(objects, this.principalIds);
    const known = objects.find<AwsFederatedRole>(id, wanted);
    if (known) return known;
    const props = { account, subjects: [from], audience };
    return new Missing(objects, id, wanted, shape ? { ...props, ...shape } : props);
  }

  /** A list that is unknown until apply can only be joined by Terraform. */
  private withOwnGroup(groups?: string[]): string[] {
    if (!groups?.length) return [this.ownGroup];
    if (!Token.isUnresolved(groups)) return [...new Set([this.ownGroup, ...groups])].sort();
    const lazy = Tokenization.reverseList(groups);
    if (lazy instanceof LazyBase) {
      return Lazy.listValue({ produce: (context) => this.withOwnGroup(madeBy(lazy, context) as string[] | undefined) });
    }
    // Joined by Terraform: CDKTF warns of a text with a token in it that is the argument of a function.
    const own = isLiteral(this.ownGroup) ? this.ownGroup : Fn.join("", [OWN_GROUP_PREFIX, this.roleArn]);
    return Token.asList(Fn.concat([[own], groups]));
  }

  /** A given role may be shared, so its entry is not named after one service account. */
  private defaultUserName(): string {
    const { from, role, sourceRole } = this.props;
    const name = role && !sourceRole ? (nameOfExisting(role) ?? role.node.id) : from._name;
    return `trust-mesh:${name}:{{SessionName}}`;
  }

  /** @internal */
  protected get _pluginSubcommand(): PluginSubcommand {
    return "eks";
  }
  /** @internal */
  protected get _pluginFlags(): FlagValues {
    const { to } = this.props;
    // Said in full: what a stanza leaves out, a pod's own environment could seem to fill in.
    const target = { "cluster-name": to.clusterName, region: to.region, fips: false, "dual-stack": false };
    if (this.props.sourceRole) return { ...target, source: this.props.sourceRole.pluginSource };
    const isUsual = this.audience === DEFAULT_AWS_AUDIENCE;
    return { ...target, "role-arn": this.roleArn, "token-audience": isUsual ? undefined : this.audience };
  }
  /** @internal */
  protected override get _readOfAccount(): readonly TerraformResource[] {
    return this.role ? [this.role] : [];
  }
  /** @internal */
  protected get _rbacSubject(): RbacSubject {
    return { kind: "Group", name: this.ownGroup };
  }
  /** @internal */
  protected get _sharedResources(): TerraformResource[] {
    return [this.oidcProvider, this.role, this.accessEntry].filter((resource) => resource !== undefined);
  }
  /** @internal */
  protected override get _mustOutliveBindings(): TerraformResource[] {
    return this.accessEntry ? [this.accessEntry] : [];
  }
  /** @internal */
  protected _realiseByCloud(access: ClusterAccess): TerraformResource[] {
    return this.entry?.associate(access) ?? [];
  }

  /** @internal */
  protected override _directionProblems(): (string | undefined)[] {
    const { from, to, role, sourceRole, audience, oidcProvider } = this.props;
    const { partition } = to;
    const shaping = sourceRole ? [...ROLE_OPTIONS, "audience" as const] : ROLE_OPTIONS;
    const shaped = shaping.filter((option) => this.props[option] !== undefined);
    const beside = sourceRole ? "sourceRole" : role ? "role" : undefined;
    const trusted = role?.subjects?.some((one) => one._covers(from)) ?? true;
    return [
      trusted
        ? undefined
        : problem(
            "role",
            `does not trust ${from.subject} of "${from.issuedBy.node.id}"`,
            "Add it to the role's subjects",
          ),
      !sourceRole && audience !== undefined && audience !== this.audience
        ? problem(
            "audience",
            `is "${audience}", and the role's is "${this.audience}"`,
            "Leave it out: the role tells it",
          )
        : undefined,
      beside && shaped.length
        ? problem(shaped.join(", "), `conflicts with ${beside}, which needs no new role`, "Leave one of the two out")
        : undefined,
      sourceRole && role ? problem("role", "conflicts with sourceRole", "Leave one of the two out") : undefined,
      sourceRole && !(from.issuedBy instanceof EksCluster)
        ? problem(
            "sourceRole",
            `is a role that pods of an EKS cluster have, and "${from.issuedBy.node.id}" is ${kindOf(from)}`,
            "Leave it out: the subject federates with its own token",
          )
        : undefined,
      this.suspended && (sourceRole ?? (role && !role.iamRole)) && this.entries.has(this.principalIds)
        ? problem(
            "suspended",
            "another trust lets the same role into this cluster, and who may assume it is not decided here",
            "Take the subject out of the role's trust policy, or suspend all trusts of the role",
            "suspended-shared-role",
          )
        : undefined,
      arnProblem("role", role?.roleArn, { name: "role", resource: "role/", partition }),
      sourceRole && addressedAsProblem(this, sourceRole.roleArn, sourceRole),
      arnProblem("sourceRole", sourceRole?.roleArn, { name: "role", resource: "role/", partition }),
      arnProblem("oidcProvider", oidcProvider?.oidcProviderArn, {
        name: "OIDC provider",
        resource: "oidc-provider/",
        partition,
        accountId: to.accountId,
      }),
    ];
  }
}
