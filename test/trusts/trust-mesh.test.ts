import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { AksTrust, ClusterAccess, EksCluster, EksTrust, GkeTrust, TargetCluster, TrustMesh } from "../../src";
import { Clouds, EURO, WEST } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");

function given() {
  const clouds = new Clouds();
  const clusters = {
    eks: clouds.eks("west"),
    gke: clouds.gke("euro"),
    aks: clouds.aks("corp"),
    oidc: clouds.oidc("onprem"),
    eks2: clouds.eks("east", {
      accountId: "444455556666",
      awsProvider: new AwsProvider(clouds.stack, "aws-east", { alias: "east" }),
    }),
    gke2: clouds.gke("asia", { projectId: "acme-asia" }),
    aks2: clouds.aks("bureau", { location: "northeurope" }),
  };
  return { clouds, ...clusters, mesh: new TrustMesh(clouds.stack, "mesh") };
}

describe("allow makes the trust of the target's kind", () => {
  it.each([
    ["eks", "eks2", EksTrust],
    ["eks", "gke", GkeTrust],
    ["eks", "aks", AksTrust],
    ["gke", "eks", EksTrust],
    ["gke", "gke2", GkeTrust],
    ["gke", "aks", AksTrust],
    ["aks", "eks", EksTrust],
    ["aks", "gke", GkeTrust],
    ["aks", "aks2", AksTrust],
    ["oidc", "eks", EksTrust],
    ["oidc", "gke", GkeTrust],
    ["oidc", "aks", AksTrust],
  ] as const)("%s to %s", (source, target, expected) => {
    const made = given();
    const from = made[source].serviceAccount("argocd", "deployer");

    made.mesh.allow(from, made[target], access);
    const trust = made.mesh.clusterTrustOf(from, made[target]);

    expect(trust).toBeInstanceOf(expected);
    expect(trust.subject).toBe(from);
    expect(trust.targetCluster).toBe(made[target]);
    expect(trust.node.id).toBe(`${made[source].node.id}_argocd_deployer_in_${made[target].node.id}`);
    expect(refusals(made.clouds.stack)).toEqual([]);
  });
});

describe("allow of a pair that is there", () => {
  it("adds the access to the trust, and returns it", () => {
    const { clouds, mesh, eks, gke } = given();
    const from = eks.serviceAccount("argocd", "deployer");

    const first = mesh.allow(from, gke, ClusterAccess.view());
    const again = mesh.allow(eks.serviceAccount("argocd", "deployer"), gke, ClusterAccess.edit("payments"));

    expect(again).toBe(first);
    expect(mesh.trusts).toEqual([first]);
    expect(mesh.clusterTrustOf(from, gke).accesses.map((one) => one.describe())).toEqual([
      "view in the whole cluster",
      "edit in payments",
    ]);
    expect(synthesize(clouds.stack).counts).toEqual({
      google_iam_workload_identity_pool: 1,
      google_iam_workload_identity_pool_provider: 1,
      google_project_iam_member: 1,
      kubernetes_cluster_role_binding_v1: 1,
      kubernetes_role_binding_v1: 1,
    });
  });

  it("makes nothing more for the same access", () => {
    const { clouds, mesh, eks, gke } = given();
    const from = eks.serviceAccount("argocd", "deployer");

    mesh.allow(from, gke, access);
    mesh.allow(from, gke, access);

    expect(synthesize(clouds.stack).counts.kubernetes_role_binding_v1).toBe(1);
  });

  it("refuses options, which come with the first", () => {
    const { clouds, mesh, eks, gke } = given();
    const from = eks.serviceAccount("argocd", "deployer");
    mesh.allow(from, gke, access);

    mesh.allow(from, gke, access, { gke: { poolId: "west" } });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/mesh] allow options.gke: is given again for "west_argocd_deployer_in_euro", whose trust is made already. Give the options with the first allow of the pair.',
    ]);
  });

  it("refuses a contradiction", () => {
    const { clouds, mesh, eks, gke } = given();
    const from = eks.serviceAccount("argocd", "deployer");
    mesh.allow(from, gke, ClusterAccess.view());
    mesh.allow(from, gke, ClusterAccess.view("payments"));

    expect(refusals(clouds.stack)).toEqual([
      "[stack/mesh/west_argocd_deployer_in_euro] access: view in payments is granted beside the same role in the whole cluster, which makes the namespaces meaningless. Leave one of the two out.",
    ]);
  });
});

