import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { EksAccessEntry, EksAccessEntryProps } from "./eks-access-entry";
import { EksCluster } from "../clusters";
import { renamedChild, resolved, SharedId, SharedObjects } from "../common";

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
   * The entry of a principal.
   *
   * @param principal tells the principal from every other one of the cluster, known at synth
   */
  public entry(principal: SharedId, props: EksAccessEntryProps): EksAccessEntry {
    const id = renamedChild(this, principal);
    const options = { userName: props.userName, groups: props.groups, principal: props.principalArn };
    return this.find<EksAccessEntry>(id, options) ?? this.keep(id, options, this.create(id, props));
  }

  private create(id: string, props: EksAccessEntryProps): EksAccessEntry {
    const entry = new EksAccessEntry(this, id, props);
    this.claim({
      property: "accessEntry",
      name: () => String(resolved(this, props.roleArn)),
      by: entry,
      wayOut: "EKS takes one access entry for a principal: declare role and cluster once, and trust it in one stack",
      place: () => props.cluster._place,
    });
    return entry;
  }
}
