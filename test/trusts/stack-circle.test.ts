import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AwsAccess, ClusterAccess, EksCluster, EntraTenant, TrustMesh } from "../../src";

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
      'from: its subject is an attribute in the stack "b", and the stacks would read each other in a circle: "a" → "b" → "a". Give the subject as a literal, or declare the source again in "a" by a data source. [stack-circle]',
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
