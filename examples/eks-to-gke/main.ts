/** One edge: an Argo CD on EKS deploys into one namespace of a GKE cluster. */
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import { ClusterAccess, EksCluster, EksToGkeTrust, GkeCluster, Kubeconfig } from "cdktf-trust-mesh";
import { Construct } from "constructs";

/** What `gcloud container clusters describe` prints; neither value is a secret. */
const EURO = {
  endpoint: "https://34.90.12.7",
  certificateAuthorityData: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmV4YW1wbGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
};

class EuroAccess extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const google = new GoogleProvider(this, "google", { project: "acme-euro", region: "europe-west4" });
    const kubernetes = new KubernetesProvider(this, "kubernetes", {
      host: EURO.endpoint,
      clusterCaCertificate: Fn.base64decode(EURO.certificateAuthorityData),
      exec: [{ apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" }],
    });

    const west = EksCluster.fromAttributes(this, "west", {
      clusterName: "west",
      region: "us-west-2",
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
    const euro = GkeCluster.fromAttributes(this, "euro", {
      legacyAbac: false,
      ...EURO,
      projectId: "acme-euro",
      projectNumber: "210987654321",
      location: "europe-west4",
      clusterName: "euro",
      googleProvider: google,
      kubernetesProvider: kubernetes,
    });

    const trust = new EksToGkeTrust(this, "argocd-in-euro", {
      from: west.serviceAccount("argocd", "argocd-application-controller"),
      to: euro,
      access: ClusterAccess.edit("payments"),
    });

    new TerraformOutput(this, "audience", { value: trust.audience });
    new TerraformOutput(this, "user", { value: trust.kubernetesUser });
    new TerraformOutput(this, "kubeconfig", { value: Kubeconfig.of([trust]) });
  }
}

/** Adds the example's stacks to an app. */
export function build(app: App): void {
  new EuroAccess(app, "euro-access");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
