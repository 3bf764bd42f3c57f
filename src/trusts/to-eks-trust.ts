import { EksAccessEntry as EksAccessEntryResource } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Fn, TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { EksSourceRole } from "./eks-source-role";
import { Trust, TrustProps } from "./trust";
import { ClusterAccess } from "../access";
import { EksAccessEntries } from "../access/eks-access-entries";
import { EksAccessEntry } from "../access/eks-access-entry";
import { RbacSubject } from "../access/kubernetes-rbac";
import { ClusterKind, EksCluster } from "../clusters";
import { digest, isLiteral, problem, renamedChild, SharedId } from "../common";
import { FlagValues, PluginSubcommand } from "../exec-contract";
import { AwsFederatedRole, AwsRoleOptions, IAwsFederatedRole, IAwsOidcProvider } from "../accounts";
import { arnProblem } from "../accounts/aws-partition";
import { DEFAULT_AWS_AUDIENCE } from "../vendor/aws/sts";

/** How a trust into EKS is shaped, beyond who and what. */
export interface EksTrustOptions extends AwsRoleOptions {
  /** The one audience that the token must have, 1 to 255 characters. @default "sts.amazonaws.com" */
  readonly audience?: string;
  /**
   * A role that exists already (`AwsFederatedRole.fromRoleArn`), or one that several service accounts share (`new
   * AwsFederatedRole`). Options that shape a new role are refused beside it.
   *
   * @default - a role is made, once for the service account in the account
   */
  readonly role?: IAwsFederatedRole;
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
export interface ToEksTrustProps extends TrustProps, EksTrustOptions {
  /** The cluster that trusts the service account. */
  readonly to: EksCluster;
}

/** The options that shape a new role, and mean nothing for one that is given. */
const ROLE_OPTIONS = [
  "roleName",
  "rolePath",
  "permissionsBoundaryArn",
  "maxSessionSeconds",
  "tags",
  "trustPolicyMaxLength",
  "oidcProvider",
] as const;

/** Who the access entry is for. */
interface EntryPrincipal {
  readonly roleArn: string;
  /** Tells the role from every other one, known at synth. */
  readonly ids: SharedId;
  readonly role?: IAwsFederatedRole;
}

/** A construct id for the principal of an ARN, so that an entry is made once for it; none for a token. */
function idsOfArn(roleArn: string): SharedId | undefined {
  return isLiteral(roleArn) ? unchanged(`given-role_${digest(roleArn)}`) : undefined;
}

function unchanged(id: string): SharedId {
  return { id, formerId: id };
}

/**
 * A trust into EKS. In the target's account: the IAM OIDC provider of the source's issuer, a role whose trust policy
 * names the exact subject and audience, and a STANDARD access entry. In the target cluster: bindings on a group of the
 * role's own, or EKS access policies instead of bindings.
 */
export abstract class ToEksTrust extends Trust {
  /** The ARN of the role that acts. */
  public readonly roleArn: string;
  /** The role, where this library made it. */
  public readonly role?: IamRole;
  /** The OIDC provider of the source's issuer, where this library made it. */
  public readonly oidcProvider?: IamOpenidConnectProvider;
  /** The access entry. */
  public readonly accessEntry: EksAccessEntryResource;
  /** The token's audience; empty where the pod's own role acts. */
  public readonly audience: string;
  /** The user's name as the access entry has it. */
  public readonly kubernetesUser: string;
  /** The role's own group, and those that were asked for. */
  public readonly kubernetesGroups: string[];
  private readonly props: ToEksTrustProps;
  private readonly native?: EksSourceRole;
  private readonly entry: EksAccessEntry;
  private readonly ownGroup: string;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    props: ToEksTrustProps,
    source: ClusterKind,
    native?: EksSourceRole,
  ) {
    super(scope, id, props.from, props.to, source);
    this.props = props;
    this.native = native;
    this.audience = native ? "" : (props.role?.audience ?? props.audience ?? DEFAULT_AWS_AUDIENCE);
    const principal = native
      ? {
          roleArn: native.roleArn,
          ids: idsOfArn(native.roleArn) ?? props.from._sharedId((key) => `source-role_${key}`),
        }
      : this.federate();
    this.roleArn = principal.roleArn;
    this.role = principal.role?.iamRole;
    const ours = principal.role instanceof AwsFederatedRole ? principal.role : undefined;
    this.oidcProvider = ours?._oidcProviderOf(props.from.cluster)?.resource;
    this.ownGroup = `trust-mesh:${principal.roleArn}`;
    this.kubernetesGroups = this.withOwnGroup(props.groups ?? []);
    this.kubernetesUser = props.userName ?? this.defaultUserName();
    this.entry = EksAccessEntries.of(props.to, TerraformStack.of(this)).entry(principal.ids, {
      cluster: props.to,
      principalArn: this.role?.arn ?? principal.roleArn,
      roleArn: principal.roleArn,
      role: this.role,
      userName: this.kubernetesUser,
      groups: this.kubernetesGroups,
    });
    this.accessEntry = this.entry.resource;
    this.grant(props.access);
  }

