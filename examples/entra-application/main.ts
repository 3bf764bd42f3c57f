/**
 * An application of Microsoft Entra instead of a managed identity, where a tenant's rules or a product ask for one: pods on EKS and
 * on GKE act as it and list and read the blobs of one container, without a stored secret.
 */
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AzureAccess,
  AzureFederatedIdentity,
  AzureSubscription,
  AzureTrust,
  EksCluster,
  GkeCluster,
  PodWiring,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
/** The object id of who deploys: with `Application.ReadWrite.OwnedBy` alone, it must own what it makes. */
const DEPLOYER = "b7c2f9d4-3e61-4a58-8d0f-91a2c3e4f506";
const ACCOUNT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acmeexports`;

class EntraApplication extends TerraformStack {
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
    const core = AzureSubscription.fromProvider(
      this,
      "core",
      new AzurermProvider(this, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION, tenantId: TENANT }),
      { subscriptionId: SUBSCRIPTION, tenantId: TENANT },
    );
    const azureadProvider = new AzureadProvider(this, "azuread", { tenantId: TENANT });
    const identity = new AzureFederatedIdentity(this, "exports-reader", {
      account: core,
      identityName: "exports-reader",
      application: { azureadProvider, owners: [DEPLOYER] },
    });
    const blobs = AzureAccess.readBlobs(`${ACCOUNT}/blobServices/default/containers/exports`);

    for (const cluster of [west, euro]) {
      const name = cluster.node.id;
      const loader = cluster.serviceAccount("etl", "loader");
      const trust = new AzureTrust(this, `${name}-blobs`, { from: loader, to: core, access: blobs, identity });
      const wiring = PodWiring.for(loader, [trust]);
      new TerraformOutput(this, `${name}-pod`, { value: wiring.toPodYaml() });
      new TerraformOutput(this, `${name}-container`, { value: wiring.toContainerYaml() });
      // What the pod is promised, so that `trust-mesh lab` tries it.
      new TerraformOutput(this, `${name}-services`, { value: wiring.toDeclaration() });
    }
  }
}

/** Adds the example's stack to an app. */
export function build(app: App): void {
  new EntraApplication(app, "entra-application");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