describe("allowAll", () => {
  it("lets every service account into every cluster but its own, in order", () => {
    const { clouds, mesh, eks, gke, aks } = given();
    const accounts = [eks, gke, aks].map((cluster) => cluster.serviceAccount("argocd", "deployer"));

    const trusts = mesh.allowAll(accounts, [eks, gke, aks], access);

    expect(trusts.map((trust) => trust.node.id)).toEqual([
      "west_argocd_deployer_in_euro",
      "west_argocd_deployer_in_corp",
      "euro_argocd_deployer_in_west",
      "euro_argocd_deployer_in_corp",
      "corp_argocd_deployer_in_west",
      "corp_argocd_deployer_in_euro",
    ]);
    expect(synthesize(clouds.stack).counts).toEqual({
      aws_iam_openid_connect_provider: 2,
      aws_iam_role: 2,
      aws_eks_access_entry: 2,
      google_iam_workload_identity_pool: 2,
      google_iam_workload_identity_pool_provider: 2,
      google_project_iam_member: 2,
      azurerm_user_assigned_identity: 2,
      azurerm_federated_identity_credential: 2,
      kubernetes_role_binding_v1: 6,
    });
  });
});

describe("options", () => {
  it("of the mesh shape every trust of the kind, and those of allow replace them one by one", () => {
    const { clouds, gke, eks, eks2 } = given();
    const mesh = new TrustMesh(clouds.stack, "shaped", {
      eks: { rolePath: "/mesh/", maxSessionSeconds: 7200 },
      gke: { grantLookupRole: false },
    });
    const from = gke.serviceAccount("argocd", "deployer");
    mesh.allow(from, eks, access);
    mesh.allow(from, eks2, access, { eks: { maxSessionSeconds: 3600 } });
    mesh.allow(eks.serviceAccount("argocd", "deployer"), gke, access);

    const out = synthesize(clouds.stack);
    const shapes = out.all("aws_iam_role").map(({ path, max_session_duration: seconds }) => [path, seconds]);
    expect(shapes.sort()).toEqual([
      ["/mesh/", 3600],
      ["/mesh/", 7200],
    ]);
    expect(out.all("google_project_iam_member")).toEqual([]);
  });

  it("of another kind than the target's are refused", () => {
    const { clouds, mesh, gke, eks } = given();
    mesh.allow(gke.serviceAccount("argocd", "deployer"), eks, access, { gke: {}, aks: {} });

    expect(refusals(clouds.stack)).toEqual(
      ["gke", "aks"].map(
        (kind) =>
          `[stack/mesh] allow options.${kind}: is given for "euro_argocd_deployer_in_west", whose target is EKS. Give options.eks.`,
      ),
    );
  });
});

describe("trustOf", () => {
  it("finds the trust of a pair by what it is about", () => {
    const { mesh, eks, gke } = given();
    const trust = mesh.allow(eks.serviceAccount("argocd", "deployer"), gke, access);

    expect(mesh.trustOf(eks.serviceAccount("argocd", "deployer"), gke)).toBe(trust);
  });

  it("throws for a pair that was not allowed", () => {
    const { mesh, eks, gke, aks } = given();
    mesh.allow(eks.serviceAccount("argocd", "deployer"), gke, access);

    expect(() => mesh.trustOf(eks.serviceAccount("argocd", "deployer"), aks)).toThrow(
      'stack/mesh has no trust of "west:argocd:deployer" in "corp". Call allow for the pair first.',
    );
    expect(() => mesh.trustOf(eks.serviceAccount("argocd", "other"), gke)).toThrow(
      'stack/mesh has no trust of "west:argocd:other" in "euro". Call allow for the pair first.',
    );
  });
});

it("trusts are sorted whatever the order of allow, and the list is a copy", () => {
  const { mesh, eks, gke, aks } = given();
  mesh.allow(eks.serviceAccount("b", "x"), gke, access);
  mesh.allow(eks.serviceAccount("a", "x"), gke, access);
  mesh.allow(aks.serviceAccount("a", "x"), gke, access);

  mesh.trusts.pop();

  expect(mesh.trusts.map((trust) => trust.node.id)).toEqual([
    "corp_a_x_in_euro",
    "west_a_x_in_euro",
    "west_b_x_in_euro",
  ]);
});

