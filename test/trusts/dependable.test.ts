import { Deployment } from "@cdktf/provider-kubernetes/lib/deployment";
import { ClusterAccess, EksToAksTrust, EksToGkeTrust, GkeToEksTrust } from "../../src";
import { Clouds } from "../support/clouds";
import { synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");

function given() {
  const clouds = new Clouds();
  const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
  const trust = new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west"), access });
  return { clouds, trust };
}

describe("a trust's dependable", () => {
  it("makes nothing before it is used", () => {
    const { clouds } = given();

    expect(synthesize(clouds.stack).locals).toEqual({});
  });

  it("is a local value of every resource's id", () => {
    const { clouds, trust } = given();

    const { fqn } = trust.dependable;

    const out = synthesize(clouds.stack);
    expect(fqn).toMatch(/^local\.[\w-]+$/);
    const ids = out.locals[fqn.slice("local.".length)] as string[];
    expect(ids.sort()).toEqual(out.addresses.map((address) => `\${${address}.id}`));
  });

  it("is the same at every use", () => {
    const { clouds, trust } = given();

    expect(trust.dependable.fqn).toBe(trust.dependable.fqn);
    expect(Object.keys(synthesize(clouds.stack).locals)).toHaveLength(1);
  });

  it("covers what is granted after it was taken", () => {
    const { clouds, trust } = given();
    const { fqn } = trust.dependable;

    trust.grant(ClusterAccess.edit("billing"));

    const out = synthesize(clouds.stack);
    expect(out.locals[fqn.slice("local.".length)]).toHaveLength(out.addresses.length);
    expect(out.counts.kubernetes_role_binding_v1).toBe(2);
  });

  it("can stand in a workload's depends_on", () => {
    const { clouds, trust } = given();
    new Deployment(clouds.stack, "workload", {
      metadata: { name: "workload" },
      spec: { template: { metadata: {}, spec: { container: [{ name: "main" }] } } },
      dependsOn: [trust.dependable],
    });

    expect(synthesize(clouds.stack).only("kubernetes_deployment").depends_on).toEqual([trust.dependable.fqn]);
  });

  it("covers every resource of a trust into GKE and AKS as well", () => {
    const clouds = new Clouds();
    const from = clouds.eks("west").serviceAccount("argocd", "deployer");
    const gke = new EksToGkeTrust(clouds.stack, "gke", { from, to: clouds.gke("euro"), access });
    const aks = new EksToAksTrust(clouds.stack, "aks", { from, to: clouds.aks("corp"), access });

    const locals = [gke, aks].map((trust) => trust.dependable.fqn.slice("local.".length));

    const out = synthesize(clouds.stack);
    const covered = locals.flatMap((name) => out.locals[name] as string[]);
    expect(covered.sort()).toEqual(out.addresses.map((address) => `\${${address}.id}`).sort());
  });
});

describe("a trust's resources", () => {
  it("are a list of their own each time", () => {
    const { trust } = given();

    trust.resources.pop();

    expect(trust.resources).toHaveLength(4);
  });

  it("grow with what is granted, and accesses with them", () => {
    const { trust } = given();

    trust.grant(ClusterAccess.edit("billing"));
    trust.grant(ClusterAccess.edit("billing"));

    expect(trust.resources).toHaveLength(5);
    expect(trust.accesses.map((one) => one.describe())).toEqual([
      "view in payments",
      "edit in billing",
      "edit in billing",
    ]);
  });
});
