import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { AksCluster, ClusterAccess, EksCluster, GkeCluster, OidcCluster, TrustMesh } from "../../src";
import { AWS_ACCOUNT, AZURE_SUBSCRIPTION, AZURE_TENANT, kubernetesProviderOf } from "../support/clusters";
import { describeWithStandIns, PlannedChange, TerraformFolder } from "../support/terraform";

/** How a version of one and the same mesh is written down. */
interface Version {
  readonly stack?: string;
  /** Where clusters are declared: in the stack, in the app, or in a construct of the stack. */
  readonly declaredIn?: "stack" | "app" | "construct";
  /** Without what is known of accounts at synth: account id, project number, tenant. */
  readonly withoutIds?: boolean;
  /** Clusters and edges the other way round. */
  readonly reversed?: boolean;
  /** Issuers, and the names that GKE's is made of, are variables. */
  readonly unknownIssuers?: boolean;
  /** Another construct id for each cluster, and what keeps its identity. */
  readonly renamed?: { readonly by: "key" | "renamedFrom" | "nothing" };
}

const MESH = "mesh";
/** The number that the stand-in for Google Cloud gives the project acme-data. */
const STAND_IN_PROJECT_NUMBER = "617699331288";

/** A mesh in which a cluster of each kind, and a self-managed one, is let into the clusters of three clouds. */
function write(version: Version = {}): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, version.stack ?? MESH);
    const scopes: Record<string, Construct> = { app, stack, construct: new Construct(stack, "platform") };
    const scope = scopes[version.declaredIn ?? "stack"];
    const id = (name: string) => (version.renamed ? `new-${name}` : name);
    const identity = (name: string) => {
      if (version.renamed?.by === "key") return { key: name };
      return version.renamed?.by === "renamedFrom" ? { renamedFrom: name } : {};
    };
    const unless = <T>(hidden: boolean | undefined, value: T) => (hidden ? undefined : value);
    const known = (name: string, value: string) =>
      version.unknownIssuers
        ? new TerraformVariable(stack, name, { type: "string", default: value }).stringValue
        : value;
    const aws = new AwsProvider(stack, "aws", { region: "us-west-2" });
    const google = new GoogleProvider(stack, "google", { project: "acme-data" });
    const azurerm = new AzurermProvider(stack, "azurerm", {
      features: [{}],
      subscriptionId: AZURE_SUBSCRIPTION,
    });
    const make: Record<string, () => EksCluster | GkeCluster | AksCluster> = {
      west: () =>
        EksCluster.fromAttributes(scope, id("west"), {
          ...identity("west"),
          clusterName: "west",
          region: "us-west-2",
          accountId: unless(version.withoutIds, AWS_ACCOUNT),
          issuer: known("issuer-west", "https://oidc.eks.us-west-2.amazonaws.com/id/WEST"),
          awsProvider: aws,
          kubernetesProvider: kubernetesProviderOf(stack, "west"),
        }),
      euro: () =>
        GkeCluster.fromAttributes(scope, id("euro"), {
          ...identity("euro"),
          projectId: known("project-euro", "acme-data"),
          projectNumber: unless(version.withoutIds, STAND_IN_PROJECT_NUMBER),
          location: "europe-west4",
          clusterName: known("name-euro", "euro"),
          googleProvider: google,
          kubernetesProvider: kubernetesProviderOf(stack, "euro"),
        }),
      corp: () =>
        AksCluster.fromAttributes(scope, id("corp"), {
          ...identity("corp"),
          clusterId: `/subscriptions/${AZURE_SUBSCRIPTION}/resourceGroups/corp/providers/Microsoft.ContainerService/managedClusters/corp`,
          location: "westeurope",
          tenantId: unless(version.withoutIds, AZURE_TENANT),
          issuer: known("issuer-corp", `https://westeurope.oic.prod-aks.azure.com/${AZURE_TENANT}/corp/`),
          localAccountDisabled: true,
          azurermProvider: azurerm,
          kubernetesProvider: kubernetesProviderOf(stack, "corp"),
        }),
    };
    const names = version.reversed ? Object.keys(make).reverse() : Object.keys(make);
    const clusters = names.map((name) => make[name]());
    const onprem = OidcCluster.fromAttributes(scope, id("onprem"), {
      ...identity("onprem"),
      issuer: known("issuer-onprem", "https://oidc.onprem.example"),
    });
    const runners = [...clusters, onprem].map((cluster) => cluster.serviceAccount("ci", "runner"));
    const mesh = new TrustMesh(stack, "trusts");
    mesh.allowAll(version.reversed ? runners.reverse() : runners, clusters, ClusterAccess.view("apps"));
    for (const cluster of clusters.filter((one) => !(one instanceof GkeCluster))) {
      mesh.allow(onprem.serviceAccount("ci", "runner"), cluster, ClusterAccess.view("ops").viaCloudPolicy());
    }
  };
}

/** Changes that take an object away, be it to make it anew. */
function losses(changes: PlannedChange[]): string[] {
  return changes.filter(({ actions }) => actions.includes("delete")).map(({ address }) => address);
}

describeWithStandIns("an applied mesh over three clouds", () => {
  let folder: TerraformFolder;
  let size: number;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(write());
    folder.init(MESH);
    folder.apply(MESH);
    size = folder.resources(MESH).length;
  });
  afterAll(() => folder.remove());

  it("has objects in all of them", () => {
    const types = new Set(folder.resources(MESH).map(({ type }) => type));

    expect([...types].sort()).toEqual([
      "aws_eks_access_entry",
      "aws_eks_access_policy_association",
      "aws_iam_openid_connect_provider",
      "aws_iam_role",
      "azurerm_federated_identity_credential",
      "azurerm_role_assignment",
      "azurerm_user_assigned_identity",
      "google_iam_workload_identity_pool",
      "google_iam_workload_identity_pool_provider",
      "google_project_iam_member",
      "kubernetes_role_binding_v1",
    ]);
  });

  it.each<[string, Version]>([
    ["its clusters are declared in the app", { declaredIn: "app" }],
    ["its clusters are declared in a construct of the stack", { declaredIn: "construct" }],
    ["account id, project number and tenant are left out", { withoutIds: true }],
    ["clusters and edges are written the other way round", { reversed: true }],
    ["issuers are unknown at synth", { unknownIssuers: true }],
    ["clusters have other construct ids and the old ones as keys", { renamed: { by: "key" } }],
  ])("keeps every object as it is when %s", (_, version) => {
    folder.synth(write(version));

    const changes = folder.plan(MESH);

    expect(losses(changes)).toEqual([]);
    expect(changes.filter(({ actions }) => actions.includes("create"))).toEqual([]);
  });

  it("keeps every object as it is when its stack is renamed", () => {
    folder.synth(write({ stack: "renamed" }));
    folder.init("renamed", MESH);

    expect(folder.plan("renamed")).toEqual([]);
  });

  it("moves every object, and replaces none, when clusters are renamed and say so", () => {
    folder.synth(write({ renamed: { by: "renamedFrom" } }));

    const changes = folder.plan(MESH);

    expect(losses(changes)).toEqual([]);
    expect(changes.filter(({ actions }) => actions.includes("create"))).toEqual([]);
    const plan = JSON.parse(folder.showPlan(MESH)) as { resource_changes: { previous_address?: string }[] };
    expect(plan.resource_changes.filter((change) => change.previous_address !== undefined)).toHaveLength(size);
  });

  it("loses all that is named after clusters when they are renamed and say nothing", () => {
    folder.synth(write({ renamed: { by: "nothing" } }));

    expect(losses(folder.plan(MESH))).toHaveLength(size);
  });
});
