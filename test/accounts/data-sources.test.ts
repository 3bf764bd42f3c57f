import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { DataAzurermSubscription } from "@cdktf/provider-azurerm/lib/data-azurerm-subscription";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import {
  AksCluster,
  AksClusterAttributes,
  AwsAccount,
  AzureSubscription,
  ClusterAccess,
  EksCluster,
  GcpProject,
  GkeCluster,
  TargetCluster,
  TrustMesh,
} from "../../src";
import { Clouds } from "../support/clouds";
import { synthesize } from "../support/synthesized";

const place = { resourceGroupName: "rg-identities", location: "westeurope" };

function aksOf(clouds: Clouds, account: AksClusterAttributes["account"]): AksCluster {
  const { stack, providers } = clouds;
  const data = { name: "corp", resourceGroupName: "rg", provider: providers.azurerm };
  const found = new DataAzurermKubernetesCluster(stack, "found", data);
  return AksCluster.fromDataSource(stack, "corp", found, { account, kubernetesProvider: providers.kubernetes("corp") });
}

/** Of neither is anything known at synth that could be compared. */
describe("a cluster of a data source in an account of a data source", () => {
  it.each<[string, (clouds: Clouds) => TargetCluster]>([
    [
      "aws_caller_identity",
      (clouds) => {
        const { stack, providers } = clouds;
        const provider = providers.aws;
        const account = AwsAccount.fromDataSource(stack, "prod", new DataAwsCallerIdentity(stack, "me", { provider }));
        const found = new DataAwsEksCluster(stack, "found", { name: "west", provider });
        const kubernetesProvider = providers.kubernetes("west");
        return EksCluster.fromDataSource(stack, "west", found, { account, kubernetesProvider });
      },
    ],
    [
      "google_project",
      (clouds) => {
        const { stack, providers } = clouds;
        const provider = providers.google;
        const data = new DataGoogleProject(stack, "project", { provider, projectId: "acme-data" });
        const account = GcpProject.fromDataSource(stack, "data", data);
        const given = { name: "euro", location: "europe-west4", project: "acme-data", provider };
        const found = new DataGoogleContainerCluster(stack, "found", given);
        const kubernetesProvider = providers.kubernetes("euro");
        return GkeCluster.fromDataSource(stack, "euro", found, { account, kubernetesProvider });
      },
    ],
    [
      "azurerm_client_config",
      (clouds) => {
        const { stack, providers } = clouds;
        const data = new DataAzurermClientConfig(stack, "client", { provider: providers.azurerm });
        return aksOf(clouds, AzureSubscription.fromClientConfig(stack, "core", data, place));
      },
    ],
    [
      "azurerm_subscription",
      (clouds) => {
        const { stack, providers } = clouds;
        const data = new DataAzurermSubscription(stack, "subscription", { provider: providers.azurerm });
        return aksOf(clouds, AzureSubscription.fromDataSource(stack, "core", data, place));
      },
    ],
  ])("is trusted by it: %s", (_type, declare) => {
    const clouds = new Clouds();
    const to = declare(clouds);
    const from = clouds.oidc().serviceAccount("ci", "runner");
    const mesh = new TrustMesh(clouds.stack, "mesh");
    mesh.allow(from, to, ClusterAccess.view("apps"));

    expect(synthesize(clouds.stack).counts.kubernetes_role_binding_v1).toBe(1);
  });
});
