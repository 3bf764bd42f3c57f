/**
 * Three clusters in three clouds, every one let into the two others: six edges. Each target's owner holds the trusts
 * into their cluster in a stack of their own. A loader in each cluster reads one resource of another cloud by its vendor's SDK.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import {
  AksCluster,
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpTrust,
  GkeCluster,
  ITrust,
  Kubeconfig,
  PodWiring,
  SdkConfigMap,
  ServiceAccount,
  TrustMesh,
} from "cdktf-trust-mesh";

/** An example's certificate authority; a real one is what the cloud's console shows, and no secret. */
const CA = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmV4YW1wbGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=";

const WEST_ENDPOINT = "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com";
const EURO_ENDPOINT = "https://34.90.12.7";
const CORP_ENDPOINT = "https://corp-1a2b3c4d.hcp.westeurope.azmk8s.io:443";
const CORP_TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const CORP_SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";

/** Adds the example's stacks to an app, and returns the mesh. */
export function build(app: App): TrustMesh {
  const westStack = new TerraformStack(app, "west-access");
  const west = EksCluster.fromAttributes(app, "west", {
    authenticationMode: "API",
    clusterName: "west",
    region: "us-west-2",
    accountId: "111122223333",
    issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    endpoint: WEST_ENDPOINT,
    certificateAuthorityData: CA,
    awsProvider: new AwsProvider(westStack, "aws", { region: "us-west-2", allowedAccountIds: ["111122223333"] }),
    kubernetesProvider: new KubernetesProvider(westStack, "kubernetes", {
      host: WEST_ENDPOINT,
      clusterCaCertificate: Fn.base64decode(CA),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", "west", "--region", "us-west-2"],
        },
      ],
    }),
  });

  const euroStack = new TerraformStack(app, "euro-access");
  const euro = GkeCluster.fromAttributes(app, "euro", {
    legacyAbac: false,
    projectId: "acme-euro",
    projectNumber: "210987654321",
    location: "europe-west4",
    clusterName: "euro",
    endpoint: EURO_ENDPOINT,
    certificateAuthorityData: CA,
    googleProvider: new GoogleProvider(euroStack, "google", { project: "acme-euro", region: "europe-west4" }),
    kubernetesProvider: new KubernetesProvider(euroStack, "kubernetes", {
      host: EURO_ENDPOINT,
      clusterCaCertificate: Fn.base64decode(CA),
      exec: [{ apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" }],
    }),
  });

  const corpStack = new TerraformStack(app, "corp-access");
  const corp = AksCluster.fromAttributes(app, "corp", {
    entraIntegration: true,
    azureRbacEnabled: false,
    clusterId: `/subscriptions/${CORP_SUBSCRIPTION}/resourceGroups/corp/providers/Microsoft.ContainerService/managedClusters/corp`,
    location: "westeurope",
    tenantId: CORP_TENANT,
    issuer: `https://westeurope.oic.prod-aks.azure.com/${CORP_TENANT}/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/`,
    endpoint: CORP_ENDPOINT,
    certificateAuthorityData: CA,
    localAccountDisabled: true,
    azurermProvider: new AzurermProvider(corpStack, "azurerm", {
      features: [{}],
      subscriptionId: CORP_SUBSCRIPTION,
      tenantId: CORP_TENANT,
    }),
    kubernetesProvider: new KubernetesProvider(corpStack, "kubernetes", {
      host: CORP_ENDPOINT,
      clusterCaCertificate: Fn.base64decode(CA),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "kubelogin",
          args: ["get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
        },
      ],
    }),
  });

  const clusters = [west, euro, corp];
  const deployers = clusters.map((cluster) => cluster.serviceAccount("deploy", "deployer"));
  const mesh = new TrustMesh(app, "mesh");
  mesh.allowAll(deployers, clusters, ClusterAccess.edit("payments", "checkout"));
  mesh.allow(deployers[0], euro, ClusterAccess.view());
  mesh.allow(deployers[2], west, ClusterAccess.view().viaCloudPolicy());

  for (const trust of mesh.clusterTrusts) {
    const stack = TerraformStack.of(trust);
    const name = `${trust.subject.issuedBy.node.id}-in-${trust.targetCluster.node.id}`;
    new TerraformOutput(stack, name, { value: Kubeconfig.of([trust]) });
  }

  const vault = `/subscriptions/${CORP_SUBSCRIPTION}/resourceGroups/corp/providers/Microsoft.KeyVault/vaults/acme-corp`;
  const [ofWest, ofEuro, ofCorp] = clusters.map((cluster) => cluster.serviceAccount("reports", "loader"));
  const reports = AwsAccess.readBucket("acme-reports", "2027/");
  const exports = GcpAccess.readBucket("acme-exports");
  const secrets = AzureAccess.readSecrets(vault);
  const place = corp.identityPlace;
  wire(ofCorp, new AwsTrust(westStack, "reports", { from: ofCorp, to: west.account, access: reports }));
  wire(ofWest, new GcpTrust(euroStack, "exports", { from: ofWest, to: euro.account, access: exports }));
  wire(ofEuro, new AzureTrust(corpStack, "secrets", { from: ofEuro, to: corp.account, access: secrets, place }));
  return mesh;
}

/** Prints what the pods of a service account need for a trust, and what they are promised by it. */
function wire(loader: ServiceAccount, trust: ITrust): void {
  const stack = TerraformStack.of(trust);
  const { namespace } = loader;
  // Google's clients alone read a file; the ConfigMap is applied beside the pod.
  const isGoogle = trust instanceof GcpTrust;
  const sdkFiles = isGoogle
    ? new SdkConfigMap(stack, `${trust.node.id}-files`, { namespace, trusts: [trust] })
    : undefined;
  if (sdkFiles) new TerraformOutput(stack, `${trust.node.id}-config-map`, { value: sdkFiles.toYaml() });
  const wiring = PodWiring.for(loader, [trust], { sdkFiles });
  new TerraformOutput(stack, `${trust.node.id}-pod`, { value: wiring.toPodYaml() });
  new TerraformOutput(stack, `${trust.node.id}-container`, { value: wiring.toContainerYaml() });
  new TerraformOutput(stack, `${trust.node.id}-services`, { value: wiring.toDeclaration() });
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
