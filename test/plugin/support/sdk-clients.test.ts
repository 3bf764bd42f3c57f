import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetWebIdentityTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import {
  CLIENT,
  EKS_AUDIENCE,
  FakeCloud,
  GOOGLE_ACCOUNT,
  PROVIDER,
  projectedToken,
  ROLE,
  run,
  Sandbox,
  TENANT,
} from ".";
import { useFakes } from "./use-fakes";

/**
 * The vendors' own SDKs as clients of the fakes: what they cannot talk to, the plugin need not be able to either. Google's
 * and Azure's run in processes of their own, whose NODE_EXTRA_CA_CERTS trusts the fakes.
 */

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

/** Runs a script in a process of its own and reads the JSON it prints. */
async function inProcess(script: string, env: { readonly [variable: string]: string } = {}): Promise<unknown> {
  const result = await run(
    process.execPath,
    ["-e", script],
    { NODE_EXTRA_CA_CERTS: cloud.caFile, ...env },
    {
      cwd: `${__dirname}/../../..`,
    },
  );
  expect(result.stderr.replace(/^.*(Warning|warning).*$/gm, "").trim()).toBe("");
  return JSON.parse(result.stdout) as unknown;
}

describe("AWS's SDK", () => {
  const client = (credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken: string }) => {
    return new STSClient({
      region: "eu-west-1",
      endpoint: cloud.url,
      maxAttempts: 1,
      credentials: credentials ?? { accessKeyId: "unused", secretAccessKey: "unused" },
      requestHandler: { httpsAgent: new Agent({ ca: readFileSync(cloud.caFile) }) },
    });
  };
  const assumed = async () => {
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: ROLE,
      RoleSessionName: "sdk",
      WebIdentityToken: projectedToken(EKS_AUDIENCE),
    });
    const { Credentials } = await client().send(command);
    return {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
  };

  it("assumes a role with a token, signs with its credentials, and gets a token", async () => {
    const sts = client(await assumed());
    const chained = await sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "sdk" }));
    expect(chained.Credentials?.AccessKeyId).toMatch(/^ASIA/);
    const token = await sts.send(
      new GetWebIdentityTokenCommand({ Audience: ["a"], SigningAlgorithm: "RS256", DurationSeconds: 300 }),
    );
    expect(token.WebIdentityToken).toMatch(/^eyJ/);
    expect(token.Expiration?.getTime()).toBeGreaterThan(Date.now());
  });

  it("is refused when it signs with another secret", async () => {
    const sts = client({ ...(await assumed()), secretAccessKey: "another" });
    const chained = sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: "sdk" }));
    await expect(chained).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  });

  it.each([
    [{ issuer: "https://other.example" }, "InvalidIdentityToken"],
    [{ subject: "other" }, "AccessDenied"],
  ])("reads the refusal for %p", async (trust, name) => {
    Object.assign(cloud.trust, trust);
    await expect(assumed()).rejects.toMatchObject({ name: expect.stringContaining(name) as unknown });
  });
});

describe("Google's SDK", () => {
  const script = (impersonate: boolean) => `
    const { ExternalAccountClient } = require("google-auth-library");
    const client = ExternalAccountClient.fromJSON({
      type: "external_account", audience: ${JSON.stringify(PROVIDER)},
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "${cloud.url}/v1/token",
      ${impersonate ? `service_account_impersonation_url: "${cloud.url}/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken",` : ""}
      credential_source: { file: ${JSON.stringify(box.project("gke"))} },
    });
    client.scopes = ["https://www.googleapis.com/auth/cloud-platform"];
    client.getAccessToken().then(
      ({ token }) => console.log(JSON.stringify({ token })),
      (error) => console.log(JSON.stringify({ error: error.message })),
    );`;

  it("exchanges a token, and impersonates an account", async () => {
    expect(await inProcess(script(false))).toEqual({ token: expect.stringMatching(/^ya29\.d\./) as unknown });
    expect(await inProcess(script(true))).toEqual({ token: expect.stringMatching(/^ya29\.c\./) as unknown });
  });

  it("reads a refusal", async () => {
    cloud.trust.subject = "other";
    expect(await inProcess(script(false))).toEqual({
      error: expect.stringContaining("attribute condition") as unknown,
    });
  });
});

describe("Azure's SDK", () => {
  const script = () => `
    const { ClientAssertionCredential } = require("@azure/identity");
    const token = require("node:fs").readFileSync(${JSON.stringify(box.project("aks"))}, "utf8");
    new ClientAssertionCredential("${TENANT}", "${CLIENT}", async () => token, {
      authorityHost: "${cloud.url}", disableInstanceDiscovery: true, retryOptions: { maxRetries: 0 },
    }).getToken("6dae42f8-4368-4678-94ff-3960e28e3630/.default").then(
      ({ token, expiresOnTimestamp }) => console.log(JSON.stringify({ token, expiresOnTimestamp })),
      (error) => console.log(JSON.stringify({ error: error.message })),
    );`;

  beforeEach(() => {
    // It reads the tenant's metadata first, which the plugin does without.
    const endpoint = `${cloud.url}/${TENANT}/oauth2/v2.0`;
    cloud.next({
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        token_endpoint: `${endpoint}/token`,
        authorization_endpoint: `${endpoint}/authorize`,
        issuer: `${cloud.url}/${TENANT}/v2.0`,
        jwks_uri: `${cloud.url}/${TENANT}/discovery/v2.0/keys`,
      }),
    });
  });

  it("exchanges a token", async () => {
    expect(await inProcess(script())).toMatchObject({ token: expect.stringMatching(/^eyJ/) as unknown });
    expect(cloud.asked.at(-1)).toBe("Entra");
  });

  it("reads a refusal", async () => {
    cloud.trust.subject = "other";
    expect(await inProcess(script())).toEqual({ error: expect.stringContaining("AADSTS700213") as unknown });
  });
});