describe("a mesh in the app spreads over stacks", () => {
  const spread = () => {
    const app = Testing.app();
    const [aws, google] = [new Clouds(app, "aws"), new Clouds(app, "google")];
    const [west, euro] = [aws.eks("west", {}, app), google.gke("euro", {}, app)];
    return { app, aws, google, west, euro, mesh: new TrustMesh(app, "mesh") };
  };

  it("with each trust in the stack of its target's providers", () => {
    const { aws, google, west, euro, mesh } = spread();
    mesh.allow(west.serviceAccount("argocd", "deployer"), euro, access);
    mesh.allow(euro.serviceAccount("argocd", "deployer"), west, access);

    expect(mesh.trusts.map((trust) => trust.node.path)).toEqual([
      "aws/mesh/euro_argocd_deployer_in_west",
      "google/mesh/west_argocd_deployer_in_euro",
    ]);
    expect(Object.keys(synthesize(aws.stack).counts).filter((type) => type.startsWith("google_"))).toEqual([]);
    expect(Object.keys(synthesize(google.stack).counts).filter((type) => type.startsWith("aws_"))).toEqual([]);
  });

  it("without references from one stack to the other", () => {
    const { app, google, west, euro, mesh } = spread();
    mesh.allow(west.serviceAccount("argocd", "deployer"), euro, access);

    app.synth();

    expect(JSON.stringify(google.stack.toTerraform())).not.toContain("terraform_remote_state");
  });

  it("and is refused in app.synth() too, for clusters that stand outside every stack", () => {
    const { app, google, euro, mesh } = spread();
    const source = EksCluster.fromAttributes(app, "bad", { ...WEST, issuer: "http://issuer.example.com" });
    mesh.allow(source.serviceAccount("argocd", "deployer"), euro, access);

    const message =
      'bad issuer: "http://issuer.example.com" does not start with https://, which every cloud asks for. Copy the issuer byte for byte from the cluster\'s /.well-known/openid-configuration.';
    expect(refusals(google.stack)).toEqual([`[google/mesh/bad_argocd_deployer_in_euro] ${message}`]);
    expect(() => app.synth()).toThrow(message.slice("bad ".length));
  });
});

describe("what a mesh cannot do", () => {
  it("is to name two clusters alike", () => {
    const { clouds, mesh, gke } = given();
    const inner = new Construct(clouds.stack, "inner");
    const twin = clouds.eks("twin", {}, inner);
    const other = clouds.oidc("twin");
    mesh.allow(twin.serviceAccount("argocd", "a"), gke, access);
    mesh.allow(other.serviceAccount("argocd", "b"), gke, access);

    expect(refusals(clouds.stack)).toEqual([
      '[stack/trust-mesh-shared/google-acme-euro] key: "stack/inner/twin" and "stack/twin" have the key "twin", of which addresses and names are made. Declare the cluster once and use that object in all trusts, or give one of the two another key.',
      '[stack/mesh] allow: two clusters of the mesh have the id "twin": stack/inner/twin and stack/twin. Declare one of them under another id.',
    ]);
  });

  it("is to find a stack for a target without a provider", () => {
    const app = new App();
    const mesh = new TrustMesh(app, "mesh");
    const target = EksCluster.fromAttributes(app, "west", WEST);
    const source = new Clouds(app).gke("euro");

    expect(() => mesh.allow(source.serviceAccount("a", "b"), target, access)).toThrow(
      'mesh allow: "west" has no provider, so its trusts have no stack to stand in. Give the EKS cluster its awsProvider.',
    );
  });

  it("is to let anybody into a self-managed cluster", () => {
    const { mesh, eks, oidc } = given();

    expect(() => mesh.allow(eks.serviceAccount("a", "b"), oidc as unknown as TargetCluster, access)).toThrow(
      /is not a destination of trusts\. Give one of EksCluster, GkeCluster, AksCluster, AwsAccount,/,
    );
  });

  it("is to take a construct's place in another stack", () => {
    const app = new App();
    const target = new Clouds(app, "google");
    new Construct(target.stack, "mesh");
    const mesh = new TrustMesh(app, "mesh");
    const source = EksCluster.fromAttributes(app, "west", WEST);

    expect(() => mesh.allow(source.serviceAccount("a", "b"), target.gke("euro", EURO), access)).toThrow(
      'mesh: the stack "google" has another construct "mesh" already. Give the mesh another id.',
    );
  });

  it("is to let a service account into its own cluster", () => {
    const { clouds, mesh, eks } = given();
    mesh.allow(eks.serviceAccount("argocd", "deployer"), eks, access);

    expect(refusals(clouds.stack)).toEqual([
      "[stack/mesh/west_argocd_deployer_in_west] to: is the service account's own cluster. Bind roles to it there; no trust is needed.",
    ]);
  });
});

it("an empty mesh makes nothing", () => {
  const stack = new TerraformStack(new App(), "stack");

  new TrustMesh(stack, "mesh");

  expect(synthesize(stack).addresses).toEqual([]);
});
