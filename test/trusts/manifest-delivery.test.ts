import { TerraformOutput, Testing } from "cdktf";
import { parseAllDocuments } from "yaml";
import { ClusterAccess, EksCluster, EksToEksTrust, KubernetesDelivery, TrustMesh } from "../../src";
import { Clouds, EKS_ISSUER, WEST } from "../support/clouds";
import { refusalCodes, refusals, resolved, synthesize } from "../support/synthesized";
import { describeWithStandIns, TerraformFolder } from "../support/terraform";

const MANIFESTS = { delivery: KubernetesDelivery.MANIFESTS };

/** A target without a Kubernetes provider, which only manifests can reach. */
function withoutProvider({ stack, providers }: Clouds): EksCluster {
  return EksCluster.fromAttributes(stack, "west", { ...WEST, awsProvider: providers.aws });
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

describe("bindings as manifests", () => {
  it("have the names, roles and subjects that resources would have, and are no resources", () => {
    // GIVEN
    const build = (clouds: Clouds, delivery: KubernetesDelivery) => {
      const mesh = new TrustMesh(clouds.stack, "mesh", { delivery });
      const deployer = clouds.aks("corp").serviceAccount("ci", "deployer");
      const west = clouds.eks("west");
      mesh.allow(deployer, west, ClusterAccess.edit("payments", "checkout"));
      mesh.allow(deployer, west, ClusterAccess.view());
      return { mesh, west };
    };
    const other = new Clouds();
    build(other, KubernetesDelivery.RESOURCES);
    const created = synthesize(other.stack);
    const clouds = new Clouds();

    // WHEN
    const { mesh, west } = build(clouds, KubernetesDelivery.MANIFESTS);

    // THEN
    const manifests = resolved(clouds.stack, mesh.manifestsFor(west).toManifests()) as Manifest[];
    const types = ["kubernetes_role_binding_v1", "kubernetes_cluster_role_binding_v1"];
    const bindings = types.flatMap((type) => created.all(type));
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(["ClusterRoleBinding", "RoleBinding", "RoleBinding"]);
    const metadata = (all: readonly object[]) =>
      (all as readonly Manifest[]).map((one) => one.metadata).sort((x, y) => (x.name < y.name ? -1 : 1));
    expect(metadata(manifests)).toEqual(metadata(bindings));
    expect(synthesize(clouds.stack).addresses.filter((address) => address.startsWith("kubernetes_"))).toEqual([]);
  });

  it("need no Kubernetes provider, and hold each binding once", () => {
    const clouds = new Clouds();
    const from = clouds.aks("corp").serviceAccount("ci", "deployer");
    const mesh = new TrustMesh(clouds.stack, "mesh", MANIFESTS);
    const to = withoutProvider(clouds);

    mesh.allow(from, to, ClusterAccess.view("payments"));
    mesh.allow(from, to, ClusterAccess.view("payments"));

    expect(refusals(clouds.stack)).toEqual([]);
    expect(mesh.manifestsFor(to).toManifests()).toHaveLength(1);
  });

  it("may be those of a single trust", () => {
    const clouds = new Clouds();
    const from = clouds.eks("east", { issuer: `${EKS_ISSUER}2`, clusterName: "east" }).serviceAccount("ci", "deployer");
    const access = ClusterAccess.clusterRole("reader");

    const trust = new EksToEksTrust(clouds.stack, "trust", { from, to: withoutProvider(clouds), access, ...MANIFESTS });

    expect(trust.toManifests()).toMatchObject([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "reader" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group" }],
      },
    ]);
  });

  it("leave access by the cloud's own policy a resource", () => {
    const clouds = new Clouds();
    const mesh = new TrustMesh(clouds.stack, "mesh", MANIFESTS);
    const west = withoutProvider(clouds);

    mesh.allow(clouds.aks("corp").serviceAccount("ci", "a"), west, ClusterAccess.view("x").viaCloudPolicy());

    expect(synthesize(clouds.stack).counts.aws_eks_access_policy_association).toBe(1);
    expect(mesh.manifestsFor(west).toManifests()).toEqual([]);
  });
});

describe("refused", () => {
  it("are manifests of a trust whose bindings Terraform creates", () => {
    const clouds = new Clouds();
    const mesh = new TrustMesh(clouds.stack, "mesh");
    const west = clouds.eks("west");
    const from = clouds.aks("corp").serviceAccount("ci", "deployer");
    const trust = mesh.allow(from, west, ClusterAccess.view("payments"));
    new TerraformOutput(clouds.stack, "manifests", { value: mesh.manifestsFor(west) });

    expect(() => mesh.clusterTrustOf(from, west).toManifests()).toThrow(
      `${trust.node.path} delivery: Terraform creates the bindings itself. Give KubernetesDelivery.MANIFESTS.`,
    );
    expect(() => Testing.synth(clouds.stack)).toThrow('no trust in "west" is delivered as manifests');
  });

  it("is another delivery for a trust that exists", () => {
    const clouds = new Clouds();
    const mesh = new TrustMesh(clouds.stack, "mesh");
    const [from, to] = [clouds.aks("corp").serviceAccount("ci", "deployer"), clouds.eks("west")];

    mesh.allow(from, to, ClusterAccess.view("a"));
    mesh.allow(from, to, ClusterAccess.view("b"), MANIFESTS);

    expect(refusalCodes(clouds.stack)).toEqual(["options-delivery"]);
  });

  it("is a cluster without a Kubernetes provider for bindings that Terraform creates", () => {
    const clouds = new Clouds();
    const from = clouds.aks("corp").serviceAccount("ci", "deployer");

    new TrustMesh(clouds.stack, "mesh").allow(from, withoutProvider(clouds), ClusterAccess.view("a"));

    expect(refusals(clouds.stack).join()).toContain("kubernetesProvider: is missing");
  });
});

describeWithStandIns("manifests in the real Terraform engine", () => {
  it("are YAML of known values", () => {
    const folder = new TerraformFolder();
    try {
      folder.synth((app) => {
        const clouds = new Clouds(app);
        const mesh = new TrustMesh(clouds.stack, "mesh", MANIFESTS);
        const west = withoutProvider(clouds);
        mesh.allow(clouds.aks("corp").serviceAccount("ci", "deployer"), west, ClusterAccess.edit("payments"));
        new TerraformOutput(clouds.stack, "manifests", { value: mesh.manifestsFor(west) });
      });
      folder.init("stack");
      folder.apply("stack");

      const [document] = parseAllDocuments(folder.outputs("stack").manifests as string).map(
        (one) => one.toJS() as Manifest,
      );
      expect(document).toMatchObject({
        kind: "RoleBinding",
        metadata: {
          namespace: "payments",
          annotations: {
            "cdktf-trust-mesh/target-cluster": "arn:aws:eks:us-west-2:111122223333:cluster/west-prod",
            "cdktf-trust-mesh/source-subject": "system:serviceaccount:ci:deployer",
          },
        },
        roleRef: { kind: "ClusterRole", name: "edit" },
        subjects: [
          { kind: "Group", name: expect.stringMatching(/^trust-mesh:arn:aws:iam::111122223333:role\//) as unknown },
        ],
      });
    } finally {
      folder.remove();
    }
  });
});
