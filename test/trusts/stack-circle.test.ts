import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, Fn, TerraformStack } from "cdktf";
import {
  AksCluster,
  AwsAccess,
  AwsAccount,
  AwsAccountOptions,
  AwsFederatedRole,
  AzureAccess,
  AzureSubscription,
  ClusterAccess,
  EksCluster,
  EksTrust,
  EntraTenant,
  OidcCluster,
  ServiceAccount,
  SourceServiceAccount,
  TrustMesh,
} from "../../src";
import { SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";

/** A cluster that its own stack makes, so that its issuer is an attribute there. */
function clusterIn(app: App, id: string, issuer?: string): EksCluster {
  const stack = new TerraformStack(app, id);
  const aws = new AwsProvider(stack, "aws", { region: "us-west-2" });
  const made = new EksClusterResource(stack, "cluster", {
    name: id,
    roleArn: "arn:aws:iam::111122223333:role/eks",
    vpcConfig: { subnetIds: ["subnet-a"] },
    accessConfig: { authenticationMode: "API" },
  });
  const kubernetesProvider = new KubernetesProvider(stack, "kubernetes", { host: made.endpoint });
  return EksCluster.fromResource(stack, `${id}-cluster`, made, {
    awsProvider: aws,
    kubernetesProvider,
    accountId: id === "a" ? "111122223333" : "444455556666",
    issuer,
  });
}

const access = ClusterAccess.view("apps");
const literal = (id: string) => `https://oidc.eks.us-west-2.amazonaws.com/id/${id}`;

describe("stacks that would read each other", () => {
  it("are refused with the way out", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a"), clusterIn(app, "b")];
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(a.serviceAccount("ci", "runner"), b, access);

    expect(() => mesh.allow(b.serviceAccount("ci", "runner"), a, access)).toThrow(
      'the stacks would read each other in a circle: "a" → "b" → "a". Give the issuers as literals',
    );
  });

  it("are refused where accounts let each other's clusters use their services", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a"), clusterIn(app, "b")];
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(a.serviceAccount("ci", "runner"), b.account, AwsAccess.readBucket("acme-reports"));

    expect(() => mesh.allow(b.serviceAccount("ci", "runner"), a, access)).toThrow(
      'the stacks would read each other in a circle: "a" → "b" → "a". Give the issuers as literals',
    );
    expect(() => mesh.allow(b.serviceAccount("ci", "runner"), a.account, AwsAccess.readBucket("acme-logs"))).toThrow(
      'from: its issuer is an attribute in the stack "b", and the stacks would read each other in a circle: "a" → "b" → "a".',
    );
  });

  it("are refused where a subject is an attribute of another stack", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a"), clusterIn(app, "b", literal("B"))];
    const made = new UserAssignedIdentity(TerraformStack.of(b), "vm", {
      name: "vm",
      resourceGroupName: "core",
      location: "westeurope",
    });
    const mesh = new TrustMesh(app, "mesh");
    const entra = EntraTenant.fromAttributes(app, "entra", {
      tenantId: "11111111-2222-3333-4444-555555555555",
      audience: "api://cloud-federation",
    });
    mesh.allow(a.serviceAccount("ci", "runner"), b, access);

    expect(() => mesh.allow(entra.managedIdentity("vm", made.principalId), a, access)).toThrow(
      'from: its subject is an attribute in the stack "b", and the stacks would read each other in a circle: "a" → "b" → "a". Give the subject as a literal, or declare the source again in "a" by a data source; or: Give the issuers as literals',
    );
  });

  it("are taken when one issuer is a literal", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a", literal("A")), clusterIn(app, "b")];
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(a.serviceAccount("ci", "runner"), b, access);
    mesh.allow(b.serviceAccount("ci", "runner"), a, access);
    expect(mesh.trusts).toHaveLength(2);
  });
});

/** A cluster that two stacks make, where trusts of the second read the first one's issuer; and what else their author writes. */
function oneWay(): {
  app: App;
  a: TerraformStack;
  b: TerraformStack;
  arnOfB: string;
  from: ServiceAccount;
  to: EksCluster;
} {
  const app = new App();
  const [first, second] = [clusterIn(app, "a"), clusterIn(app, "b")];
  const [a, b] = [first, second].map((one) => TerraformStack.of(one));
  const arnOfB = (b.node.findChild("cluster") as EksClusterResource).arn;
  return { app, a, b, arnOfB, from: first.serviceAccount("ci", "runner"), to: second };
}

