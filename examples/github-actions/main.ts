/** A CI pipeline without stored secrets: a job of GitHub Actions deploys into EKS and uses services of three clouds. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import {
  AwsAccess,
  AwsAccount,
  AzureAccess,
  AzureSubscription,
  ClusterAccess,
  EksCluster,
  GcpAccess,
  GcpProject,
  GithubActions,
  JobWiring,
  TrustMesh,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

/** What `aws eks describe-cluster` prints; neither value is a secret. */
const WEST = {
  endpoint: "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com",
  certificateAuthorityData: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmV4YW1wbGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
};
const SUBSCRIPTION_ID = "00000000-1111-2222-3333-444444444444";
const TENANT_ID = "99999999-8888-7777-6666-555555555555";
const STORAGE = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-core/providers/Microsoft.Storage/storageAccounts/acmecore`;

class Pipeline extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const aws = new AwsProvider(this, "aws", { region: "us-west-2", allowedAccountIds: ["111122223333"] });
    const google = new GoogleProvider(this, "google", { project: "acme-data", region: "europe-west4" });
    const azurerm = new AzurermProvider(this, "azurerm", {
      features: [{}],
      subscriptionId: SUBSCRIPTION_ID,
      tenantId: TENANT_ID,
    });
    const kubernetes = new KubernetesProvider(this, "kubernetes", {
      host: WEST.endpoint,
      clusterCaCertificate: Fn.base64decode(WEST.certificateAuthorityData),
      exec: [
        {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", "west", "--region", "us-west-2"],
        },
      ],
    });

    const prod = AwsAccount.fromProvider(this, "prod", aws, { accountId: "111122223333" });
    const data = GcpProject.fromAttributes(this, "data", {
      googleProvider: google,
      projectId: "acme-data",
      projectNumber: "210987654321",
    });
    const core = AzureSubscription.fromProvider(this, "core", azurerm, {
      subscriptionId: SUBSCRIPTION_ID,
      tenantId: TENANT_ID,
      resourceGroupName: "rg-identities",
      location: "westeurope",
    });
    const west = EksCluster.fromAttributes(this, "west", {
      ...WEST,
      account: prod,
      authenticationMode: "API",
      clusterName: "west",
      region: "us-west-2",
      awsProvider: aws,
      kubernetesProvider: kubernetes,
    });

    // Exactly the jobs of this repository that name the environment "prod", whose protection rules say who approves.
    const deploy = GithubActions.repository("acme/app").environment("prod");

    const mesh = new TrustMesh(this, "mesh");
    mesh.allow(deploy, west, ClusterAccess.edit("payments"));
    mesh.allow(deploy, prod, AwsAccess.writeBucket("acme-releases"));
    mesh.allow(deploy, data, GcpAccess.readBucket("acme-exports"));
    mesh.allow(deploy, core, AzureAccess.readBlobs(STORAGE));

    // The job writes this to a file and sets KUBECONFIG; it names the exec plugin with --source github-actions.
    new TerraformOutput(this, "kubeconfig", { value: mesh.kubeconfigFor(deploy) });
    // The inputs of aws-actions/configure-aws-credentials, google-github-actions/auth and azure/login.
    new TerraformOutput(this, "deploy", { value: JobWiring.for(deploy, mesh.trustsOf(deploy)).toString() });
  }
}

/** Adds the example's stacks to an app. */
export function build(app: App): void {
  new Pipeline(app, "pipeline");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
