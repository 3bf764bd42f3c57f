import { AwsAccount, AzureSubscription, GcpProject } from "../../src";
import { ACCOUNT_ID, Clouds, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "./clouds";

/** One account of each cloud in a stack, declared from its provider. */
export function accountsOf({ stack, providers }: Clouds) {
  return {
    prod: AwsAccount.fromProvider(stack, "prod", providers.aws, { accountId: ACCOUNT_ID }),
    data: GcpProject.fromAttributes(stack, "data", {
      googleProvider: providers.google,
      projectId: "acme-data",
      projectNumber: PROJECT_NUMBER,
    }),
    core: AzureSubscription.fromProvider(stack, "core", providers.azurerm, {
      subscriptionId: SUBSCRIPTION_ID,
      tenantId: TENANT_ID,
      resourceGroupName: "rg-identities",
      location: "westeurope",
    }),
  };
}