describe("a resource of the author's own that closes a circle with a trust", () => {
  const circle =
    'from: its issuer is an attribute in the stack "a", and the stacks would read each other in a circle: "b" → "a" → "b". Give the issuers as literals';
  const parameter = (scope: TerraformStack, value: string) =>
    new SsmParameter(scope, "parameter", { name: "b", type: "String", value });

  it.each(["before", "after"])("is refused with both ways out, where it is written %s the trust", (order) => {
    const { app, a, arnOfB, from, to } = oneWay();
    if (order === "before") parameter(a, arnOfB);
    new TrustMesh(app, "mesh").allow(from, to, access);
    if (order === "after") parameter(a, arnOfB);

    expect(() => app.synth()).toThrow(`[b/mesh/a-cluster_ci_runner_in_b-cluster] ${circle}`);
    expect(() => app.synth()).toThrow(
      /; or: Take what "a\/parameter" reads of "b" out of the stack "a"\. \[stack-circle\]$/,
    );
  });

  it("is refused where it is in a function of Terraform, and by way of a third stack", () => {
    const { app, a, arnOfB, from, to } = oneWay();
    const c = new TerraformStack(app, "c");
    new AwsProvider(c, "aws", { region: "us-west-2" });
    parameter(c, Fn.upper(arnOfB));
    new TrustMesh(app, "mesh").allow(from, to, access);
    a.addDependency(c);

    expect(() => app.synth()).toThrow(
      /in a circle: "b" → "a" → "c" → "b"\. .*; or: Take the dependency of the stack "a" on "c" away; or: Take what "c\/parameter" reads of "b"/,
    );
  });

  it("is refused where a role of the author's own reads the issuer", () => {
    const { app, a, b, arnOfB, from, to } = oneWay();
    new AwsFederatedRole(b, "shared", { account: to.account, subjects: [from] });
    parameter(a, arnOfB);

    expect(() => app.synth()).toThrow(
      '[b/shared] subjects: an issuer is an attribute in the stack "a", and the stacks would read each other in a circle: "b" → "a" → "b".',
    );
  });

  it("is taken where it reads the way that the trust reads", () => {
    const { app, b, from, to } = oneWay();
    const arnOfA = (from.cluster.node.scope?.node.findChild("cluster") as EksClusterResource).arn;
    parameter(b, arnOfA);
    new TrustMesh(app, "mesh").allow(from, to, access);

    expect(() => app.synth()).not.toThrow();
  });
});

/** An account whose objects stand in a stack of their own, and a cluster of it in another stack. */
function apart(issuer?: string, options: AwsAccountOptions = {}) {
  const app = new App();
  const iam = new TerraformStack(app, "iam");
  const account = AwsAccount.fromProvider(iam, "prod", new AwsProvider(iam, "aws", { region: "us-west-2" }), {
    accountId: "222233334444",
    ...options,
  });
  const run = new TerraformStack(app, "run");
  const aws = new AwsProvider(run, "aws", { region: "us-west-2" });
  const kubernetesProvider = new KubernetesProvider(run, "kubernetes", {});
  const place = { clusterName: "west", region: "us-west-2" };
  const west = EksCluster.fromAttributes(run, "west", { ...place, account, awsProvider: aws, kubernetesProvider });
  const made = new EksClusterResource(run, "build", {
    name: "build",
    roleArn: "arn:aws:iam::222233334444:role/eks",
    vpcConfig: { subnetIds: ["subnet-a"] },
  });
  const build = EksCluster.fromResource(run, "build-cluster", made, { account, awsProvider: aws, issuer });
  return { app, iam, run, aws, west, build, account };
}

const byAccount = (path: string, reader: string) =>
  `to: what the account "${path}" creates for it is in the stack "iam", and the stacks would read each other in a circle: "${reader}" → "iam" → "${reader}". Give the destination an account with a provider of "${reader}"; or: `;

