import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { DataAzurermKubernetesCluster } from "@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster";
import { TerraformVariable } from "cdktf";
import { Clouds } from "../support/clouds";
import { refusals } from "../support/synthesized";

const WAY = "Give the API server's URL: https://, the host, and a port if it is not 443.";
const certificate = (text: string) => Buffer.from(text).toString("base64");
const AUTHORITY = certificate("-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n");

/** Told at the cluster, whether or not a document for clients is made of it. */
describe("the endpoint of a cluster", () => {
  it.each([
    ["34.90.12.7", '"34.90.12.7" is not a URL'],
    ["gke-0a1b2c.europe-west4.gke.goog", '"gke-0a1b2c.europe-west4.gke.goog" is not a URL'],
    ["10.0.0.2:443", '"10.0.0.2:443" is not a URL'],
    ["http://34.90.12.7", '"http://34.90.12.7" would send credentials in clear text'],
    ["https://me:secret@34.90.12.7", "the URL holds a user name or password"],
    ["https://34.90.12.7/?a=b", '"https://34.90.12.7/?a=b" has a query or a fragment'],
  ])("is refused: %s", (endpoint, reason) => {
    const clouds = new Clouds();
    clouds.gke("euro", { endpoint, certificateAuthorityData: AUTHORITY });
    clouds.eks("west", { endpoint });

    const [ofGke, ...others] = refusals(clouds.stack).sort();
    expect(ofGke).toBe(`[stack/euro] endpoint: ${reason}. ${WAY}`);
    expect(others).toEqual([`[stack/west] endpoint: ${reason}. ${WAY}`]);
  });

  it("is refused where it is an attribute without a scheme", () => {
    const clouds = new Clouds();
    const made = new ContainerCluster(clouds.stack, "made", { name: "euro", location: "europe-west4" });
    const found = new DataAzurermKubernetesCluster(clouds.stack, "found", { name: "corp", resourceGroupName: "core" });
    clouds.gke("public", { endpoint: made.endpoint });
    clouds.gke("private", { endpoint: made.privateClusterConfig.privateEndpoint });
    clouds.aks("corp", { endpoint: found.fqdn });

    const reason = "endpoint: is an attribute that has the host alone. Put https:// in front of it.";
    expect(refusals(clouds.stack)).toEqual(["public", "private", "corp"].map((id) => `[stack/${id}] ${reason}`));
  });

  it("is taken with a scheme, and where it is not known", () => {
    const clouds = new Clouds();
    const made = new ContainerCluster(clouds.stack, "made", { name: "euro", location: "europe-west4" });
    clouds.gke("public", { endpoint: `https://${made.endpoint}`, certificateAuthorityData: AUTHORITY });
    clouds.gke("given", { endpoint: new TerraformVariable(clouds.stack, "endpoint", {}).stringValue });

    expect(refusals(clouds.stack)).toEqual([]);
  });
});

describe("the certificate authority of a cluster", () => {
  it.each([
    ["-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----", "is not a PEM certificate in base64"],
    [certificate("something else"), "is not a PEM certificate in base64"],
    [certificate("-----BEGIN CERTIFICATE-----\nYQ==\n-----BEGIN PRIVATE KEY-----\n"), "holds a private key"],
  ])("is refused: %j", (certificateAuthorityData, reason) => {
    const clouds = new Clouds();
    clouds.gke("euro", { endpoint: "https://34.90.12.7", certificateAuthorityData });

    expect(refusals(clouds.stack)[0]).toContain(`[stack/euro] certificateAuthorityData: ${reason}.`);
  });
});
