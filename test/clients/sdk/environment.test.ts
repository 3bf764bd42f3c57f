import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExternalAccountClient, ExternalAccountClientOptions } from "google-auth-library";
import { sdkEnvironment, SdkIdentity, shadowingVariables } from "../../../src/clients/sdk/environment";
import { describeWithTool } from "../../support/tool";

const AWS: SdkIdentity = {
  cloud: "aws",
  name: "prod",
  roleArn: "arn:aws:iam::111122223333:role/loader",
  tokenFile: "/var/run/secrets/trust-mesh/prod/token",
  sessionName: "etl.loader",
  region: "eu-central-1",
};
const GOOGLE: SdkIdentity = {
  cloud: "google",
  name: "data",
  audience:
    "//iam.googleapis.com/projects/210987654321/locations/global/workloadIdentityPools/from-west/providers/kubernetes",
  tokenFile: "/var/run/secrets/trust-mesh/data/token",
  projectId: "acme-data",
  universeDomain: "googleapis.com",
};
const AZURE: SdkIdentity = {
  cloud: "azure",
  name: "core",
  clientId: "00000000-1111-2222-3333-444444444444",
  tenantId: "99999999-8888-7777-6666-555555555555",
  tokenFile: "/var/run/secrets/trust-mesh/core/token",
  authorityHost: "https://login.microsoftonline.com/",
};

function variablesOf(...identities: SdkIdentity[]): Record<string, string> {
  return Object.fromEntries(sdkEnvironment(identities).variables.map(({ name, value }) => [name, value]));
}

describe("the environment of vendors' SDKs", () => {
  it("names one role by the variables of AWS's SDKs, and the region for boto3 and for JavaScript", () => {
    expect(variablesOf(AWS)).toEqual({
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/loader",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/trust-mesh/prod/token",
      AWS_ROLE_SESSION_NAME: "etl.loader",
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
    });
  });

  it("never names a role by variables where profiles do, because SDKs differ in which of the two wins", () => {
    const both = variablesOf(AWS, { ...AWS, name: "backup", roleArn: "arn:aws:iam::444455556666:role/loader" });

    expect(both).toMatchObject({ AWS_CONFIG_FILE: "/etc/trust-mesh/aws-config", AWS_PROFILE: "prod" });
    expect(Object.keys(both)).not.toContain("AWS_ROLE_ARN");
    expect(Object.keys(both)).not.toContain("AWS_WEB_IDENTITY_TOKEN_FILE");
  });

  it("writes a credential file that Google's own library takes, and reads as the principal itself", () => {
    const [{ content }] = sdkEnvironment([GOOGLE]).files;
    const file = JSON.parse(content) as ExternalAccountClientOptions;

    const client = ExternalAccountClient.fromJSON(file);

    expect(client).not.toBeNull();
    expect(client!.getServiceAccountEmail()).toBeNull();
    expect(client!.projectNumber).toBe("210987654321");
    expect(variablesOf(GOOGLE)).toEqual({
      GOOGLE_APPLICATION_CREDENTIALS: "/etc/trust-mesh/google-data.json",
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: "/etc/trust-mesh/google-data.json",
      GOOGLE_CLOUD_PROJECT: "acme-data",
    });
  });

  it("impersonates a service account where the trust does", () => {
    const email = "loader@acme-data.iam.gserviceaccount.com";
    const [{ content }] = sdkEnvironment([{ ...GOOGLE, impersonatedEmail: email }]).files;

    const client = ExternalAccountClient.fromJSON(JSON.parse(content) as ExternalAccountClientOptions);

    expect(client!.getServiceAccountEmail()).toBe(email);
  });

  it("keeps to the universe of the project", () => {
    const elsewhere = { ...GOOGLE, universeDomain: "example.goog" };

    const [{ content }] = sdkEnvironment([elsewhere]).files;

    expect(variablesOf(elsewhere)).toMatchObject({
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: "example.goog",
      CLOUDSDK_CORE_UNIVERSE_DOMAIN: "example.goog",
    });
    expect(variablesOf(GOOGLE)).not.toHaveProperty("GOOGLE_CLOUD_UNIVERSE_DOMAIN");
    expect(JSON.parse(content)).toMatchObject({
      universe_domain: "example.goog",
      token_url: "https://sts.example.goog/v1/token",
    });
  });

  it("pins DefaultAzureCredential to the federated token", () => {
    expect(variablesOf(AZURE)).toEqual({
      AZURE_CLIENT_ID: "00000000-1111-2222-3333-444444444444",
      AZURE_TENANT_ID: "99999999-8888-7777-6666-555555555555",
      AZURE_FEDERATED_TOKEN_FILE: "/var/run/secrets/trust-mesh/core/token",
      AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
      AZURE_TOKEN_CREDENTIALS: "WorkloadIdentityCredential",
    });
  });

  it("tells static credentials that SDKs would prefer, and second values of its own variables", () => {
    const environment = sdkEnvironment([AWS, AZURE]);

    expect(
      shadowingVariables(["PATH", "AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "AZURE_CLIENT_SECRET"], environment),
    ).toEqual(["AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "AZURE_CLIENT_SECRET"]);
  });
});

describeWithTool("aws", "the AWS configuration file, read by the aws CLI", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trust-mesh-sdk-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a profile for each account, with its role and its token", () => {
    const backup = { ...AWS, name: "backup", roleArn: "arn:aws:iam::444455556666:role/loader", region: "us-west-2" };
    const [{ content }] = sdkEnvironment([AWS, backup]).files;
    writeFileSync(join(folder, "config"), content);
    const configured = (profile: string, key: string) =>
      spawnSync("aws", ["configure", "get", key, "--profile", profile], {
        encoding: "utf8",
        env: { PATH: process.env.PATH, HOME: folder, AWS_CONFIG_FILE: join(folder, "config") },
      }).stdout.trim();

    expect(configured("prod", "role_arn")).toBe("arn:aws:iam::111122223333:role/loader");
    expect(configured("backup", "role_arn")).toBe("arn:aws:iam::444455556666:role/loader");
    expect(configured("backup", "web_identity_token_file")).toBe("/var/run/secrets/trust-mesh/prod/token");
    expect(configured("backup", "region")).toBe("us-west-2");
  });
});