describe("a stack that reads what an account creates in its own stack", () => {
  it("is refused where that stack reads the issuer", () => {
    const { run, west, build } = apart();

    expect(() => new EksTrust(run, "trust", { from: build.serviceAccount("ci", "runner"), to: west, access })).toThrow(
      `${byAccount("iam/prod", "run")}Give the issuers as literals`,
    );
  });

  it("is taken where the issuer is a literal", () => {
    const { app, run, west, build } = apart(literal("BUILD"));
    new EksTrust(run, "trust", { from: build.serviceAccount("ci", "runner"), to: west, access });

    expect(() => app.synth()).not.toThrow();
  });

  it("is refused where that stack reads an option of the account, in a function of Terraform, too", () => {
    const app = new App();
    const run = new TerraformStack(app, "run");
    const aws = new AwsProvider(run, "aws", { region: "us-west-2" });
    const boundary = Fn.trimspace(new IamPolicy(run, "boundary", { provider: aws, policy: "{}" }).arn);
    const iam = new TerraformStack(app, "iam");
    const account = AwsAccount.fromProvider(app, "prod", new AwsProvider(iam, "aws", { region: "us-west-2" }), {
      permissionsBoundaryArn: boundary,
    });
    const kubernetesProvider = new KubernetesProvider(run, "kubernetes", {});
    const place = { clusterName: "west", region: "us-west-2" };
    const west = EksCluster.fromAttributes(run, "west", { ...place, account, awsProvider: aws, kubernetesProvider });
    const from = OidcCluster.fromAttributes(app, "onprem", { issuer: "https://k8s.example.com" });

    expect(() => new EksTrust(run, "trust", { from: from.serviceAccount("ci", "runner"), to: west, access })).toThrow(
      `${byAccount("prod", "run")}Give the account's options as literals. [stack-circle]`,
    );
  });

  it("is refused where that stack creates identities at the place of the cluster", () => {
    const app = new App();
    const iam = new TerraformStack(app, "iam");
    const account = AzureSubscription.fromProvider(
      iam,
      "core",
      new AzurermProvider(iam, "azurerm", { features: [{}] }),
    );
    const run = new TerraformStack(app, "run");
    const azurermProvider = new AzurermProvider(run, "azurerm", { features: [{}] });
    const found = new DataAzurermKubernetesCluster(run, "found", { name: "corp", resourceGroupName: "core" });
    const corp = AksCluster.fromDataSource(run, "corp", found, {
      account,
      azurermProvider,
      kubernetesProvider: new KubernetesProvider(run, "kubernetes", {}),
    });
    const from = OidcCluster.fromAttributes(app, "onprem", { issuer: "https://k8s.example.com" });

    expect(() => new TrustMesh(app, "mesh").allow(from.serviceAccount("ci", "runner"), corp, access)).toThrow(
      `${byAccount("iam/core", "run")}Give names, places and ids as literals. [stack-circle]`,
    );
  });
});

describe("stacks that would read each other by what access is granted to, or by what pods need", () => {
  it("are refused for a bucket of the cluster's stack", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a"), clusterIn(app, "b")];
    const bucket = new S3Bucket(TerraformStack.of(a), "bucket", {}).bucket;
    const onprem = OidcCluster.fromAttributes(app, "onprem", { issuer: "https://k8s.example.com" });
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(b.serviceAccount("ci", "runner"), a, access);

    expect(() => mesh.allow(onprem.serviceAccount("ci", "runner"), b.account, AwsAccess.readBucket(bucket))).toThrow(
      'access: a name in it is an attribute in the stack "a", and the stacks would read each other in a circle: "b" → "a" → "b". Give names, places and ids as literals; or: Give the issuers as literals',
    );
  });

  it("are refused for a service account that is annotated with an identity of the destination", () => {
    const app = new App();
    const a = clusterIn(app, "a");
    const b = new TerraformStack(app, "b");
    const core = AzureSubscription.fromProvider(b, "core", new AzurermProvider(b, "azurerm", { features: [{}] }), {
      ...{ subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID, resourceGroupName: "core", location: "westeurope" },
    });
    const vault = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
    const serviceAccount = a.serviceAccount("ci", "runner");
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(serviceAccount, core, AzureAccess.readSecrets(vault));
    const props = { serviceAccount, trusts: mesh.trustsOf(serviceAccount), kubernetesProvider: a.kubernetesProvider };

    expect(() => new SourceServiceAccount(TerraformStack.of(a), "account", props)).toThrow(
      '[a/account] trusts: what its pods need is an attribute in the stack "b", and the stacks would read each other in a circle: "a" → "b" → "a". Make it in a stack that applies after both',
    );
  });
});
