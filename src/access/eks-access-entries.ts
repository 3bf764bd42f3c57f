import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { EksAccessEntry, EksAccessEntryProps } from "./eks-access-entry";
import { EksCluster } from "../clusters";
import { SharedObjects } from "../common";

/** The access entries of one EKS cluster: EKS allows one for each principal, so trusts share them. */
export class EksAccessEntries extends SharedObjects {
  /** The entries of a cluster in the stack of the trusts into it. */
  public static of(cluster: EksCluster, stack: TerraformStack): EksAccessEntries {
    const id = `eks-${cluster._key}`;
    return SharedObjects.in(stack, id, (root) => new EksAccessEntries(root, id));
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }

  /**
   * The entry of a principal.
   *
   * @param principalKey tells the principal from every other one of the cluster, known at synth
   */
  public entry(principalKey: string, props: EksAccessEntryProps): EksAccessEntry {
    const options = { userName: props.userName, groups: props.groups };
    return (
      this.find<EksAccessEntry>(principalKey, options) ??
      this.keep(principalKey, options, new EksAccessEntry(this, principalKey, props))
    );
  }
}
