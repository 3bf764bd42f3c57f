/**
 * One identity, two clusters: the loader of an EKS and of a GKE cluster assumes the same AWS role and acts as the same
 * Azure identity and the same Google service account, as a workload does that moves between clusters. What is granted holds
 * for both. The pods of GKE reach the Google service account natively, by an annotation of their service account; those of EKS
 * by federation.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureFederatedIdentity,
  AzureSubscription,
  AzureTrust,
  EksCluster,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GcpTrust,
  GkeCluster,
  PodWiring,
  SdkConfigMap,
  SourceServiceAccount,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

const ACCOUNT = "111122223333";
const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const STORAGE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acmereports`;

class SharedIdentities extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const west = EksCluster.fromAttributes(this, "west", {
      clusterName: "west",
      region: "us-west-2",
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
    const euro = GkeCluster.fromAttributes(this, "euro", {
      projectId: "acme-euro",
      location: "europe-west4",
      clusterName: "euro",
    });
    const prod = AwsAccount.fromProvider(
      this,
      "prod",
      new AwsProvider(this, "aws", { region: "us-west-2", allowedAccountIds: [ACCOUNT] }),
      { accountId: ACCOUNT },
    );
    const core = AzureSubscription.fromProvider(
      this,
      "core",
      new AzurermProvider(this, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION, tenantId: TENANT }),
      {
        subscriptionId: SUBSCRIPTION,
        tenantId: TENANT,
        resourceGroupName: "rg-identities",
        location: "westeurope",
      },
    );
    const data = GcpProject.fromProvider(this, "data", new GoogleProvider(this, "google", { project: "acme-data" }), {
      projectNumber: "210987654321",
    });

    const loaders = [west, euro].map((cluster) => cluster.serviceAccount("etl", "loader"));
    const role = new AwsFederatedRole(this, "loader-role", { account: prod, subjects: loaders, roleName: "loader" });
    const identity = new AzureFederatedIdentity(this, "loader-identity", { account: core, identityName: "loader" });
    const impersonation = GcpImpersonation.sharedServiceAccount("loader");
    const reports = AwsAccess.readBucket("acme-reports");
    const blobs = AzureAccess.readBlobs(STORAGE);
    const exports = GcpAccess.readBucket("acme-exports");

    for (const loader of loaders) {
      const name = loader.cluster.node.id;
      const isNative = loader.cluster instanceof GkeCluster;
      const google = new GcpTrust(this, `${name}-google`, {
        ...{ from: loader, to: data, access: exports, impersonation },
        builtInPool: isNative,
      });
      const trusts = [
        new AwsTrust(this, `${name}-aws`, { from: loader, to: prod, access: reports, role }),
        new AzureTrust(this, `${name}-azure`, { from: loader, to: core, access: blobs, identity }),
        google,
      ];
      const { namespace } = loader;
      const kubernetesProvider = new KubernetesProvider(this, `${name}-kubernetes`, {
        alias: name,
        configPath: "~/.kube/config",
        configContext: name,
      });
      new SourceServiceAccount(this, `${name}-account`, {
        serviceAccount: loader,
        trusts: isNative ? [google] : [],
        kubernetesProvider,
      });
      const sdkFiles = isNative
        ? undefined
        : new SdkConfigMap(this, `${name}-sdk`, { namespace, trusts, kubernetesProvider });
      const wiring = PodWiring.for(loader, trusts, { sdkFiles });
      new TerraformOutput(this, `${name}-pod`, { value: wiring.toPodYaml() });
      new TerraformOutput(this, `${name}-container`, { value: wiring.toContainerYaml() });
      new TerraformOutput(this, `${name}-services`, { value: wiring.toDeclaration() });
    }
  }
}

/** Adds the example's stack to an app. */
export function build(app: App): void {
  new SharedIdentities(app, "shared-identities");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
