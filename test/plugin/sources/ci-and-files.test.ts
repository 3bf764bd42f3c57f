import { projectedToken, PROVIDER, GKE_AUDIENCE, runPlugin, Sandbox, FakeCloud, credentialIn } from "../support";
import { GITHUB_REQUEST_TOKEN } from "../support/fake-metadata";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const gke = (...more: string[]) => [
  ...["gke", "--audience", PROVIDER, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url],
  ...more,
];

describe("token-variable", () => {
  const fromVariable = (name: string) => gke("--token-variable", name, "--no-cache");

  it("exchanges the token that the named variable holds", async () => {
    const result = await runPlugin(fromVariable("GKE_TOKEN"), box.env({ GKE_TOKEN: projectedToken(GKE_AUDIENCE) }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(credentialIn(result).status.token).toBe(cloud.secrets.at(-1));
    expect(cloud.asked).toEqual(["Google STS"]);
  });

  it.each([undefined, "", " \n"])("is refused when the variable holds %p", async (value) => {
    const result = await runPlugin(fromVariable("GKE_TOKEN"), box.env({ GKE_TOKEN: value }));
    expect([result.code, result.stdout, cloud.requests]).toEqual([3, "", []]);
    expect(result.stderr).toContain("source: the variable GKE_TOKEN, which --token-variable names, is not set.");
    expect(result.stderr).toContain("id_tokens in GitLab");
  });

  it("repeats nothing of a token that is passed in place of a name", async () => {
    const token = projectedToken(GKE_AUDIENCE);
    const result = await runPlugin(fromVariable(token), box.env());
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain("usage: --token-variable is not the name of a variable.");
    expect(result.stderr).not.toContain(token.split(".")[1]);
  });
});

describe("github-actions", () => {
  const PERMISSION = "Give the job the permission id-token: write.";
  const fromGitHub = () => gke("--source", "github-actions", "--no-cache");

  const job = (requestToken: string) => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${cloud.metadataUrl}/github/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
  });

  it("asks for a token with the target's audience, and exchanges it", async () => {
    const result = await runPlugin(fromGitHub(), box.env(job(GITHUB_REQUEST_TOKEN)));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    const { searchParams } = new URL(cloud.requests[0].path, cloud.metadataUrl);
    expect([...searchParams]).toEqual([
      ["api-version", "2.0"],
      ["audience", GKE_AUDIENCE],
    ]);
  });

  it("asks for the permission when GitHub refuses the job", async () => {
    const result = await runPlugin(fromGitHub(), box.env(job("another-request-token")));
    expect([result.code, result.stdout, cloud.requests.length]).toEqual([3, "", 1]);
    expect(result.stderr).toContain("source: GitHub's token service");
    expect(result.stderr).toContain(PERMISSION);
    expect(result.stderr).not.toContain("another-request-token");
  });

  it.each([
    [{}, "ACTIONS_ID_TOKEN_REQUEST_URL"],
    [{ ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/?api-version=2.0" }, "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
  ])("asks for the permission in a job with %p", async (variables, missing) => {
    const result = await runPlugin(fromGitHub(), box.env(variables));
    expect([result.code, result.stdout, cloud.requests]).toEqual([3, "", []]);
    expect(result.stderr).toContain(missing);
    expect(result.stderr).toContain(PERMISSION);
  });

  it.each(["http://token.example/", "not a URL"])("sends the job's token to no %p", async (address) => {
    const variables = { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token-012345" };
    const result = await runPlugin(fromGitHub(), box.env(variables));
    expect([result.code, result.stdout, cloud.requests]).toEqual([3, "", []]);
    expect(result.stderr).toContain("source: ACTIONS_ID_TOKEN_REQUEST_URL is not an https URL.");
    expect(result.stderr).not.toContain("request-token-012345");
  });
});

describe("a credential file's executable", () => {
  const JWT = "urn:ietf:params:oauth:token-type:jwt";
  const ALLOWED = { GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "1" };
  const fromExecutable = (executable: object) => {
    const path = box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: JWT,
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { executable },
      }),
    );
    return ["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url];
  };
  /** A command that prints this answer. */
  const printing = (answer: object) =>
    fromExecutable({ command: `/bin/cat "${box.write("an answer.json", JSON.stringify(answer))}"` });
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

  it("gives the token that it prints, and may have a space in a quoted argument", async () => {
    const answer = { version: 1, success: true, token_type: JWT, id_token: projectedToken(GKE_AUDIENCE) };
    const result = await runPlugin(printing({ ...answer, expiration_time: inAnHour() }), box.env(ALLOWED));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Google STS"]);
  });

  it.each([
    [{ version: 2, success: true }, "answers in another version than 1"],
    [{ version: 1, success: false, code: "401", message: "Caller not authorized." }, "401: Caller not authorized."],
    [{ version: 1, success: true, token_type: "urn:ietf:params:oauth:token-type:saml2" }, "than a JSON Web Token"],
    [{ version: 1, success: true, token_type: JWT, expiration_time: 1 }, "gives a token that has expired"],
    [{ version: 1, success: true, token_type: JWT }, "gives no id_token"],
  ])("is told to be at fault when it prints %p", async (answer, message) => {
    const result = await runPlugin(printing(answer), box.env(ALLOWED));
    expect([result.code, result.stdout, cloud.requests]).toEqual([3, "", []]);
    expect(result.stderr).toContain("source: the credential_source's executable ");
    expect(result.stderr).toContain(message);
  });

  it("is told to be at fault when it fails", async () => {
    const result = await runPlugin(fromExecutable({ command: "/bin/false" }), box.env(ALLOWED));
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain("the credential_source's executable ends with 1.");
  });

  it.each([
    { command: "" },
    { command: "/bin/true", timeout_millis: 4999 },
    { command: "/bin/true", timeout_millis: 120_001 },
  ])("is refused as %p", async (executable) => {
    const result = await runPlugin(fromExecutable(executable), box.env(ALLOWED));
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain("Use 5000 to 120000.");
  });
});

describe("a credential file's URL", () => {
  const fromUrl = (url: string, others: object) => {
    const path = box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { url, ...others },
      }),
    );
    return ["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url];
  };
  const address = () => `${cloud.metadataUrl}/github/token?audience=${encodeURIComponent(GKE_AUDIENCE)}`;
  const headers = { Authorization: `Bearer ${GITHUB_REQUEST_TOKEN}` };

  it("is asked with the file's headers for the token, a member of its JSON", async () => {
    const format = { type: "json", subject_token_field_name: "value" };
    const result = await runPlugin(fromUrl(address(), { headers, format }), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each([
    [{ format: { type: "json", subject_token_field_name: "value" } }, "Check credential_source.url and its headers."],
    [{ headers, format: { type: "json", subject_token_field_name: "token" } }, 'has no member "token" with a token.'],
    [{ headers, format: { type: "json", subject_token_field_name: "toString" } }, 'has no member "toString"'],
  ])("is told to be at fault with %p", async (others, message) => {
    const result = await runPlugin(fromUrl(address(), others), box.env());
    expect([result.code, result.stdout, cloud.requests.length]).toEqual([3, "", 1]);
    expect(result.stderr).toContain("source: ");
    expect(result.stderr).toContain(message);
  });
});
