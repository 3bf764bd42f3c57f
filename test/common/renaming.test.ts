import { ClusterAccess, OidcCluster, TrustMesh } from "../../src";
import { Clouds } from "../support/clouds";
import { refusalCodes, refusals, synthesize } from "../support/synthesized";

type Keys = Readonly<Record<string, { readonly key?: string; readonly renamedFrom?: string }>>;

/** A mesh of one subject of each source in one EKS cluster, with roles that have names of their own. */
function meshOf(keys: Keys): Clouds {
  const clouds = new Clouds();
  const west = clouds.eks();
  const mesh = new TrustMesh(clouds.stack, "mesh");
  for (const [id, options] of Object.entries(keys)) {
    const source = OidcCluster.fromAttributes(clouds.stack, id, { issuer: `https://${id}.example.com`, ...options });
    const eks = { roleName: `of-${id}`, userName: `of-${id}:{{SessionName}}` };
    mesh.allow(source.serviceAccount("ci", "runner"), west, ClusterAccess.authenticationOnly(), { eks });
  }
  return clouds;
}

describe("renamedFrom", () => {
  // Terraform: "Moved object still exists", and "Ambiguous move statements".
  it.each<[string, Keys, RegExp]>([
    [
      "two clusters that exchanged their names",
      { blue: { renamedFrom: "green" }, green: { renamedFrom: "blue" } },
      /"stack\/[^"]+" would be moved from [\w.-]+, where "stack\/[^"]+" is declared now\. Give each the key that it had/,
    ],
    [
      "a name that another cluster has taken",
      { blue: { renamedFrom: "green" }, green: {} },
      /issuer-blue\/provider" would be moved from aws_iam_openid_connect_provider\.\S+issuer-green_provider\S+, where "stack\/\S+issuer-green\/provider" is declared now/,
    ],
    [
      "two clusters that had one name",
      { blue: { renamedFrom: "red" }, green: { renamedFrom: "red" } },
      /issuer-green\/provider" would be moved from \S+issuer-red_provider\S+, where "stack\/\S+issuer-blue\/provider" comes from, too/,
    ],
  ])("is refused for %s", (_what, keys, message) => {
    const { stack } = meshOf(keys);

    expect(refusals(stack).filter((one) => one.includes("renamedFrom:"))).toEqual([expect.stringMatching(message)]);
    expect(refusalCodes(stack)).toContain("renamed-from");
  });

  it("is not needed by clusters that exchanged their names and keep their keys", () => {
    // GIVEN two clusters
    const before = synthesize(meshOf({ blue: {}, green: {} }).stack).addresses;
    // WHEN each has the other one's name, and its own key
    const after = synthesize(meshOf({ green: { key: "blue" }, blue: { key: "green" } }).stack).addresses;
    // THEN every address is as it was
    expect(after).toEqual(before);
  });
});
