/**
 * All nine cells: a loader on EKS, GKE and AKS reads a bucket of AWS, a bucket of Google Cloud and the secrets of an Azure
 * key vault, each by its vendor's SDK, without a stored secret. One stack per cloud: it holds what the cloud's account
 * trusts, and the pods of the cloud's cluster. Azure makes client ids when it creates identities, so the other two stacks
 * read the Azure stack's state: `cdktf deploy '*'` keeps that order.
 */
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AzureAccess,
  AzureSubscription,
  EksCluster,
  GcpAccess,
  GcpProject,
  GkeCluster,
  PodWiring,
  SdkConfigMap,
  ServiceAccount,
  TrustMesh,
} from "cdktf-trust-mesh";

const ACCOUNT = "111122223333";
const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const CORP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/corp`;

/** A stack whose state the other stacks can read. A team keeps it in a bucket that all of them reach. */
function stackOf(app: App, id: string, states: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: join(states, `${id}.tfstate`) });
  return stack;
}

/**
 * Adds the example's stacks to an app, and returns the mesh.
 *
 * @param app the app
 * @param states the folder of the stacks' states
 */
export function build(app: App, states: string): TrustMesh {
  const [azure, aws, google] = ["azure", "aws", "google"].map((id) => stackOf(app, id, states));

  const prod = AwsAccount.fromProvider(
    app,
    "prod",
    new AwsProvider(aws, "provider", { region: "us-west-2", allowedAccountIds: [ACCOUNT] }),
    { accountId: ACCOUNT },
  );
  const data = GcpProject.fromProvider(
    app,
    "data",
    new GoogleProvider(google, "provider", { project: "acme-data", region: "europe-west4" }),
    { projectNumber: "210987654321" },
  );
  const core = AzureSubscription.fromProvider(
    app,
    "core",
    new AzurermProvider(azure, "provider", { features: [{}], subscriptionId: SUBSCRIPTION, tenantId: TENANT }),
    { subscriptionId: SUBSCRIPTION, tenantId: TENANT, resourceGroupName: "rg-identities", location: "westeurope" },
  );

  const west = EksCluster.fromAttributes(app, "west", {
    account: prod,
    clusterName: "west",
    region: "us-west-2",
    issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
  });
  const euro = GkeCluster.fromAttributes(app, "euro", {
    account: data,
    projectId: "acme-data",
    location: "europe-west4",
    clusterName: "euro",
  });
  const corp = AksCluster.fromAttributes(app, "corp", {
    account: core,
    clusterId: `${CORP}/providers/Microsoft.ContainerService/managedClusters/corp`,
    location: "westeurope",
    issuer: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/`,
  });

  const mesh = new TrustMesh(app, "mesh");
  const loaders = [west, euro, corp].map((cluster) => cluster.serviceAccount("etl", "loader"));
  for (const loader of loaders) {
    mesh.allow(loader, prod, AwsAccess.readBucket("acme-reports", "2027/"));
    mesh.allow(loader, data, GcpAccess.readBucket("acme-exports"));
    mesh.allow(loader, core, AzureAccess.readSecrets(`${CORP}/providers/Microsoft.KeyVault/vaults/acme-corp`));
  }
  const [ofWest, ofEuro, ofCorp] = loaders;
  run(aws, ofWest, mesh);
  run(google, ofEuro, mesh);
  run(azure, ofCorp, mesh);
  return mesh;
}

/** Runs a loader in its cluster, with what the vendors' SDKs need for its trusts. */
function run(stack: TerraformStack, loader: ServiceAccount, mesh: TrustMesh): void {
  const { namespace, name } = loader;
  const trusts = mesh.trustsOf(loader);
  const kubernetesProvider = new KubernetesProvider(stack, "kubernetes", {
    configPath: "~/.kube/config",
    configContext: loader.cluster.node.id,
  });
  const sdkFiles = new SdkConfigMap(stack, "sdk", { namespace, trusts, kubernetesProvider });
  const wiring = PodWiring.for(loader, trusts, { sdkFiles });
  const labels = { app: name };
  const { volumes: volume, volumeMounts: volumeMount, environment: env } = wiring;
  new DeploymentV1(stack, "loader", {
    provider: kubernetesProvider,
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          volume,
          container: [{ name, image: "registry.example.com/loader:1", volumeMount, env }],
        },
      },
    },
  });
}

if (require.main === module) {
  const app = new App();
  build(app, __dirname);
  app.synth();
}
