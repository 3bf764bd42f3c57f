/**
 * One Argo CD on EKS that deploys to GKE and AKS. After one `cdktf deploy`, Argo CD knows both clusters, and the output
 * `helm-values` is what its Helm chart needs:
 *
 *     terraform output -raw helm-values > values.yaml
 *     helm upgrade --install argocd argo/argo-cd --namespace argocd --values values.yaml
 *
 * The namespace "argocd" must exist before. Three components of Argo CD talk to clusters, each as a service account of its own. Argo CD has one exec stanza for
 * all of them, so the three share what the stanza names: the pool provider in Google Cloud, and one identity in Azure.
 */
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import {
  AksCluster,
  ArgoCdClusterSecret,
  ArgoCdHelmValues,
  AzureFederatedIdentity,
  ClusterAccess,
  EksCluster,
  GkeCluster,
  PluginConfigMap,
  PluginDelivery,
  PodWiring,
  ServiceAccount,
  TrustMesh,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

/** An example's certificate authority; a real one is what the cloud's console shows, and no secret. */
const CA = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmV4YW1wbGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=";

const HUB_ENDPOINT = "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com";
const EURO_ENDPOINT = "https://34.90.12.7";
const CORP_ENDPOINT = "https://corp-1a2b3c4d.hcp.westeurope.azmk8s.io:443";
const CORP_TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";
const CORP_SUBSCRIPTION = "3f2b8a10-6c4d-4e5f-9a1b-2c3d4e5f6a7b";

class ArgoCdHub extends TerraformStack {
  public constructor(scope: Construct, id: string, pluginFile?: string) {
    super(scope, id);
    const hubKubernetes = this.kubernetes("hub", HUB_ENDPOINT, "aws", "eks", "get-token", "--cluster-name", "hub");
    const hub = EksCluster.fromAttributes(this, "hub", {
      clusterName: "hub",
      region: "us-west-2",
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
    const euro = this.euro();
    const corp = this.corp();

    const controller = hub.serviceAccount("argocd", "argocd-application-controller");
    const server = hub.serviceAccount("argocd", "argocd-server");
    const applicationSet = hub.serviceAccount("argocd", "argocd-applicationset-controller");

    const mesh = new TrustMesh(this, "mesh");
    mesh.allow(controller, euro, ClusterAccess.edit("payments"));
    mesh.allow(server, euro, ClusterAccess.view("payments"));
    mesh.allow(applicationSet, euro, ClusterAccess.authenticationOnly());

    // In Azure the rights follow the identity, so one of its three trusts carries them for all.
    const identity = new AzureFederatedIdentity(this, "argocd-identity", {
      account: corp.account,
      place: corp.identityPlace,
      identityName: "argocd-hub",
    });
    mesh.allow(controller, corp, ClusterAccess.edit("payments"), { aks: { identity } });
    mesh.allow(server, corp, ClusterAccess.authenticationOnly(), { aks: { identity } });
    mesh.allow(applicationSet, corp, ClusterAccess.authenticationOnly(), { aks: { identity } });

    for (const cluster of [euro, corp]) {
      new ArgoCdClusterSecret(this, `argocd-${cluster.node.id}`, {
        trusts: [controller, server, applicationSet].map((account) => mesh.clusterTrustOf(account, cluster)),
        kubernetesProvider: hubKubernetes,
        labels: { environment: "production" },
        namespaces: ["payments"],
      });
    }

    const file = new PluginConfigMap(this, "plugin", {
      namespace: "argocd",
      kubernetesProvider: hubKubernetes,
      pluginFile,
    });
    const plugin = PluginDelivery.initContainer(file);
    const podsOf = (account: ServiceAccount) => PodWiring.for(account, mesh.trustsOf(account), { plugin });
    const values = ArgoCdHelmValues.of({
      controller: podsOf(controller),
      server: podsOf(server),
      applicationSet: podsOf(applicationSet),
    });
    new TerraformOutput(this, "helm-values", { value: values });
    new TerraformOutput(this, "kubeconfig", { value: mesh.kubeconfigFor(controller) });
  }

  private euro(): GkeCluster {
    return GkeCluster.fromAttributes(this, "euro", {
      legacyAbac: false,
      projectId: "acme-euro",
      location: "europe-west4",
      clusterName: "euro",
      endpoint: EURO_ENDPOINT,
      certificateAuthorityData: CA,
      googleProvider: new GoogleProvider(this, "google", { project: "acme-euro", region: "europe-west4" }),
      kubernetesProvider: this.kubernetes("euro", EURO_ENDPOINT, "gke-gcloud-auth-plugin"),
    });
  }

  private corp(): AksCluster {
    const server = "6dae42f8-4368-4678-94ff-3960e28e3630";
    return AksCluster.fromAttributes(this, "corp", {
      entraIntegration: true,
      azureRbacEnabled: false,
      clusterId: `/subscriptions/${CORP_SUBSCRIPTION}/resourceGroups/corp/providers/Microsoft.ContainerService/managedClusters/corp`,
      location: "westeurope",
      tenantId: CORP_TENANT,
      endpoint: CORP_ENDPOINT,
      certificateAuthorityData: CA,
      localAccountDisabled: true,
      azurermProvider: new AzurermProvider(this, "azurerm", {
        features: [{}],
        subscriptionId: CORP_SUBSCRIPTION,
        tenantId: CORP_TENANT,
      }),
      kubernetesProvider: this.kubernetes(
        "corp",
        CORP_ENDPOINT,
        "kubelogin",
        "get-token",
        "--login",
        "azurecli",
        "--server-id",
        server,
      ),
    });
  }

  private kubernetes(alias: string, host: string, command: string, ...args: string[]): KubernetesProvider {
    return new KubernetesProvider(this, `${alias}-kubernetes`, {
      alias,
      host,
      clusterCaCertificate: Fn.base64decode(CA),
      exec: [{ apiVersion: "client.authentication.k8s.io/v1beta1", command, args }],
    });
  }
}

/**
 * Adds the example's stack to an app.
 *
 * @param pluginFile the plugin's built file; the package's own by default
 */
export function build(app: App, pluginFile?: string): void {
  new ArgoCdHub(app, "argocd-hub", pluginFile);
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