  /** The ARN of the role that acts. */
  public get cloudPrincipal(): string {
    return this.roleArn;
  }
  /** The role or the OIDC provider that were given. */
  public get adopted(): string[] {
    if (this.native || (this.props.role && !this.role)) return [this.roleArn];
    return this.props.oidcProvider && !this.oidcProvider ? [this.props.oidcProvider.oidcProviderArn] : [];
  }
  /** Whether the pod needs a projected token; not where its own role acts. */
  public get usesProjectedToken(): boolean {
    return !this.native;
  }

  private federate(): EntryPrincipal {
    const { from, to, role } = this.props;
    if (role) {
      const declared = unchanged(`role_${role.node.id}`);
      const existing = role.iamRole === undefined ? idsOfArn(role.roleArn) : undefined;
      return { roleArn: role.roleArn, ids: existing ?? declared, role };
    }
    const shape = Object.fromEntries(ROLE_OPTIONS.map((option) => [option, this.props[option]]));
    const isDefault = this.audience === DEFAULT_AWS_AUDIENCE;
    const suffix = isDefault ? "" : `_for_${isLiteral(this.audience) ? digest(this.audience) : "unknown"}`;
    const ids = from._sharedId((key) => `role_${key}${suffix}`);
    const wanted = { ...shape, audience: this.audience, oidcProvider: this.props.oidcProvider?.oidcProviderArn };
    const { account } = to;
    const objects = account._objects(TerraformStack.of(this));
    const id = renamedChild(objects, ids);
    const props = { account, subjects: [from], audience: this.audience, ...shape };
    const made =
      objects.find<AwsFederatedRole>(id, wanted) ?? objects.keep(id, wanted, new AwsFederatedRole(objects, id, props));
    return { roleArn: made.roleArn, ids, role: made };
  }

  /** A list that is unknown until apply can only be joined by Terraform. */
  private withOwnGroup(groups: string[]): string[] {
    if (Token.isUnresolved(groups)) return Token.asList(Fn.concat([[this.ownGroup], groups]));
    return [...new Set([this.ownGroup, ...groups])].sort();
  }

  /** A given role may be shared, so its entry is not named after one service account. */
  private defaultUserName(): string {
    const { from, role } = this.props;
    return `trust-mesh:${role && !this.native ? role.node.id : from._name}:{{SessionName}}`;
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
    if (this.native) return { ...target, source: this.native.pluginSource };
    const isUsual = this.audience === DEFAULT_AWS_AUDIENCE;
    return { ...target, "role-arn": this.roleArn, "token-audience": isUsual ? undefined : this.audience };
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
    return [this.accessEntry];
  }
  /** @internal */
  protected _realiseByCloud(access: ClusterAccess): TerraformResource[] {
    return this.entry.associate(access);
  }

  /** @internal */
  protected override _directionProblems(): (string | undefined)[] {
    const { from, to, role, audience, oidcProvider } = this.props;
    const { partition } = to;
    const shaping = this.native ? [...ROLE_OPTIONS, "audience" as const] : ROLE_OPTIONS;
    const shaped = shaping.filter((option) => this.props[option] !== undefined);
    const beside = this.native ? "sourceRole" : role ? "role" : undefined;
    const trusted = role?.subjects?.some((one) => one._covers(from)) ?? true;
    return [
      trusted
        ? undefined
        : problem(
            "role",
            `does not trust ${from.subject} of "${from.cluster.node.id}"`,
            "Add it to the role's subjects",
          ),
      !this.native && audience !== undefined && audience !== this.audience
        ? problem(
            "audience",
            `is "${audience}", and the role's is "${this.audience}"`,
            "Leave it out: the role tells it",
          )
        : undefined,
      beside && shaped.length
        ? problem(shaped.join(", "), `is given beside ${beside}, which needs no new role`, "Leave one of the two out")
        : undefined,
      this.native && role ? problem("role", "is given beside sourceRole", "Leave one of the two out") : undefined,
      arnProblem("role", role?.roleArn, { name: "role", resource: "role/", partition }),
      arnProblem("sourceRole", this.native?.roleArn, { name: "role", resource: "role/", partition }),
      arnProblem("oidcProvider", oidcProvider?.oidcProviderArn, {
        name: "OIDC provider",
        resource: "oidc-provider/",
        partition,
        accountId: to.accountId,
      }),
    ];
  }
}
