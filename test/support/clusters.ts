import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack } from "cdktf";
import { AksCluster, AwsAccount, EksCluster, GkeCluster } from "../../src";

export const AWS_ACCOUNT = "111122223333";
export const AZURE_SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
export const AZURE_TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";

/** An EKS cluster of the account 111122223333 with an AWS and a Kubernetes provider of its own in the stack. */
export function eksCluster(stack: TerraformStack, id: string, issuerId = id): EksCluster {
  return EksCluster.fromAttributes(stack, id, {
    clusterName: id,
    region: "us-west-2",
    issuer: `https://oidc.eks.us-west-2.amazonaws.com/id/${issuerId.toUpperCase()}`,
    account: acmeAccount(stack),
    awsProvider: new AwsProvider(stack, `${id}-aws`, { alias: `${id}-aws`, region: "us-west-2" }),
    kubernetesProvider: kubernetesProviderOf(stack, id),
  });
}

/** The account 111122223333, which the stack's EKS clusters have together. */
function acmeAccount(stack: TerraformStack): AwsAccount {
  const known = stack.node.tryFindChild("acme");
  if (known) return known as AwsAccount;
  const aws = new AwsProvider(stack, "acme-aws", { alias: "acme-aws", region: "us-west-2" });
  return AwsAccount.fromProvider(stack, "acme", aws, { accountId: AWS_ACCOUNT });
}

/** A GKE cluster of the project acme-<id>, number 210987654321. */
export function gkeCluster(stack: TerraformStack, id: string): GkeCluster {
  return GkeCluster.fromAttributes(stack, id, {
    projectId: `acme-${id}`,
    projectNumber: "210987654321",
    location: "europe-west4",
    clusterName: id,
    googleProvider: new GoogleProvider(stack, `${id}-google`, { alias: `${id}-google`, project: `acme-${id}` }),
    kubernetesProvider: kubernetesProviderOf(stack, id),
  });
}

/** An AKS cluster of the resource group <id> in westeurope. */
export function aksCluster(stack: TerraformStack, id: string): AksCluster {
  return AksCluster.fromAttributes(stack, id, {
    clusterId: `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/${id}/providers/Microsoft.ContainerService/managedClusters/${id}`,
    location: "westeurope",
    tenantId: AZURE_TENANT,
    issuer: `https://westeurope.oic.prod-aks.azure.com/${AZURE_TENANT}/${id}/`,
    localAccountDisabled: true,
    azurermProvider: new AzurermProvider(stack, `${id}-azurerm`, {
      alias: `${id}-azurerm`,
      features: [{}],
      subscriptionId: AZURE_SUBSCRIPTION,
    }),
    kubernetesProvider: kubernetesProviderOf(stack, id),
  });
}

/** A Kubernetes provider of its own for a name. */
export function kubernetesProviderOf(stack: TerraformStack, id: string): KubernetesProvider {
  const host = `https://${id}.example`;
  return new KubernetesProvider(stack, `${id}-kubernetes`, { alias: `${id}-kubernetes`, host });
}
