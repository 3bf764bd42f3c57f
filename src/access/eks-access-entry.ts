import { EksAccessEntry as EksAccessEntryResource } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { DataResource, TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { AccessLevel, ClusterAccess } from "./cluster-access";
import { EksCluster } from "../clusters";
import { addressOf, followRenaming, isLiteral, problem, refuseFaulty } from "../common";
import { accessEntryGroupFault, accessEntryUserFault, EKS_ACCESS_POLICIES_BY_ROLE } from "../vendor/aws/eks";

/** What an access entry is made from. */
export interface EksAccessEntryProps {
  readonly cluster: EksCluster;
  /** The role's ARN, as a reference to the role where there is one. */
  readonly principalArn: string;
  /** The role's ARN, as a literal where it is known at synth. */
  readonly roleArn: string;
  /** The role, when this library made it: the entry is replaced with it. */
  readonly role?: IamRole;
  readonly userName: string;
  /** The groups, sorted: our own and those that were asked for. */
  readonly groups: string[];
}

/** Where an associated policy counts. */
interface PolicyScope {
  readonly association: EksAccessPolicyAssociation;
  readonly isClusterWide: boolean;
  readonly namespaces: readonly string[];
}

/**
 * The STANDARD access entry that lets an IAM role into an EKS cluster, under a readable user name and a group of its
 * own, and the access policies associated with it.
 *
 * EKS pins an entry to the role's unique id, so a recreated role gets a new entry; the policies follow the entry.
 *
 * Amazon EKS documentation: "Create access entries", "Review access policy permissions".
 */
export class EksAccessEntry extends Construct {
  /** The access entry. */
  public readonly resource: EksAccessEntryResource;
  private associations?: Map<AccessLevel, PolicyScope>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: EksAccessEntryProps,
  ) {
    super(scope, id);
    const { cluster, role, userName, groups } = props;
    this.resource = new EksAccessEntryResource(this, "entry", {
      provider: cluster.awsProvider,
      region: cluster.region,
      clusterName: cluster.clusterName,
      principalArn: props.principalArn,
      type: "STANDARD",
      userName,
      kubernetesGroups: groups,
      lifecycle: role && { replaceTriggeredBy: [this.uniqueIdOf(role)] },
    });
    followRenaming(this.resource);
    refuseFaulty(this);
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { userName, groups } = this.props;
    const literals = Token.isUnresolved(groups) ? [] : groups;
    return [userNameProblem(userName), ...literals.map((group) => groupProblem(group))];
  }

  /** Associates the access policy of a level; namespaces of several grants of one level add up. */
  public associate(access: ClusterAccess): TerraformResource[] {
    const { cluster, principalArn } = this.props;
    if (access.level === undefined) return [];
    const associations = (this.associations ??= new Map<AccessLevel, PolicyScope>());
    const known = associations.get(access.level);
    const isClusterWide = access.isClusterWide || known?.isClusterWide === true;
    const namespaces = [...new Set([...(known?.namespaces ?? []), ...access.namespaces])].sort();
    const accessScope = isClusterWide ? { type: "cluster" } : { type: "namespace", namespaces };
    if (known) {
      known.association.putAccessScope(accessScope);
      associations.set(access.level, { ...known, isClusterWide, namespaces });
      return [known.association];
    }
    const association = new EksAccessPolicyAssociation(this, access.level, {
      provider: cluster.awsProvider,
      region: cluster.region,
      clusterName: cluster.clusterName,
      principalArn,
      policyArn: `arn:${cluster.partition}:eks::aws:cluster-access-policy/${EKS_ACCESS_POLICIES_BY_ROLE[access.level]}`,
      accessScope,
      dependsOn: [this.resource],
      lifecycle: { replaceTriggeredBy: [`${addressOf(this.resource)}.access_entry_arn`] },
    });
    associations.set(access.level, { association: followRenaming(association), isClusterWide, namespaces });
    return [association];
  }

  /**
   * A reference that changes when the role is recreated, and only then. `replace_triggered_by` cannot look into another
   * stack, so the id of a role from there is kept in a resource of this one.
   */
  private uniqueIdOf(role: IamRole): string {
    if (TerraformStack.of(role) === TerraformStack.of(this)) return `${addressOf(role)}.unique_id`;
    const copy = followRenaming(new DataResource(this, "role-unique-id", { input: { id: role.uniqueId } }));
    return `${addressOf(copy)}.output`;
  }
}

function userNameProblem(userName: string): string | undefined {
  if (!isLiteral(userName)) return undefined;
  const way = 'Give a name such as "deployer:{{SessionName}}"';
  const fault = accessEntryUserFault(userName);
  if (fault === "reserved") {
    return problem("userName", `"${userName}" starts with what EKS keeps for itself`, way);
  }
  if (fault === "no-colon") {
    return problem("userName", `"${userName}" has no colon before {{SessionName}}, which EKS asks for`, way);
  }
  return undefined;
}

function groupProblem(group: string): string | undefined {
  if (!isLiteral(group) || accessEntryGroupFault(group) === undefined) return undefined;
  return problem(
    "groups",
    `"${group}" is empty or starts with system:, eks:, aws:, amazon: or iam:, which EKS refuses`,
    "Give another group, and bind the role that you need to it",
  );
}
