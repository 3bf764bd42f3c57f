import { CLIENT, credentialIn, FakeCloud, projectedToken, ROLE, runPlugin, Sandbox, TENANT } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const eks = (...more: string[]) => ["eks", "--cluster-name", "west", "--region", "eu-west-1", ...sts(), ...more];
const aks = (...more: string[]) => [
  ...["aks", "--tenant-id", TENANT, "--client-id", CLIENT, "--entra-endpoint", cloud.url, ...sts(), ...more],
];
const sts = () => ["--aws-sts-endpoint", cloud.url];
const metadata = () => ["--metadata-endpoint", cloud.metadataUrl];

describe("google-metadata and google-id-token", () => {
  it("gives GKE the pod's own access token, and exchanges nothing", async () => {
    const result = await runPlugin(["gke", "--source", "google-metadata", ...metadata()], box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /computeMetadata/v1/instance/service-accounts/default/token"]);
    expect(cloud.secrets).toContain(credentialIn(result).status.token);
  });

  it("is found by GCE_METADATA_HOST, on this node only", async () => {
    const here = { GCE_METADATA_HOST: cloud.metadataUrl.replace("http://", "") };
    expect((await runPlugin(["gke"], box.env(here))).code).toBe(0);
    const elsewhere = await runPlugin(["gke"], box.env({ GCE_METADATA_HOST: "metadata.example" }));
    expect([elsewhere.code, elsewhere.stdout]).toEqual([2, ""]);
    expect(elsewhere.stderr).toContain("GCE_METADATA_HOST names an address that is neither link-local nor loopback");
  });

  it("gives AWS an ID token for its audience", async () => {
    Object.assign(cloud.trust, { issuer: "https://accounts.google.com", subject: "104567890123456789012" });
    const result = await runPlugin(eks("--source", "google-id-token", "--role-arn", ROLE, ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests[0].path).toContain("identity?format=full&audience=sts.amazonaws.com");
    expect(cloud.requests[1].form.get("RoleSessionName")).toBe("104567890123456789012");
  });
});

describe("azure", () => {
  it("reads the webhook's token file", async () => {
    const file = box.write("azure-token", projectedToken("api://AzureADTokenExchange"));
    const result = await runPlugin(aks(), box.env({ AZURE_FEDERATED_TOKEN_FILE: file }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Entra"]);
  });

  it("gives AKS the managed identity's access token, and exchanges nothing", async () => {
    const result = await runPlugin(aks("--source", "azure-managed-identity", ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests[0].path).toContain("resource=6dae42f8-4368-4678-94ff-3960e28e3630");
    expect(cloud.requests[0].path).toContain(`client_id=${CLIENT}`);
    expect(cloud.asked).toEqual(["metadata /metadata/identity/oauth2/token"]);
  });

  it("gives another cloud the managed identity's token for an application", async () => {
    Object.assign(cloud.trust, {
      issuer: `https://sts.windows.net/${TENANT}/`,
      subject: "9f8e7d6c-0000-4000-8000-000000000000",
      audience: "api://trust-mesh",
    });
    const flags = ["--source", "azure-managed-identity", "--token-audience", "api://trust-mesh", "--role-arn", ROLE];
    const result = await runPlugin(eks(...flags, ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /metadata/identity/oauth2/token", "AWS AssumeRoleWithWebIdentity"]);
  });
});
