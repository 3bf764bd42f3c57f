import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ClusterAccess, EksSourceRole, EksTrust, GkeTrust, TrustMesh } from "../../src";
import { Clouds } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const sourceRole = EksSourceRole.podIdentity("arn:aws:iam::111122223333:role/pods");

function given() {
  const clouds = new Clouds();
  const awsProvider = new AwsProvider(clouds.stack, "aws-east", { alias: "east" });
  return {
    clouds,
    west: clouds.eks("west"),
    east: clouds.eks("east", { accountId: "444455556666", awsProvider }),
    euro: clouds.gke("euro"),
    asia: clouds.gke("asia", { projectId: "acme-asia" }),
    corp: clouds.aks("corp"),
    mesh: new TrustMesh(clouds.stack, "mesh"),
  };
}

describe("ways of one cloud in a mesh", () => {
  it("a role that the source's pods have already: only the access entry is created", () => {
    const { clouds, west, east, mesh } = given();

    const from = west.serviceAccount("argocd", "deployer");

    mesh.allow(from, east, access, { eks: { sourceRole } });

    expect(mesh.clusterTrustOf(from, east).execArguments()).toEqual(
      expect.arrayContaining(["--source", "eks-pod-identity"]),
    );
    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ aws_eks_access_entry: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("aws_eks_access_entry").principal_arn).toBe("arn:aws:iam::111122223333:role/pods");
  });

  it("GKE's own pool: no pool is created and no token projected", () => {
    const { clouds, euro, asia, mesh } = given();

    const trust = mesh.allow(euro.serviceAccount("argocd", "deployer"), asia, access, { gke: { builtInPool: true } });

    expect(trust.usesProjectedToken).toBe(false);
    expect(synthesize(clouds.stack).counts).toEqual({ google_project_iam_member: 1, kubernetes_role_binding_v1: 1 });
  });
});

describe("ways of one cloud for a source of another", () => {
  it("sourceRole is refused", () => {
    const { clouds, euro, west } = given();
    const from = euro.serviceAccount("argocd", "deployer");

    new EksTrust(clouds.stack, "trust", { from, to: west, access, sourceRole });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/trust] sourceRole: is a role that pods of an EKS cluster have, and "euro" is of the kind GKE. Leave it out: the subject federates with its own token.',
    ]);
  });

  it("builtInPool is refused", () => {
    const { clouds, euro, west } = given();
    const from = west.serviceAccount("argocd", "deployer");

    new GkeTrust(clouds.stack, "trust", { from, to: euro, access, builtInPool: true });

    expect(refusals(clouds.stack)).toEqual([
      '[stack/trust] builtInPool: is GKE\'s, and "west" is of the kind EKS. Leave it out: the subject federates with its own token.',
    ]);
  });
});

describe("allowAll with options", () => {
  it("shapes the trusts into each kind of target", () => {
    const { clouds, west, euro, corp, mesh } = given();
    const from = west.serviceAccount("argocd", "deployer");
    const accounts = [from, corp.serviceAccount("argocd", "deployer")];

    mesh.allowAll(accounts, [west, euro], access, { eks: { rolePath: "/mesh/" }, gke: { grantLookupRole: false } });

    const out = synthesize(clouds.stack);
    expect(out.all("aws_iam_role").map(({ path }) => path)).toEqual(["/mesh/"]);
    expect(out.all("google_project_iam_member")).toEqual([]);
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("refuses options for a kind that none of the clusters is of", () => {
    const { clouds, west, euro, mesh } = given();

    mesh.allowAll([west.serviceAccount("argocd", "deployer")], [euro], access, { aks: { identityName: "deployer" } });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/mesh] allowAll options.aks: are given, and none of the destinations is AKS. Leave them out.",
    ]);
  });
});
