import { buildMesh } from "./support/meshes";
import { flagOf } from "../../src/simulator";
import { LabFixture } from "./support/use-lab";

/** What the lab's token endpoints answer to requests that are wrong in form, as the vendors' references tell it. */
const fixture = new LabFixture(buildMesh);
const INTO_WEST = "corp:deploy/deployer → west";
const INTO_CORP = "west:deploy/deployer → corp";
const INTO_EURO = "west:deploy/deployer → euro";

type Form = Readonly<Record<string, string>>;
const NOT_A_TOKEN: readonly [string, string][] = [
  ["a word", "token"],
  ["parts that are not JSON", "a.b.c"],
  ["two parts", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3gifQ"],
  ["a header that is no object", "bnVsbA.eyJpc3MiOiJodHRwczovL3gifQ.YQ"],
];

describe("AWS STS", () => {
  const URL = "https://sts.us-west-2.amazonaws.com/";
  const good = async (): Promise<Form> => {
    const edge = fixture.edge(INTO_WEST);
    return {
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: flagOf(edge.request, "role-arn") ?? "",
      RoleSessionName: "test",
      WebIdentityToken: await fixture.token(edge),
    };
  };
  const ask = async (others: Form) => {
    const { status, body } = await fixture.post(URL, { ...(await good()), ...others });
    const text = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
    return { status, code: text("Code"), message: text("Message"), token: text("SessionToken") };
  };

  it("opens a session for what is right", async () => {
    const { status, token } = await ask({ DurationSeconds: "900" });
    expect(status).toBe(200);
    expect(token).toMatch(/^\S{20,}$/);
  });

  it.each<[string, Form, string, RegExp]>([
    ["another version", { Version: "2010-01-01" }, "InvalidAction", /AssumeRoleWithWebIdentity for version 2010-01-01/],
    ["another action", { Action: "GetFederationToken" }, "InvalidAction", /GetFederationToken for version 2011-06-15/],
    ["no role's ARN", { RoleArn: "deployer" }, "ValidationError", /^Request ARN is invalid$/],
    ["a user's ARN", { RoleArn: "arn:aws:iam::111122223333:user/x" }, "ValidationError", /^Request ARN is invalid$/],
    ["an illegal session name", { RoleSessionName: "a/b" }, "ValidationError", /'a\/b' at 'roleSessionName'/],
    ["a short session name", { RoleSessionName: "a" }, "ValidationError", /at 'roleSessionName'/],
    ["too few seconds", { DurationSeconds: "899" }, "ValidationError", /'899' at 'durationSeconds'.* 900$/],
    ["too many seconds", { DurationSeconds: "43201" }, "ValidationError", /'43201' at 'durationSeconds'.* 43200$/],
    ["more than the role's own", { DurationSeconds: "7200" }, "ValidationError", /MaxSessionDuration/],
    ["a token of no length", { WebIdentityToken: "" }, "InvalidIdentityToken", /not a valid JWT/],
    ["a token of 20,001 characters", { WebIdentityToken: "a".repeat(20_001) }, "InvalidIdentityToken", /valid JWT/],
    ...NOT_A_TOKEN.map(
      ([what, token]) =>
        [what, { WebIdentityToken: token }, "InvalidIdentityToken", /not a valid JWT/] as [
          string,
          Form,
          string,
          RegExp,
        ],
    ),
  ])("refuses %s", async (_what, others, code, message) => {
    const answer = await ask(others);
    expect(answer).toMatchObject({ status: 400, code, token: undefined });
    expect(answer.message).toMatch(message);
  });

  it.each<[string, string | undefined, string]>([
    ["nobody", undefined, "MissingAuthenticationToken"],
    ["another scheme", "Bearer abc", "MissingAuthenticationToken"],
    [
      "keys that STS never gave",
      "AWS4-HMAC-SHA256 Credential=ASIA0123456789ABCDEF/20261125/us-west-2/sts/aws4_request, SignedHeaders=host, Signature=00",
      "InvalidClientTokenId",
    ],
    [
      "another service's scope",
      "AWS4-HMAC-SHA256 Credential=ASIA0123456789ABCDEF/20261125/us-west-2, SignedHeaders=host, Signature=00",
      "MissingAuthenticationToken",
    ],
  ])("tells %s nothing of who it is, and opens no role", async (_what, authorization, code) => {
    for (const Action of ["GetCallerIdentity", "AssumeRole"]) {
      const { status, body } = await fixture.ask(URL, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-amz-date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: new URLSearchParams({ ...(await good()), Action }).toString(),
      });
      expect({ status, code: /<Code>(.*)<\/Code>/.exec(body)?.[1] }).toEqual({ status: 403, code });
    }
  });
});

