/** The smallest use of a service: a pod on EKS reads the secrets of one Azure key vault, without a stored secret. */
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AzureAccess, AzureSubscription, AzureTrust, EksCluster, PodWiring } from "cdktf-trust-mesh";
import { Construct } from "constructs";

const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const VAULT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme-core`;

class KeyVaultAccess extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const west = EksCluster.fromAttributes(this, "west", {
      clusterName: "west",
      region: "us-west-2",
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
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

    const loader = west.serviceAccount("etl", "loader");
    const trust = new AzureTrust(this, "loader", { from: loader, to: core, access: AzureAccess.readSecrets(VAULT) });

    const wiring = PodWiring.for(loader, [trust]);
    new TerraformOutput(this, "pod", { value: wiring.toPodYaml() });
    new TerraformOutput(this, "container", { value: wiring.toContainerYaml() });
    // What the pod is promised, so that `trust-mesh lab` tries it.
    new TerraformOutput(this, "services", { value: wiring.toDeclaration() });
  }
}

/** Adds the example's stack to an app. */
export function build(app: App): void {
  new KeyVaultAccess(app, "key-vault-access");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
