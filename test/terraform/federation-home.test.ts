import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsAccount, ClusterAccess, EksCluster, OidcCluster, TrustMesh } from "../../src";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

/** Two EKS clusters of one account, each in a stack of its own; the first stack holds what the account shares. */
function build(states: string): (app: App) => void {
  return (app) => {
    const target = (id: string, account?: AwsAccount) => {
      const stack = new TerraformStack(app, `${id}-access`);
      new LocalBackend(stack, { path: join(states, `${id}-access.tfstate`) });
      return EksCluster.fromAttributes(stack, id, {
        clusterName: id,
        region: "us-west-2",
        awsProvider: new AwsProvider(stack, "aws", { region: "us-west-2" }),
        kubernetesProvider: new KubernetesProvider(stack, "kubernetes", { host: `https://${id}.example` }),
        account,
      });
    };
    const west = target("west");
    const east = target("east", west.account);
    const edge = OidcCluster.fromAttributes(app, "edge", { issuer: "https://oidc.acme.example/edge" });
    const mesh = new TrustMesh(app, "mesh");
    mesh.allowAll([edge.serviceAccount("ci", "runner")], [west, east], ClusterAccess.view());
  };
}

describeWithStandIns("two targets of one account in two stacks", () => {
  let folder: TerraformFolder;
  let states: string;
  beforeAll(() => {
    states = mkdtempSync(join(tmpdir(), "trust-mesh-states-"));
    folder = new TerraformFolder(states);
    folder.synth(build(states));
  });
  afterAll(() => {
    folder.remove();
    rmSync(states, { recursive: true, force: true });
  });

  it("share the issuer and the role, which are made in the stack of the account", () => {
    for (const stack of ["west-access", "east-access"]) {
      folder.init(stack);
      folder.apply(stack);
    }

    const home = folder.resources("west-access");
    const other = folder.resources("east-access");
    const role = home.find(({ type }) => type === "aws_iam_role");
    const entry = other.find(({ type }) => type === "aws_eks_access_entry");
    expect(home.filter(({ type }) => type === "aws_iam_openid_connect_provider")).toHaveLength(1);
    expect(other.filter(({ type }) => type.startsWith("aws_iam_"))).toEqual([]);
    expect(entry?.values.principal_arn).toBe(role?.values.arn);
    expect(folder.plan("east-access")).toEqual([]);
  });
});
