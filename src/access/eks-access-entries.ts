import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { EksAccessEntry, EksAccessEntryProps } from "./eks-access-entry";
import { EksCluster } from "../clusters";
import { isLiteral, Missing, renamedChild, resolved, SharedId, SharedObjects } from "../common";

/** A role's ARN as it is told apart: IAM has one role of a name, whatever its path and letter case. */
function withoutPath(roleArn: string): string {
  return roleArn.toLowerCase().replace(/:role\/.*\//, ":role/");
}

/** The access entries of one EKS cluster: EKS allows one for each principal, so trusts share them. */
export class EksAccessEntries extends SharedObjects {
  /** The entries of a cluster in the stack of the trusts into it. */
  public static of(cluster: EksCluster, stack: TerraformStack): EksAccessEntries {
    const shared = cluster._stableKey.id((key) => `eks-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new EksAccessEntries(root, id));
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  /**
   * The entry of a principal, or what is missing for it: the caller makes an `EksAccessEntry` and keeps it by `keepEntry`.
   *
   * @param principal tells the principal from every other one of the cluster, known at synth
   */
  public entry(principal: SharedId, props: EksAccessEntryProps): EksAccessEntry | Missing<EksAccessEntryProps> {
    const id = renamedChild(this, principal);
    const options = { userName: props.userName, groups: props.groups, principal: props.principalArn };
    return this.find<EksAccessEntry>(id, options) ?? new Missing(this, id, options, props);
  }

  /** Keeps an entry, of which EKS takes one for a principal: a role's name is one in any letter case. */
  public keepEntry(missing: Missing<EksAccessEntryProps>, entry: EksAccessEntry): EksAccessEntry {
    const { roleArn, cluster } = missing.props;
    this.claim({
      property: "accessEntry",
      name: isLiteral(roleArn) ? withoutPath(roleArn) : () => String(resolved(this, roleArn)).toLowerCase(),
      by: entry,
      wayOut: "EKS takes one access entry for a principal: declare role and cluster once, and trust it in one stack",
      place: cluster,
    });
    return missing.keep(entry);
  }

  /** Whether the cluster has an entry for a principal. */
  public has({ id }: SharedId): boolean {
    return this.node.tryFindChild(id) !== undefined;
  }
}
