import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Claims, Edge, flagOf } from "../../src/simulator";
import { run } from "../plugin/support";
import { describeWithTool } from "../support/tool";
import { buildMesh } from "./support/meshes";
import { LabFixture } from "./support/use-lab";
import { WRONG_TOKENS } from "./support/wrong-tokens";

/**
 * The vendors' own SDKs, and the aws CLI, get credentials from the lab through its proxy, and are refused where the plugin is
 * refused. They know nothing of the lab but HTTPS_PROXY and its authority.
 */
jest.setTimeout(60_000);

const ROOT = join(__dirname, "../..");
const fixture = new LabFixture(buildMesh);
const edgeNamed = (name: string) => fixture.edge(name);

/** A file with a good token of an edge's service account, or with other claims in it. */
async function tokenFile(edge: Edge, others: Partial<Claims> = {}): Promise<string> {
  const file = join(mkdtempSync(join(fixture.lab.folder, "token-")), "token");
  writeFileSync(file, await fixture.token(edge, others));
  return file;
}

/** Runs a script that prints JSON, in a process that has the lab for a network. */
async function script(source: string): Promise<Record<string, unknown>> {
  const { stdout, stderr } = await run(
    process.execPath,
    ["-e", source],
    {
      HTTPS_PROXY: fixture.lab.proxyUrl,
      NODE_EXTRA_CA_CERTS: fixture.lab.caFile,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
    { cwd: ROOT },
  );
  try {
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch {
    throw new Error(`The script printed no JSON: ${stdout}${stderr}`);
  }
}

/** Whom the API server of an edge sees in a token, or its refusal's status. */
async function whoIs(edge: Edge, token: string): Promise<unknown> {
  const { status, body } = await fixture.ask(`${edge.client.server}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: "{}",
  });
  if (status !== 201) return status;
  return (JSON.parse(body) as { status: { userInfo: { username: string } } }).status.userInfo.username;
}

describe("AWS's SDK", () => {
  const edge = () => edgeNamed("corp:deploy/deployer → west");
  const assume = (file: string) =>
    script(`
      const { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } = require("@aws-sdk/client-sts");
      const { HttpsProxyAgent } = require("https-proxy-agent");
      const client = (credentials) => new STSClient({
        region: "us-west-2", maxAttempts: 1, credentials: credentials ?? { accessKeyId: "unused", secretAccessKey: "unused" },
        requestHandler: { httpsAgent: new HttpsProxyAgent(process.env.HTTPS_PROXY) },
      });
      (async () => {
        const { Credentials: c } = await client().send(new AssumeRoleWithWebIdentityCommand({
          RoleArn: ${JSON.stringify(flagOf(edge().request, "role-arn"))},
          RoleSessionName: "sdk",
          WebIdentityToken: require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8"),
        }));
        const own = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
        const me = await client(own).send(new GetCallerIdentityCommand({}));
        const forged = await client({ ...own, secretAccessKey: "another" }).send(new GetCallerIdentityCommand({}))
          .then(() => "accepted", (error) => error.name);
        return { expires: c.Expiration, arn: me.Arn, forged };
      })().then((value) => console.log(JSON.stringify(value)), (error) => console.log(JSON.stringify({ error: error.name })));`);

  it("assumes the role with a token, and is who it says", async () => {
    const { arn, forged } = await assume(await tokenFile(edge()));
    expect(arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/trust-mesh-corp-deploy-deployer-[0-9a-f]+\/sdk$/);
    expect(forged).toBe("SignatureDoesNotMatch");
  });

  it.each(WRONG_TOKENS)("is refused for %s", async (_what, claims, { aws }) => {
    expect(await assume(await tokenFile(edge(), claims))).toEqual({
      error: aws.replace(/^InvalidIdentityToken$/, "$&Exception"),
    });
  });
});

describe("Google's SDK", () => {
  const exchange = (edge: Edge, file: string) => {
    const email = flagOf(edge.request, "service-account");
    const impersonation = email && {
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    };
    const options = {
      type: "external_account",
      audience: flagOf(edge.request, "audience"),
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { file },
      scopes: ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"],
      ...impersonation,
    };
    return script(`
      const { ExternalAccountClient } = require("google-auth-library");
      ExternalAccountClient.fromJSON(${JSON.stringify(options)}).getAccessToken().then(
        ({ token }) => console.log(JSON.stringify({ token })),
        (error) => console.log(JSON.stringify({ error: error.message })),
      );`);
  };

  it("exchanges a token, which GKE knows as the federated principal", async () => {
    const edge = edgeNamed("west:deploy/deployer → euro");
    const { token } = await exchange(edge, await tokenFile(edge));
    expect(await whoIs(edge, token as string)).toBe(edge.declaration.user);
  });

  it("impersonates a service account, which GKE knows by its e-mail", async () => {
    const edge = edgeNamed("west:velero/velero → euro");
    const { token } = await exchange(edge, await tokenFile(edge));
    expect(await whoIs(edge, token as string)).toBe("velero-west@acme-euro.iam.gserviceaccount.com");
  });

  it.each(WRONG_TOKENS)("is refused for %s", async (_what, claims, { google }) => {
    const edge = edgeNamed("west:deploy/deployer → euro");
    const { error } = await exchange(edge, await tokenFile(edge, claims));
    expect(error).toContain(`Error code ${google}`);
  });

  it("may not impersonate an account that is another's", async () => {
    const other = edgeNamed("west:deploy/deployer → euro");
    const { error } = await exchange(edgeNamed("west:velero/velero → euro"), await tokenFile(other));
    expect(error).toContain("Permission 'iam.serviceAccounts.getAccessToken' denied");
  });
});

describe("Azure's SDK", () => {
  const exchange = (edge: Edge, file: string) =>
    script(`
      const { ClientAssertionCredential } = require("@azure/identity");
      const read = async () => require("node:fs").readFileSync(${JSON.stringify(file)}, "utf8");
      new ClientAssertionCredential(
        ${JSON.stringify(flagOf(edge.request, "tenant-id"))}, ${JSON.stringify(flagOf(edge.request, "client-id"))}, read,
        { retryOptions: { maxRetries: 0 } },
      ).getToken("6dae42f8-4368-4678-94ff-3960e28e3630/.default").then(
        ({ token }) => console.log(JSON.stringify({ token })),
        (error) => console.log(JSON.stringify({ error: error.message })),
      );`);

  it("exchanges a token, which AKS knows as the identity's object id", async () => {
    const edge = edgeNamed("west:deploy/deployer → corp");
    const { token } = await exchange(edge, await tokenFile(edge));
    expect(await whoIs(edge, token as string)).toBe(edge.declaration.user);
  });

  it.each(WRONG_TOKENS)("is refused for %s", async (_what, claims, { azure }) => {
    const edge = edgeNamed("west:deploy/deployer → corp");
    const { error } = await exchange(edge, await tokenFile(edge, claims));
    expect(error).toContain(`AADSTS${azure}:`);
  });
});

describeWithTool("aws", "the aws CLI", () => {
  const aws = (file: string, ...words: string[]) => {
    const edge = edgeNamed("corp:deploy/deployer → west");
    return run("aws", words, {
      // It keeps credentials in its home.
      HOME: mkdtempSync(join(fixture.lab.folder, "home-")),
      HTTPS_PROXY: fixture.lab.proxyUrl,
      AWS_CA_BUNDLE: fixture.lab.caFile,
      AWS_REGION: "us-west-2",
      AWS_ROLE_ARN: flagOf(edge.request, "role-arn"),
      AWS_ROLE_SESSION_NAME: "cli",
      AWS_WEB_IDENTITY_TOKEN_FILE: file,
      AWS_MAX_ATTEMPTS: "1",
    });
  };

  it("gets a token for EKS, which the cluster takes and another one does not", async () => {
    const edge = edgeNamed("corp:deploy/deployer → west");
    const tokenFor = async (cluster: string) => {
      const words = ["eks", "get-token", "--cluster-name", cluster, "--region", "us-west-2"];
      const { stdout } = await aws(await tokenFile(edge), ...words);
      return (JSON.parse(stdout) as { status: { token: string } }).status.token;
    };
    expect(await whoIs(edge, await tokenFor("west-prod"))).toBe(401);
    expect(await whoIs(edge, await tokenFor("west"))).toBe("trust-mesh:corp:deploy:deployer:cli");
  });

  it.each(WRONG_TOKENS)("is refused for %s", async (_what, claims, { aws: code }) => {
    const file = await tokenFile(edgeNamed("corp:deploy/deployer → west"), claims);
    const { stderr, code: exit } = await aws(file, "sts", "get-caller-identity");
    expect(exit).not.toBe(0);
    expect(stderr).toContain(`(${code})`);
  });
});
