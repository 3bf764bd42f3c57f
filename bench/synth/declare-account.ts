import { App } from "cdktf";
import {
  Access,
  AwsAccess,
  AwsAccount,
  AzureAccess,
  AzureSubscription,
  CloudAccount,
  GcpAccess,
  GcpProject,
} from "cdktf-trust-mesh";
import { Member, TENANT } from "./fleet";
import { bucketOf, vaultOf } from "./services";

/** An account of the fleet, and what others get in it. */
export interface Destination {
  readonly account: CloudAccount;
  readonly access: Access;
}

/** Declares the account of a member: subjects read a bucket of it, in Azure the secrets of a vault. */
export function declareAccount(app: App, member: Member): Destination {
  const { id, account, projectNumber, aws, google, azurerm } = member;
  const name = `${id}-account`;
  if (aws) {
    const access = AwsAccess.readBucket(bucketOf(member));
    return { account: AwsAccount.fromProvider(app, name, aws, { key: id, accountId: account }), access };
  }
  if (google) {
    const access = GcpAccess.readBucket(bucketOf(member));
    return { account: GcpProject.fromProvider(app, name, google, { key: id, projectNumber }), access };
  }
  if (!azurerm) throw new Error(`${id} has no provider of a cloud.`);
  const facts = { key: id, subscriptionId: account, tenantId: TENANT, resourceGroupName: id, location: "westeurope" };
  const access = AzureAccess.readSecrets(vaultOf(member));
  return { account: AzureSubscription.fromProvider(app, name, azurerm, facts), access };
}
