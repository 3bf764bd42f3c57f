import { Testing } from "cdktf";
import { ClusterAccess, EksToAksTrust, EksToGkeTrust, GkeToEksTrust } from "../../src";
import { Clouds } from "../support/clouds";

/** `cdktf synth` runs app.synth(): what a single stack is refused with must stop it too. */
const access = ClusterAccess.view("payments");

describe("app.synth()", () => {
  it("writes what is sound", () => {
    const clouds = new Clouds(Testing.app());
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west"), access });

    expect(() => clouds.app.synth()).not.toThrow();
  });

  it("fails with a trust's refusal, its path and the way out", () => {
    const clouds = new Clouds(Testing.app());
    const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(clouds.stack, "trust", {
      from,
      to: clouds.eks("west", { kubernetesProvider: undefined }),
      access,
    });

    expect(() => clouds.app.synth()).toThrow(
      "[stack/trust] stack/west kubernetesProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the EKS cluster its kubernetesProvider.",
    );
  });

  it("fails with what only shared objects know", () => {
    const clouds = new Clouds(Testing.app());
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    new EksToGkeTrust(clouds.stack, "t1", { from, to: clouds.gke("one"), access, poolId: "pool-1" });
    new EksToGkeTrust(clouds.stack, "t2", { from, to: clouds.gke("two"), access, poolId: "pool-2" });

    expect(() => clouds.app.synth()).toThrow(/poolId: two trusts share "pool-west" and ask for it differently\./);
  });

  it("fails with what two stacks together would do", () => {
    const a = new Clouds(Testing.app(), "a");
    const b = new Clouds(a.app, "b");
    const from = a.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(a.stack, "trust", { from, to: a.eks("one"), access });
    new GkeToEksTrust(b.stack, "trust", { from, to: b.eks("two"), access });

    expect(() => a.app.synth()).toThrow(
      /is asked for by "a\/trust-mesh-shared\/aws-aws\/issuer-euro" and by "b\/trust-mesh-shared\/aws-aws\/issuer-euro"/,
    );
  });

  it("fails with a cluster's own refusal once", () => {
    const clouds = new Clouds(Testing.app());
    const to = clouds.aks("corp", { clusterId: "corp" });
    new EksToAksTrust(clouds.stack, "trust", { from: clouds.eks("west").serviceAccount("a", "b"), to, access });

    const message = errorOf(() => clouds.app.synth());
    expect(message.split("is not an AKS cluster's resource id")).toHaveLength(2);
    expect(message).toContain("[stack/corp] clusterId: ");
  });
});

function errorOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
