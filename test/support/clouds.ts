import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import {
  AksCluster,
  AksClusterAttributes,
  AzurePlace,
  AzureSubscription,
  EksCluster,
  EksClusterAttributes,
  GkeCluster,
  GkeClusterAttributes,
  OidcCluster,
  OidcClusterAttributes,
} from "../../src";

/** Issuers as the vendors write them: AKS's alone ends in a slash. */
export const EKS_ISSUER = "https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
export const GKE_ISSUER = "https://container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro";
export const AKS_ISSUER =
  "https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/";
export const OIDC_ISSUER = "https://oidc.onprem.example.com/cluster-1";

export const ACCOUNT_ID = "111122223333";
export const PROJECT_NUMBER = "123456789012";
export const SUBSCRIPTION_ID = "00000000-1111-2222-3333-444444444444";
export const TENANT_ID = "11111111-2222-3333-4444-555555555555";
export const CORP_ID = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-corp/providers/Microsoft.ContainerService/managedClusters/corp`;

export const WEST: EksClusterAttributes = {
  clusterName: "west-prod",
  region: "us-west-2",
  accountId: ACCOUNT_ID,
  issuer: EKS_ISSUER,
};
export const EURO: GkeClusterAttributes = {
  projectId: "acme-euro",
  location: "europe-west4",
  clusterName: "euro",
  projectNumber: PROJECT_NUMBER,
};
export const CORP: AksClusterAttributes = {
  clusterId: CORP_ID,
  location: "westeurope",
  issuer: AKS_ISSUER,
  tenantId: TENANT_ID,
};

/** One provider of each cloud in a stack, each under the alias that assertions name. */
export class Providers {
  public readonly aws: AwsProvider;
  public readonly google: GoogleProvider;
  public readonly azurerm: AzurermProvider;

  public constructor(private readonly stack: TerraformStack) {
    this.aws = new AwsProvider(stack, "aws", { region: "us-east-1", alias: "target" });
    this.google = new GoogleProvider(stack, "google", { alias: "target" });
    this.azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], alias: "target" });
  }

  /** The Kubernetes provider of one cluster: `kubernetes.<name>` in assertions. */
  public kubernetes(name: string): KubernetesProvider {
    return new KubernetesProvider(this.stack, `kubernetes-${name}`, { alias: name });
  }
}

/** A stack with a provider of each cloud, and the clusters that a test declares in it. */
export class Clouds {
  public readonly stack: TerraformStack;
  public readonly providers: Providers;

  public constructor(
    public readonly app: App = new App(),
    id = "stack",
  ) {
    this.stack = new TerraformStack(app, id);
    this.providers = new Providers(this.stack);
  }

  public eks(id = "west", attributes: Partial<EksClusterAttributes> = {}, scope: Construct = this.stack): EksCluster {
    const kubernetesProvider = this.providers.kubernetes(id);
    return EksCluster.fromAttributes(scope, id, {
      ...WEST,
      clusterName: id === "west" ? WEST.clusterName : id,
      awsProvider: this.providers.aws,
      kubernetesProvider,
      ...attributes,
    });
  }

  public gke(id = "euro", attributes: Partial<GkeClusterAttributes> = {}, scope: Construct = this.stack): GkeCluster {
    const kubernetesProvider = this.providers.kubernetes(id);
    return GkeCluster.fromAttributes(scope, id, {
      ...EURO,
      googleProvider: this.providers.google,
      kubernetesProvider,
      ...attributes,
    });
  }

  public aks(id = "corp", attributes: Partial<AksClusterAttributes> = {}, scope: Construct = this.stack): AksCluster {
    const kubernetesProvider = this.providers.kubernetes(id);
    return AksCluster.fromAttributes(scope, id, {
      ...CORP,
      azurermProvider: this.providers.azurerm,
      kubernetesProvider,
      ...attributes,
    });
  }

  public oidc(id = "onprem", attributes: Partial<OidcClusterAttributes> = {}): OidcCluster {
    return OidcCluster.fromAttributes(this.stack, id, { issuer: OIDC_ISSUER, ...attributes });
  }
}

/** In which subscription and where there an identity for an AKS cluster is created. */
export function homeOf(cluster: AksCluster): { account: AzureSubscription; place: AzurePlace } {
  return { account: cluster.account, place: cluster.identityPlace };
}