describe("Google's STS", () => {
  const URL = "https://sts.googleapis.com/v1/token";
  const good = async (): Promise<Form> => ({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
    scope: "https://www.googleapis.com/auth/cloud-platform",
    audience: flagOf(fixture.edge(INTO_EURO).request, "audience") ?? "",
    subject_token: await fixture.token(fixture.edge(INTO_EURO)),
  });

  it("gives a token for what is right, as a form and as JSON", async () => {
    const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const inJson = Object.fromEntries(Object.entries(await good()).map(([name, value]) => [camel(name), value]));
    const asForm = await fixture.post(URL, await good());
    const asJson = await fixture.ask(URL, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(inJson),
    });
    for (const { status, body } of [asForm, asJson]) {
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({
        token_type: "Bearer",
        access_token: expect.stringMatching(/^ya29\.d\./) as string,
      });
    }
  });

  it.each<[string, Form, string]>([
    ["another grant", { grant_type: "client_credentials" }, "unsupported_grant_type"],
    ["another kind of token", { subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }, "invalid_request"],
    ["a wish for another kind", { requested_token_type: "urn:ietf:params:oauth:token-type:jwt" }, "invalid_request"],
    ["no scope", { scope: "" }, "invalid_scope"],
    ...NOT_A_TOKEN.map(([what, subject_token]) => [what, { subject_token }, "invalid_grant"] as [string, Form, string]),
  ])("refuses %s", async (_what, others, error) => {
    const { status, body } = await fixture.post(URL, { ...(await good()), ...others });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error });
    expect(body).not.toContain("ya29.");
  });

  it("refuses a body that is no JSON where it says so", async () => {
    const headers = { "content-type": "application/json" };
    for (const body of ["{", "null", "[]", '"x"']) {
      const answer = await fixture.ask(URL, { method: "POST", headers, body });
      expect({ body, status: answer.status }).toEqual({ body, status: 400 });
    }
  });

  it("has nothing at other paths, nor for other methods", async () => {
    expect((await fixture.ask(URL)).status).toBe(404);
    expect((await fixture.post("https://sts.googleapis.com/v1/oauthtoken", await good())).status).toBe(404);
  });
});

describe("Google's IAM Credentials", () => {
  const EMAIL = "deployer@acme-euro.iam.gserviceaccount.com";
  const URL = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${EMAIL}:generateAccessToken`;

  it.each([
    ["nobody", undefined],
    ["a token that STS never gave", "Bearer ya29.d.abc"],
  ])("does not know %s", async (_what, authorization) => {
    const headers = { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) };
    const { status, body } = await fixture.ask(URL, { method: "POST", headers, body: "{}" });
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ error: { status: "UNAUTHENTICATED" } });
  });

  it("has no other method", async () => {
    const { status } = await fixture.post(URL.replace("generateAccessToken", "signBlob"), {});
    expect(status).toBe(404);
  });
});

describe("Entra", () => {
  const tenant = () => flagOf(fixture.edge(INTO_CORP).request, "tenant-id") ?? "";
  const url = (of = tenant()) => `https://login.microsoftonline.com/${of}/oauth2/v2.0/token`;
  const good = async (): Promise<Form> => ({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_id: flagOf(fixture.edge(INTO_CORP).request, "client-id") ?? "",
    client_assertion: await fixture.token(fixture.edge(INTO_CORP)),
    scope: "6dae42f8-4368-4678-94ff-3960e28e3630/.default",
  });
  const ask = async (others: Form, of?: string) => {
    const { status, body } = await fixture.post(url(of), { ...(await good()), ...others });
    return { status, ...(JSON.parse(body) as { error?: string; error_codes?: number[]; access_token?: string }) };
  };

  it("gives a token for what is right, by either name of the scope", async () => {
    const { scope: own } = await good();
    for (const scope of [own, `api://${own}`]) {
      expect(await ask({ scope })).toMatchObject({ status: 200, access_token: expect.stringMatching(/^ey/) as string });
    }
  });

  it.each<[string, Form, number, string, number]>([
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["no assertion", { client_assertion: "" }, 401, "invalid_client", 7000218],
    ["another kind of assertion", { client_assertion_type: "x" }, 401, "invalid_client", 7000218],
    ["a scope without /.default", { scope: "6dae42f8-4368-4678-94ff-3960e28e3630" }, 400, "invalid_scope", 1002012],
    ["another resource", { scope: "https://management.azure.com/.default" }, 400, "invalid_resource", 500011],
    [
      "a client that the tenant does not have",
      { client_id: "00000000-0000-0000-0000-000000000009" },
      400,
      "unauthorized_client",
      700016,
    ],
    ...NOT_A_TOKEN.map(
      ([what, client_assertion]) =>
        [what, { client_assertion }, 400, "invalid_request", 50027] as [string, Form, number, string, number],
    ),
  ])("refuses %s", async (_what, others, status, error, code) => {
    const answer = await ask(others);
    expect(answer).toMatchObject({ status, error, error_codes: [code] });
    expect(answer.access_token).toBeUndefined();
  });

  it("does not know another tenant", async () => {
    const other = "99999999-9999-9999-9999-999999999999";
    expect(await ask({}, other)).toMatchObject({ status: 400, error: "invalid_request", error_codes: [90002] });
    const document = `https://login.microsoftonline.com/${other}/v2.0/.well-known/openid-configuration`;
    expect((await fixture.ask(document)).status).toBe(400);
  });

  it("has nothing at other paths", async () => {
    expect((await fixture.ask(`https://login.microsoftonline.com/${tenant()}/saml2`)).status).toBe(404);
    expect((await fixture.ask("https://login.microsoftonline.com/")).status).toBe(404);
  });
});
