/**
 * Pods that the clouds' webhooks wire, outside of the clouds' own clusters: loaders on AKS and GKE read a bucket of AWS by
 * amazon-eks-pod-identity-webhook, and loaders on EKS and GKE read the secrets of an Azure key vault by azure-workload-identity. The
 * service accounts carry annotations, and the Deployments have neither volumes nor variables for it. Amazon's chart needs
 * cert-manager in the cluster: see the README.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Release } from "@cdktf/provider-helm/lib/release";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AwsTrust,
  AzureAccess,
  AzureSubscription,
  AzureTrust,
  Cluster,
  EksCluster,
  GkeCluster,
  ServiceAccount,
  SourceServiceAccount,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

const ACCOUNT = "111122223333";
const REGION = "us-west-2";
const SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";
const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/core`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme-core`;

class Webhooks extends TerraformStack {
  private readonly prod = AwsAccount.fromProvider(
    this,
    "prod",
    new AwsProvider(this, "aws", { region: REGION, allowedAccountIds: [ACCOUNT] }),
    { accountId: ACCOUNT },
  );
  private readonly core = AzureSubscription.fromProvider(
    this,
    "core",
    new AzurermProvider(this, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION, tenantId: TENANT }),
    { subscriptionId: SUBSCRIPTION, tenantId: TENANT, resourceGroupName: "rg-identities", location: "westeurope" },
  );

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const west = EksCluster.fromAttributes(this, "west", {
      clusterName: "west",
      region: REGION,
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
    const euro = GkeCluster.fromAttributes(this, "euro", {
      projectId: "acme-data",
      location: "europe-west4",
      clusterName: "euro",
    });
    const corp = AksCluster.fromAttributes(this, "corp", {
      clusterId: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/corp`,
      location: "westeurope",
      issuer: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/5b0c7d9e-1f2a-4b3c-8d4e-6f7a8b9c0d1e/`,
    });
    this.run(west, { azure: true });
    this.run(euro, { aws: true, azure: true });
    this.run(corp, { aws: true });
  }

  /** Installs the webhooks in a cluster, and runs a loader that they wire. */
  private run(cluster: Cluster, into: { readonly aws?: boolean; readonly azure?: boolean }): void {
    const { id } = cluster.node;
    const kubeconfig = { configPath: "~/.kube/config", configContext: id };
    const kubernetes = new KubernetesProvider(this, `${id}-kubernetes`, { alias: id, ...kubeconfig });
    const helm = new HelmProvider(this, `${id}-helm`, { alias: id, kubernetes: kubeconfig });
    const loader = cluster.serviceAccount("etl", "loader");
    const releases = [
      ...(into.aws ? [this.amazonWebhook(id, helm)] : []),
      ...(into.azure ? [this.azureWebhook(id, helm)] : []),
    ];
    const trusts = [...(into.aws ? [this.bucket(loader, id)] : []), ...(into.azure ? [this.vault(loader, id)] : [])];
    const account = new SourceServiceAccount(this, `${id}-account`, {
      serviceAccount: loader,
      trusts,
      kubernetesProvider: kubernetes,
    });
    this.deploy(account, kubernetes, releases);
  }

  private bucket(from: ServiceAccount, id: string): AwsTrust {
    return new AwsTrust(this, `${id}-bucket`, { from, to: this.prod, access: AwsAccess.readBucket("acme-reports") });
  }

  private vault(from: ServiceAccount, id: string): AzureTrust {
    return new AzureTrust(this, `${id}-vault`, { from, to: this.core, access: AzureAccess.readSecrets(VAULT) });
  }

  /** Amazon's webhook, whose certificate cert-manager issues. Two replicas, since pods start without a token while it is down. */
  private amazonWebhook(id: string, provider: HelmProvider): Release {
    return new Release(this, `${id}-amazon-webhook`, {
      provider,
      name: "amazon-eks-pod-identity-webhook",
      repository: "https://jkroepke.github.io/helm-charts",
      chart: "amazon-eks-pod-identity-webhook",
      version: "2.4.1",
      namespace: "kube-system",
      set: [
        { name: "config.defaultAwsRegion", value: REGION },
        { name: "replicaCount", value: "2" },
      ],
    });
  }

  /** Azure's webhook, which makes its certificate itself. */
  private azureWebhook(id: string, provider: HelmProvider): Release {
    return new Release(this, `${id}-azure-webhook`, {
      provider,
      name: "workload-identity-webhook",
      repository: "https://azure.github.io/azure-workload-identity/charts",
      chart: "workload-identity-webhook",
      version: "1.5.1",
      namespace: "azure-workload-identity-system",
      createNamespace: true,
      set: [{ name: "azureTenantID", value: TENANT }],
    });
  }

  /** Runs the loader once its webhooks and its service account are there. */
  private deploy(account: SourceServiceAccount, provider: KubernetesProvider, releases: Release[]): void {
    const { serviceAccount, podLabels, resource } = account;
    const { name, namespace, cluster } = serviceAccount;
    const matchLabels = { app: name };
    new DeploymentV1(this, `${cluster.node.id}-loader`, {
      provider,
      dependsOn: [...releases, ...(resource ? [resource] : [])],
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels },
        template: {
          metadata: { labels: { ...matchLabels, ...podLabels } },
          spec: {
            serviceAccountName: name,
            container: [{ name, image: "registry.example.com/loader:1" }],
          },
        },
      },
    });
  }
}

/** Adds the example's stack to an app. */
export function build(app: App): void {
  new Webhooks(app, "webhooks");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
