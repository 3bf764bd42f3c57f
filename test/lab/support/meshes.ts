import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AksCluster, ClusterAccess, EksCluster, GcpImpersonation, GkeCluster, TrustMesh } from "../../../src";
import { ACCOUNT_ID, AKS_ISSUER, EKS_ISSUER, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";

/** Where the API servers of the meshes below are. */
export const SERVERS = {
  west: "https://west.gr7.us-west-2.eks.amazonaws.com",
  euro: "https://198.51.100.7",
  corp: "https://corp.hcp.westeurope.azmk8s.io:443",
};

/** A stack that holds the trusts into three clusters, one of each cloud, and the clusters. */
export class ThreeClusters {
  public readonly stack: TerraformStack;
  public readonly west: EksCluster;
  public readonly euro: GkeCluster;
  public readonly corp: AksCluster;

  public constructor(app: App, id = "mesh") {
    const stack = new TerraformStack(app, id);
    this.stack = stack;
    this.west = EksCluster.fromAttributes(stack, "west", {
      authenticationMode: "API",
      clusterName: "west",
      region: "us-west-2",
      accountId: ACCOUNT_ID,
      issuer: EKS_ISSUER,
      endpoint: SERVERS.west,
      awsProvider: new AwsProvider(stack, "aws", { region: "us-west-2" }),
      kubernetesProvider: this.kubernetes("west"),
    });
    this.euro = GkeCluster.fromAttributes(stack, "euro", {
      legacyAbac: false,
      projectId: "acme-euro",
      projectNumber: PROJECT_NUMBER,
      location: "europe-west4",
      clusterName: "euro",
      endpoint: SERVERS.euro,
      googleProvider: new GoogleProvider(stack, "google", { project: "acme-euro" }),
      kubernetesProvider: this.kubernetes("euro"),
    });
    this.corp = AksCluster.fromAttributes(stack, "corp", {
      entraIntegration: true,
      clusterId: `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-corp/providers/Microsoft.ContainerService/managedClusters/corp`,
      location: "westeurope",
      tenantId: TENANT_ID,
      issuer: AKS_ISSUER,
      endpoint: SERVERS.corp,
      azureRbacEnabled: true,
      localAccountDisabled: true,
      azurermProvider: new AzurermProvider(stack, "azurerm", {
        features: [{}],
        subscriptionId: SUBSCRIPTION_ID,
        tenantId: TENANT_ID,
      }),
      kubernetesProvider: this.kubernetes("corp"),
    });
  }

  private kubernetes(name: keyof typeof SERVERS): KubernetesProvider {
    return new KubernetesProvider(this.stack, `kubernetes-${name}`, { alias: name, host: SERVERS[name] });
  }
}

/** Each cluster's deployer is let into the two others, by RBAC, and by the clouds' policies where they have such. */
export function buildMesh(app: App): TrustMesh {
  const { stack, west, euro, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh");
  const clusters = [west, euro, corp];
  const deployers = clusters.map((cluster) => cluster.serviceAccount("deploy", "deployer"));
  mesh.allowAll(deployers, clusters, ClusterAccess.edit("payments"));
  mesh.allow(deployers[2], west, ClusterAccess.view("telemetry").viaCloudPolicy());
  mesh.allow(deployers[0], corp, ClusterAccess.view("telemetry").viaCloudPolicy());
  const velero = west.serviceAccount("velero", "velero");
  mesh.allow(velero, euro, ClusterAccess.view("backup"), {
    gke: { impersonation: GcpImpersonation.newServiceAccount("velero-west") },
  });
  for (const account of [...deployers, velero]) {
    const name = `${account.cluster.node.id}-${account.name}`;
    new TerraformOutput(stack, name, { value: mesh.kubeconfigFor(account) });
  }
  return mesh;
}

/** One edge, for tests of what does not depend on how many there are: corp's deployer is let into west. */
export function buildEdge(app: App): TrustMesh {
  const { stack, west, corp } = new ThreeClusters(app);
  const mesh = new TrustMesh(stack, "mesh");
  const deployer = corp.serviceAccount("deploy", "deployer");
  mesh.allow(deployer, west, ClusterAccess.edit("payments"));
  new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(deployer) });
  return mesh;
}
