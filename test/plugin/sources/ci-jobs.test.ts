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

  it.each([
    ["?api-version=2.0&scope=a%2Fb%20c~&flag", "?api-version=2.0&scope=a%2Fb%20c~&flag&audience="],
    ["", "?audience="],
    ["?audience=another", "?audience="],
  ])("leaves what stands in the address as it is: %j", async (query, asked) => {
    const variables = {
      ...job(GITHUB_REQUEST_TOKEN),
      ACTIONS_ID_TOKEN_REQUEST_URL: cloud.metadataUrl + "/github/token" + query,
    };
    const result = await runPlugin(fromGitHub(), box.env(variables));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests[0].path).toBe(`/github/token${asked}${encodeURIComponent(GKE_AUDIENCE)}`);
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
