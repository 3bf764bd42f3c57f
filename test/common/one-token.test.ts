import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformElement, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsOutboundIssuer,
  AzureAccess,
  AzureSubscription,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GkeCluster,
  OidcSubject,
  TrustMesh,
} from "../../src";
import { kubernetesProviderOf } from "../support/clusters";

/** Everything that is unknown until apply where it can be: clusters and accounts of data sources, and what trusts make in them. */
function unknownClouds(): TerraformStack {
  const stack = new TerraformStack(new App(), "stack");
  const aws = new AwsProvider(stack, "aws", { region: "eu-west-1" });
  const google = new GoogleProvider(stack, "google", {});
  const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}] });
  const prod = AwsAccount.fromDataSource(stack, "prod", new DataAwsCallerIdentity(stack, "me", { provider: aws }));
  const data = GcpProject.fromDataSource(stack, "data", new DataGoogleProject(stack, "project", { provider: google }));
  const client = new DataAzurermClientConfig(stack, "client", { provider: azurerm });
  const core = AzureSubscription.fromClientConfig(stack, "core", client, {
    resourceGroupName: "core",
    location: "westeurope",
  });
  const name = { name: "one", resourceGroupName: "core", location: "europe-west4" };
  const eks = EksCluster.fromDataSource(
    stack,
    "west",
    new DataAwsEksCluster(stack, "eks", { ...name, provider: aws }),
    {
      account: prod,
      awsProvider: aws,
      kubernetesProvider: kubernetesProviderOf(stack, "west"),
    },
  );
  const gke = GkeCluster.fromDataSource(
    stack,
    "euro",
    new DataGoogleContainerCluster(stack, "gke", { ...name, provider: google }),
    { projectId: data.projectId, account: data, kubernetesProvider: kubernetesProviderOf(stack, "euro") },
  );
  const aks = AksCluster.fromDataSource(
    stack,
    "corp",
    new DataAzurermKubernetesCluster(stack, "aks", { ...name, provider: azurerm }),
    { account: core, tenantId: client.tenantId, kubernetesProvider: kubernetesProviderOf(stack, "corp") },
  );
  const mesh = new TrustMesh(stack, "mesh", {
    gke: { impersonation: GcpImpersonation.newServiceAccount() },
    gcp: { impersonation: GcpImpersonation.newServiceAccount() },
  });
  const runners: OidcSubject[] = [eks, gke, aks].map((cluster) => cluster.serviceAccount("ci", "runner"));
  const outbound = AwsOutboundIssuer.fromAttributes(stack, "outbound", { issuer: client.id });
  mesh.allowAll(
    [...runners, outbound.role("builder", "arn:aws:iam::111122223333:role/builder")],
    [gke, aks],
    ClusterAccess.view(),
  );
  mesh.allowAll(runners, [eks], ClusterAccess.view());
  for (const from of runners) {
    mesh.allow(from, prod, AwsAccess.readBucket("reports"));
    mesh.allow(from, data, GcpAccess.readBucket("exports"));
    mesh.allow(from, core, AzureAccess.readSecrets(client.id));
  }
  new AwsFederatedRole(stack, "role", { account: prod, subjects: runners });
  return stack;
}

/** The getters of an object and of all that it inherits, those of CDKTF left out. */
function gettersOf(object: object): string[] {
  const names: string[] = [];
  for (let one = object; one !== Object.prototype; one = Object.getPrototypeOf(one) as object) {
    const own = Object.getOwnPropertyDescriptors(one);
    names.push(...Object.keys(own).filter((name) => "get" in own[name]));
  }
  return [...new Set(names)].filter((name) => name !== "node");
}

/** The texts of a value that a getter returned; objects are read by what they print. */
function textsOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join("\n") : undefined;
}

function faultsOf(construct: IConstruct): string[] {
  return gettersOf(construct).flatMap((name) => {
    const [first, second] = [1, 2].map(() => textsOf(Reflect.get(construct, name)));
    return first === second ? [] : [`${construct.constructor.name}.${name}: ${first} and ${second}`];
  });
}

describe("getters of what is unknown until apply", () => {
  it("give one token, because CDKTF keeps the call stack with each, and carries only one into another stack", () => {
    const ours = unknownClouds()
      .node.findAll()
      .filter((one) => !TerraformElement.isTerraformElement(one) && !TerraformStack.isStack(one));

    expect(new Set(ours.map((one) => one.constructor.name)).size).toBeGreaterThan(15);
    expect([...new Set(ours.flatMap(faultsOf))]).toEqual([]);
  });
});
