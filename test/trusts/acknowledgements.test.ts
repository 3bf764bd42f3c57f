import { App } from "cdktf";
import { IConstruct } from "constructs";
import { Acknowledgements, AksToEksTrust, ClusterAccess, TrustMesh } from "../../src";
import { Clouds } from "../support/clouds";
import { refusals, warnings } from "../support/synthesized";

const accepted = { code: "cluster-admin", reason: "the platform team's own pipeline", expires: "9999-12-31" };

function trustIn(clouds: Clouds): AksToEksTrust {
  const from = clouds.aks().serviceAccount("ci", "runner");
  return new AksToEksTrust(clouds.stack, "trust", { from, to: clouds.eks(), access: ClusterAccess.clusterAdmin() });
}

describe("an acknowledged warning", () => {
  it("is not given, whether it is acknowledged before or after", () => {
    const [before, after] = [new Clouds(), new Clouds()];
    Acknowledgements.of(before.stack).add(accepted);
    trustIn(before);
    Acknowledgements.of(trustIn(after)).add(accepted);

    expect(warnings(before.stack)).toEqual([]);
    expect(warnings(after.stack)).toEqual([]);
  });

  it("travels in the synthesized stack", () => {
    const clouds = new Clouds();
    Acknowledgements.of(trustIn(clouds)).add(accepted);
    const json = clouds.stack.toTerraform() as { "//": Record<string, unknown> };
    expect(json["//"].metadata).toMatchObject({ stackName: "stack" });
    expect(json["//"]["cdktf-trust-mesh"]).toEqual({ acknowledgements: [accepted] });
  });

  it("is given of another code, and beside the trust that it is about", () => {
    const clouds = new Clouds();
    trustIn(clouds);
    Acknowledgements.of(clouds.stack).add({ ...accepted, code: "local-accounts" });
    expect(warnings(clouds.stack)).toHaveLength(1);
  });

  it("is back after the last day", () => {
    const clouds = new Clouds();
    Acknowledgements.of(trustIn(clouds)).add({ ...accepted, expires: "2020-12-31" });
    expect(warnings(clouds.stack)).toEqual([
      "[stack/trust] cluster-admin may do everything in the target cluster, its RBAC included.",
      "[stack/trust] The acknowledgement of cluster-admin ended with 2020-12-31.",
    ]);
  });

  it.each<[string, "before" | "after", (app: App, mesh: TrustMesh) => IConstruct]>([
    ["a mesh of the app", "before", (_app, mesh) => mesh],
    ["a mesh of the app", "after", (_app, mesh) => mesh],
    ["the app", "before", (app) => app],
    ["the app", "after", (app) => app],
  ])("is not given, and travels in its stack, where it is acknowledged at %s, %s it", (_, order, at) => {
    const app = new App();
    const mesh = new TrustMesh(app, "mesh");
    if (order === "before") Acknowledgements.of(at(app, mesh)).add(accepted);
    const clouds = new Clouds(app);
    const other = new Clouds(app, "other");
    mesh.allow(clouds.aks().serviceAccount("ci", "runner"), clouds.eks(), ClusterAccess.clusterAdmin());
    if (order === "after") Acknowledgements.of(at(app, mesh)).add(accepted);

    expect(warnings(clouds.stack)).toEqual([]);
    const json = clouds.stack.toTerraform() as { "//": Record<string, unknown> };
    expect(json["//"]["cdktf-trust-mesh"]).toEqual({ acknowledgements: [accepted] });
    trustIn(other);
    expect(warnings(other.stack)).toHaveLength(at(app, mesh) === app ? 0 : 1);
  });

  it("is back after the last day, of the app too", () => {
    const clouds = new Clouds();
    trustIn(clouds);
    Acknowledgements.of(clouds.app).add({ ...accepted, expires: "2020-12-31" });

    expect(warnings(clouds.stack)).toContain("[stack] The acknowledgement of cluster-admin ended with 2020-12-31.");
  });

  it("needs a reason and a day at once where no stack could be refused", () => {
    expect(() => Acknowledgements.of(new App()).add({ ...accepted, reason: "" })).toThrow(
      "app acknowledgement: reason is missing or empty. Give a text. [acknowledgement]",
    );
  });

  it("needs a reason and a day", () => {
    const clouds = new Clouds();
    Acknowledgements.of(clouds.stack).add({ ...accepted, reason: " " });
    Acknowledgements.of(clouds.stack).add({ ...accepted, expires: "soon" });
    expect(refusals(clouds.stack)).toEqual([
      "[stack] acknowledgement: reason is missing or empty. Give a text.",
      '[stack] acknowledgement: expires is "soon", which is no day. Write it as 2026-12-31.',
    ]);
  });
});
