import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountObjects } from "./account-objects";
import type { AzureIdentityId } from "./azure-identity-id";
import type { AzureSubscription } from "./azure-subscription";
import { isLiteral, SharedObjects } from "../common";

/** The identities of one Azure subscription. */
export class AzureSubscriptionObjects extends AccountObjects {
  /** The objects of a subscription in a stack. */
  public static of(subscription: AzureSubscription, stack: TerraformStack): AzureSubscriptionObjects {
    const shared = subscription._stableKey.id((key) => `azure-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new AzureSubscriptionObjects(root, id, subscription)).serve(
      subscription,
    );
  }

  private constructor(
    scope: Construct,
    id: string,
    public readonly owner: AzureSubscription,
  ) {
    super(scope, id, owner);
    this.provider = owner.azurermProvider;
  }

  /** Notes an identity's name, which is unique in a resource group whatever its letter case. */
  public claimIdentityName(name: string, resourceGroupName: string, by: Construct): void {
    if (!isLiteral(name) || !isLiteral(resourceGroupName)) return;
    this.claim({
      property: "identityName",
      prefix: `${resourceGroupName.toLowerCase()}/`,
      name: name.toLowerCase(),
      by,
      wayOut:
        "Give each service account its own identityName, or none, and the clusters of one subscription one AzureSubscription",
      place: this.owner,
    });
  }

  /** Notes an identity that exists already, which is none that trusts create. */
  public claimExistingIdentity({ name, resourceGroupName, subscriptionId }: AzureIdentityId, by: Construct): void {
    this.claim({
      ...{ property: "identityName", prefix: `${resourceGroupName.toLowerCase()}/`, name: name.toLowerCase(), by },
      ...{ place: { _place: `azure ${subscriptionId.toLowerCase()}` }, existing: "existing" },
      wayOut: "Let both trusts have the identity that is created, or say for both that it exists",
    });
  }
}
