import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsTrust,
  AzureSubscription,
  ClusterAccess,
  EksCluster,
  GcpProject,
  GkeCluster,
  TrustMesh,
} from "../../src";
import { kubernetesProviderOf } from "../support/clusters";
import { Synthesized } from "../support/synthesized";

/** A mesh of clusters and accounts that are read in a stack, and declared in it or in the app. */
function synthesized(inApp: boolean): Synthesized {
  const app = new App();
  const stack = new TerraformStack(app, "stack");
  const scope: Construct = inApp ? app : stack;
  const aws = new AwsProvider(stack, "aws", { region: "us-west-2" });
  const google = new GoogleProvider(stack, "google", { project: "acme-data" });
  const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}] });
  const prod = AwsAccount.fromDataSource(scope, "prod", new DataAwsCallerIdentity(stack, "me", { provider: aws }));
  const data = GcpProject.fromDataSource(scope, "data", new DataGoogleProject(stack, "found", { provider: google }));
  const client = new DataAzurermClientConfig(stack, "client", { provider: azurerm });
  const place = { resourceGroupName: "core", location: "westeurope" };
  const core = AzureSubscription.fromClientConfig(scope, "core", client, place);
  const made = new EksClusterResource(stack, "eks", {
    ...{ name: "west", roleArn: "arn:aws:iam::111122223333:role/eks", vpcConfig: { subnetIds: ["subnet-a"] } },
    accessConfig: { authenticationMode: "API" },
  });
  const west = EksCluster.fromResource(scope, "west", made, {
    ...{ account: prod, awsProvider: aws, kubernetesProvider: kubernetesProviderOf(stack, "west") },
  });
  const gke = new DataGoogleContainerCluster(stack, "gke", { name: "euro", location: "europe-west4" });
  const euro = GkeCluster.fromDataSource(scope, "euro", gke, {
    ...{ account: data, projectId: data.projectId, kubernetesProvider: kubernetesProviderOf(stack, "euro") },
  });
  const aks = new DataAzurermKubernetesCluster(stack, "aks", { name: "corp", resourceGroupName: "corp" });
  const corp = AksCluster.fromDataSource(scope, "corp", aks, {
    ...{ account: core, tenantId: client.tenantId, kubernetesProvider: kubernetesProviderOf(stack, "corp") },
  });
  const clusters = [west, euro, corp];
  const mesh = new TrustMesh(stack, "mesh");
  const runners = clusters.map((one) => one.serviceAccount("ci", "runner"));
  mesh.allowAll(runners, clusters, ClusterAccess.view("apps"));
  const role = AwsFederatedRole.fromRoleArn(scope, "given", made.roleArn);
  new AwsTrust(stack, "services", { from: runners[1], to: prod, access: AwsAccess.readBucket("acme-reports"), role });
  new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(runners[0]) });
  return new Synthesized(Testing.synth(stack, true));
}

describe("clusters, accounts and roles that are known by attributes of a stack", () => {
  it("have the same addresses where they are declared in the app, which is in no stack", () => {
    const out = synthesized(true);

    expect(out.addresses.length).toBeGreaterThan(20);
    expect(out.addresses).toEqual(synthesized(false).addresses);
  });
});
