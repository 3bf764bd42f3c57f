import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import { ClusterAccess, EksCluster, TrustMesh } from "../../src";

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

  it("are taken when one issuer is a literal", () => {
    const app = new App();
    const [a, b] = [clusterIn(app, "a", literal("A")), clusterIn(app, "b")];
    const mesh = new TrustMesh(app, "mesh");
    mesh.allow(a.serviceAccount("ci", "runner"), b, access);
    mesh.allow(b.serviceAccount("ci", "runner"), a, access);
    expect(mesh.trusts).toHaveLength(2);
  });
});
