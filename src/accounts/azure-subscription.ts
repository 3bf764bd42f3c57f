import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { CloudAccount } from "./cloud-account";
import { AksCluster } from "../clusters";
import { digest, isLiteral } from "../common";

/** Where the identities of an AKS target are made: one resource group and location of a subscription. */
export class AzureSubscription extends CloudAccount {
  /**
   * The place of a target cluster's identities, in the stack of its federation home.
   *
   * @param fallback the stack to use when the cluster has no provider, which fails synth elsewhere
   */
  public static of(cluster: AksCluster, fallback: TerraformStack): AzureSubscription {
    const home = cluster.federationHome;
    const stack = home.azurermProvider ? TerraformStack.of(home.azurermProvider) : fallback;
    const id = placeOf(home);
    const subscription = CloudAccount.in(stack, id, (root) => new AzureSubscription(root, id, home));
    subscription.offerProvider(home.azurermProvider);
    for (const one of [home, cluster]) {
      const { subscriptionId, tenantId, cloud } = one;
      subscription.agree(`the subscription of "${id}"`, one, () => ({
        subscriptionId,
        tenantId,
        cloud,
      }));
    }
    return subscription;
  }

  private constructor(
    scope: Construct,
    id: string,
    public readonly cluster: AksCluster,
  ) {
    super(scope, id);
  }
}

/** Clusters whose group or location is unknown at synth cannot be told to be in one place, so each is its own. */
function placeOf(cluster: AksCluster): string {
  const { identityResourceGroupName: group, location, subscriptionId, azurermProvider } = cluster;
  if (!isLiteral(group) || !isLiteral(location)) return `azure-${cluster._key}`;
  const subscription = isLiteral(subscriptionId) ? subscriptionId : (azurermProvider?.node.path ?? "unknown");
  return `azure-${group}-${digest(`${subscription} ${group} ${location}`)}`;
}
