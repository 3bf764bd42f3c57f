/**
 * Three clusters and the trusts among them in one stack: issuers, endpoints and ids are unknown until apply. Networks
 * and the roles of nodes are left to the reader; what is here is what trusts need.
 */
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { DataGoogleClientConfig } from "@cdktf/provider-google/lib/data-google-client-config";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { AksCluster, ClusterAccess, EksCluster, GkeCluster, TrustMesh } from "cdktf-trust-mesh";
import { Construct } from "constructs";

const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";

class Platform extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const west = this.createEks();
    const euro = this.createGke();
    const corp = this.createAks();

    const mesh = new TrustMesh(this, "mesh");
    const clusters = [west, euro, corp];
    const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
    mesh.allowAll(runners, clusters, ClusterAccess.view());

    const [westRunner] = runners;
    const trust = mesh.trustOf(westRunner, euro);
    new NamespaceV1(this, "scratch", {
      provider: euro.kubernetesProvider,
      metadata: { name: "scratch" },
      dependsOn: [trust.dependable],
    });
    new TerraformOutput(this, "west-runner-in-corp", { value: mesh.clusterTrustOf(westRunner, corp).execArguments() });
    new TerraformOutput(this, "west-issuer", { value: west.issuer });
    for (const runner of runners) {
      const name = `${runner.cluster.node.id}-runner-kubeconfig`;
      new TerraformOutput(this, name, { value: mesh.kubeconfigFor(runner) });
    }
  }

  private createEks(): EksCluster {
    const aws = new AwsProvider(this, "aws", { region: "us-west-2" });
    const role = new IamRole(this, "control-plane", {
      provider: aws,
      name: "west-control-plane",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "eks.amazonaws.com" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
          },
        ],
      }),
    });
    const policy = new IamRolePolicyAttachment(this, "control-plane-policy", {
      provider: aws,
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    });
    const resource = new EksClusterResource(this, "west-cluster", {
      provider: aws,
      name: "west",
      roleArn: role.arn,
      accessConfig: { authenticationMode: "API" },
      vpcConfig: { subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"] },
      dependsOn: [policy],
    });
    const kubernetes = new KubernetesProvider(this, "west-kubernetes", {
      alias: "west",
      host: resource.endpoint,
      clusterCaCertificate: Fn.base64decode(resource.certificateAuthority.get(0).data),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", resource.name, "--region", "us-west-2"],
        },
      ],
    });
    return EksCluster.fromResource(this, "west", resource, { kubernetesProvider: kubernetes });
  }

  private createGke(): GkeCluster {
    const google = new GoogleProvider(this, "google", { project: "acme-euro", region: "europe-west4" });
    const resource = new ContainerCluster(this, "euro-cluster", {
      provider: google,
      name: "euro",
      project: "acme-euro",
      location: "europe-west4",
      enableAutopilot: true,
      deletionProtection: false,
    });
    const config = new DataGoogleClientConfig(this, "google-config", { provider: google });
    const kubernetes = new KubernetesProvider(this, "euro-kubernetes", {
      alias: "euro",
      host: `https://${resource.endpoint}`,
      clusterCaCertificate: Fn.base64decode(resource.masterAuth.clusterCaCertificate),
      token: config.accessToken,
    });
    return GkeCluster.fromResource(this, "euro", resource, { kubernetesProvider: kubernetes });
  }

  private createAks(): AksCluster {
    const azurerm = new AzurermProvider(this, "azurerm", {
      features: [{}],
      subscriptionId: SUBSCRIPTION,
      tenantId: TENANT,
    });
    const group = new ResourceGroup(this, "corp-group", { provider: azurerm, name: "corp", location: "westeurope" });
    const resource = new KubernetesCluster(this, "corp-cluster", {
      provider: azurerm,
      name: "corp",
      resourceGroupName: group.name,
      location: group.location,
      dnsPrefix: "corp",
      oidcIssuerEnabled: true,
      localAccountDisabled: true,
      azureActiveDirectoryRoleBasedAccessControl: { tenantId: TENANT, azureRbacEnabled: false },
      defaultNodePool: { name: "system", vmSize: "Standard_D2s_v5", nodeCount: 1 },
      identity: { type: "SystemAssigned" },
    });
    const kubernetes = new KubernetesProvider(this, "corp-kubernetes", {
      alias: "corp",
      host: resource.kubeConfig.get(0).host,
      clusterCaCertificate: Fn.base64decode(resource.kubeConfig.get(0).clusterCaCertificate),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "kubelogin",
          args: ["get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
        },
      ],
    });
    return AksCluster.fromResource(this, "corp", resource, { kubernetesProvider: kubernetes });
  }
}

/** Adds the example's stacks to an app. */
export function build(app: App): void {
  new Platform(app, "platform");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
