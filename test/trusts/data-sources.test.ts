import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClusterAccess, EksCluster, GkeCluster, TrustMesh } from "../../src";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

/** The guide of docs/constructs.md, "Data sources in several stacks". */
class Platform extends TerraformStack {
  public readonly aws = new AwsProvider(this, "aws", { region: "us-west-2", allowedAccountIds: ["111122223333"] });
  public readonly google = new GoogleProvider(this, "google", { project: "acme-data", region: "europe-west4" });

  public constructor(scope: App, id: string) {
    super(scope, id);
    new LocalBackend(this, {});
  }

  public west(kubernetesProvider?: KubernetesProvider): EksCluster {
    const found = new DataAwsEksCluster(this, "west-found", { name: "west", provider: this.aws });
    return EksCluster.fromDataSource(this, "west", found, {
      awsProvider: this.aws,
      kubernetesProvider,
      accountId: "111122223333",
    });
  }

  public euro(kubernetesProvider?: KubernetesProvider): GkeCluster {
    const place = { name: "euro", location: "europe-west4", project: "acme-data" };
    const found = new DataGoogleContainerCluster(this, "euro-found", { ...place, provider: this.google });
    return GkeCluster.fromDataSource(this, "euro", found, { googleProvider: this.google, kubernetesProvider });
  }
}

function build(app: App): void {
  const access = ClusterAccess.view("apps");
  const intoWest = new Platform(app, "into-west");
  const intoEuro = new Platform(app, "into-euro");
  const kubernetes = (stack: TerraformStack) =>
    new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });
  new TrustMesh(intoWest, "mesh").allow(
    intoWest.euro().serviceAccount("ci", "runner"),
    intoWest.west(kubernetes(intoWest)),
    access,
  );
  new TrustMesh(intoEuro, "mesh").allow(
    intoEuro.west().serviceAccount("ci", "runner"),
    intoEuro.euro(kubernetes(intoEuro)),
    access,
  );
}

describe("data sources in several stacks", () => {
  let folder: TerraformFolder;
  let stacks: string[];
  beforeAll(() => {
    folder = new TerraformFolder();
    stacks = folder.synth(build);
  });
  afterAll(() => folder.remove());

  it("make no stack read the state of another", () => {
    expect(stacks.length).toBeGreaterThan(1);
    for (const stack of stacks) {
      const file = join(folder.root, "stacks", stack, "cdk.tf.json");
      const { data } = JSON.parse(readFileSync(file, "utf8")) as { data: object };
      expect(Object.keys(data).sort()).toEqual(["aws_eks_cluster", "google_container_cluster"]);
    }
  });

  describeWithStandIns("with stand-in providers", () => {
    it("apply in any order, each stack on its own, and plan no change after that", () => {
      for (const stack of [...stacks].reverse()) {
        folder.init(stack);
        folder.apply(stack);
      }
      for (const stack of stacks) expect(folder.plan(stack)).toEqual([]);
      const types = (stack: string) =>
        folder
          .resources(stack)
          .map(({ type }) => type)
          .sort();
      expect(types("into-west")).toEqual([
        "aws_eks_access_entry",
        "aws_iam_openid_connect_provider",
        "aws_iam_role",
        "kubernetes_role_binding_v1",
      ]);
      expect(types("into-euro")).toEqual([
        "google_iam_workload_identity_pool",
        "google_iam_workload_identity_pool_provider",
        "google_project_iam_member",
        "kubernetes_role_binding_v1",
      ]);
    });
  });
});
