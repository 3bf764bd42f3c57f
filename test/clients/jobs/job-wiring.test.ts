import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformOutput } from "cdktf";
import {
  AwsAccess,
  AzureAccess,
  AzureCloud,
  AzureSubscription,
  ClusterAccess,
  GcpAccess,
  GcpImpersonation,
  GcpProject,
  GithubActions,
  JobWiring,
  TrustMesh,
} from "../../../src";
import { accountsOf } from "../../support/accounts";
import { ACCOUNT_ID, Clouds, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";
import { refusalCodes, refusals, resolved } from "../../support/synthesized";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acme`;

function world() {
  const clouds = new Clouds(new App());
  const mesh = new TrustMesh(clouds.stack, "mesh");
  const deploy = GithubActions.repository("acme/app").environment("prod");
  return { ...clouds, clouds, ...accountsOf(clouds), mesh, deploy };
}

describe("JobWiring", () => {
  it("names the inputs of each vendor's action as the action does", () => {
    const { stack, mesh, prod, data, core, deploy } = world();
    mesh.allow(deploy, prod, AwsAccess.readBucket("acme"));
    mesh.allow(deploy, data, GcpAccess.readBucket("acme"));
    mesh.allow(deploy, core, AzureAccess.readBlobs(SCOPE));

    const wiring = JobWiring.for(deploy, mesh.trustsOf(deploy));

    const [aws, google, azure] = ["prod", "data", "core"].map(
      (account) => resolved(stack, wiring.inputsFor(account)) as Record<string, string>,
    );
    // action.yml of aws-actions/configure-aws-credentials, google-github-actions/auth and Azure/login.
    expect(Object.keys(aws).sort()).toEqual(["audience", "aws-region", "role-to-assume"]);
    expect(aws["role-to-assume"]).toMatch(new RegExp(`^arn:aws:iam::${ACCOUNT_ID}:role/`));
    expect(aws.audience).toBe("sts.amazonaws.com");
    expect(google).toEqual({
      workload_identity_provider: expect.stringMatching(
        new RegExp(`^projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/[\\w-]+/providers/github$`),
      ) as string,
      project_id: "acme-data",
      audience: `https://iam.googleapis.com/${google.workload_identity_provider}`,
    });
    expect(azure).toMatchObject({
      "tenant-id": TENANT_ID,
      "subscription-id": SUBSCRIPTION_ID,
      audience: "api://AzureADTokenExchange",
    });
    expect(azure["client-id"]).toMatch(/client_id}$/);
    expect(refusalCodes(stack)).toEqual([]);
  });

  it("names the impersonated service account", () => {
    const { stack, mesh, data, deploy } = world();
    mesh.allow(deploy, data, GcpAccess.readBucket("acme"), {
      gcp: { impersonation: GcpImpersonation.existingServiceAccount("ci@acme-data.iam.gserviceaccount.com") },
    });

    const inputs = JobWiring.for(deploy, mesh.trustsOf(deploy)).inputsFor("data");

    expect(resolved(stack, inputs)).toMatchObject({ service_account: "ci@acme-data.iam.gserviceaccount.com" });
  });

  it("leaves clusters to the kubeconfig, and refuses a job without an account", () => {
    const { clouds, mesh, deploy } = world();
    mesh.allow(deploy, clouds.eks("west"), ClusterAccess.view());

    expect(() => JobWiring.for(deploy, mesh.trustsOf(deploy))).toThrow(/none of the trusts is into an account/);
  });

  it("refuses another job's trust, and an account that there is no trust into", () => {
    const { stack, mesh, prod, deploy } = world();
    mesh.allow(GithubActions.repository("acme/other").environment("prod"), prod, AwsAccess.readBucket("acme"));

    const wiring = JobWiring.for(deploy, mesh.trusts);
    new TerraformOutput(stack, "deploy", { value: wiring.toString() });

    expect(refusalCodes(stack)).toEqual(["trusts"]);
    expect(() => wiring.inputsFor("data")).toThrow(/no trust into "data"/);
  });

  // action.yml of Azure/login and README of google-github-actions/auth, "Inputs: Miscellaneous".
  it.each([
    [AzureCloud.US_GOVERNMENT, "azureusgovernment", "api://AzureADTokenExchangeUSGov"],
    [AzureCloud.CHINA, "azurechinacloud", "api://AzureADTokenExchangeChina"],
  ])("names the Azure cloud %s as the action does", (cloud, environment, audience) => {
    const { stack, mesh, deploy } = world();
    const azurermProvider = new AzurermProvider(stack, "sovereign", {
      ...{ alias: "sovereign", features: [{}], environment: cloud, subscriptionId: SUBSCRIPTION_ID },
    });
    const gov = AzureSubscription.fromProvider(stack, "gov", azurermProvider, {
      ...{ subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID, resourceGroupName: "rg", location: "usgovvirginia" },
    });
    mesh.allow(deploy, gov, AzureAccess.readBlobs(SCOPE));

    const inputs = JobWiring.for(deploy, mesh.trustsOf(deploy)).inputsFor("gov");

    expect(resolved(stack, inputs)).toMatchObject({ environment, audience });
  });

  it("names the universe of another Google Cloud", () => {
    const { stack, clouds, mesh, deploy } = world();
    const berlin = GcpProject.fromAttributes(stack, "berlin", {
      ...{ googleProvider: clouds.providers.google, projectId: "eu0:acme", projectNumber: PROJECT_NUMBER },
      universeDomain: "apis-berlin.example",
    });
    mesh.allow(deploy, berlin, GcpAccess.readBucket("acme"));

    const inputs = JobWiring.for(deploy, mesh.trustsOf(deploy)).inputsFor("berlin");

    expect(resolved(stack, inputs)).toMatchObject({ universe: "apis-berlin.example" });
  });

  describe("with variables of its own", () => {
    const wired = (env: { [name: string]: string }) => {
      const { stack, mesh, prod, data, core, deploy } = world();
      mesh.allow(deploy, prod, AwsAccess.readBucket("acme"));
      mesh.allow(deploy, data, GcpAccess.readBucket("acme"));
      mesh.allow(deploy, core, AzureAccess.readBlobs(SCOPE));
      return { stack, wiring: JobWiring.for(deploy, mesh.trustsOf(deploy), { env }) };
    };

    it("has them beside the inputs, in the document too", () => {
      const env = { LOG_LEVEL: "info", AZURE_TOKEN_CREDENTIALS: "AzureCliCredential", AWS_PROFILE: "" };
      const { stack, wiring } = wired(env);
      new TerraformOutput(stack, "deploy", { value: wiring.toString() });

      expect(wiring.environment).toEqual(env);
      expect(resolved(stack, wiring.toString())).toMatch(/"env": \{\s*"LOG_LEVEL": "info"/);
      expect(refusals(stack)).toEqual([]);
    });

    // configure-aws-credentials, src/helpers.ts (translateEnvVariables, exportCredentials) and src/index.ts (useGitHubOIDCProvider);
    // google-github-actions/auth, README (export_environment_variables, GHA_ENDPOINT_OVERRIDE); Azure SDK, "Credential chains".
    it.each([
      ["WEB_IDENTITY_TOKEN_FILE", "/token"],
      ["ROLE_CHAINING", "true"],
      ["USE_EXISTING_CREDENTIALS", "true"],
      ["AWS_ACCESS_KEY_ID", "AKIA"],
      ["AWS_REGION", "us-east-1"],
      ["AWS_PROFILE", "mine"],
      ["GOOGLE_APPLICATION_CREDENTIALS", "/key.json"],
      ["GOOGLE_CLOUD_PROJECT", "other"],
      ["GHA_ENDPOINT_OVERRIDE_sts", "https://evil.example"],
      ["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", "/token"],
      ["AZURE_CLIENT_SECRET", "x"],
      ["AZURE_TOKEN_CREDENTIALS", "prod"],
    ])("refuses %s=%s", (name, value) => {
      expect(refusals(wired({ [name]: value }).stack)).toEqual([
        expect.stringContaining(
          `env.${name}: keeps the job from what its actions sign in to. Leave it out, and what it names with it.`,
        ),
      ]);
    });

    it("takes variables of a cloud into which it has no trust", () => {
      const { stack, mesh, prod, deploy } = world();
      mesh.allow(deploy, prod, AwsAccess.readBucket("acme"));
      JobWiring.for(deploy, mesh.trustsOf(deploy), { env: { GOOGLE_CLOUD_PROJECT: "acme-data" } });

      expect(refusals(stack)).toEqual([]);
    });
  });
});
