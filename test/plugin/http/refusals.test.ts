import { gzipSync } from "node:zlib";
import { FakeCloud, GOOGLE_ACCOUNT, runPlugin, Sandbox } from "../support";
import { refuse } from "../support/fake-entra";
import { Answer, oauthError, rpcError, stsError } from "../support/answers";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const times = (count: number, answer: Answer) => cloud.next(...Array.from({ length: count }, () => answer));

// The message that AWS's SDK for Go v2 tries again for (`service/sts`, retryer of AssumeRoleWithWebIdentity).
const KEYS_NOT_READ = stsError(
  "InvalidIdentityToken",
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
);
const entra = (code: number, status = 401) => refuse(status, "invalid_client", code, "No matching record.");

describe("what may heal is tried again before it counts", () => {
  it.each([
    ["AWS could not read the issuer's keys", "eks", KEYS_NOT_READ],
    ["AWS throttles", "eks", stsError("Throttling", "Rate exceeded")],
    ["AWS did not reach the issuer", "eks", stsError("IDPCommunicationError", "no connection")],
    ["Entra's credential is new", "aks", entra(70021)],
    ["Entra knows no such issuer yet", "aks", entra(700211)],
    ["Entra knows no such subject yet", "aks", entra(700213)],
    ["Entra knows no credential yet", "aks", entra(70025)],
    ["Entra did not reach the issuer (50166)", "aks", entra(50166, 400)],
    ["Entra did not reach the issuer (501661)", "aks", entra(501661, 400)],
    ["Entra did not reach the issuer (90061)", "aks", entra(90061, 400)],
    ["Entra is unavailable, with whatever status", "aks", oauthError(400, "temporarily_unavailable")],
    ["Google is unavailable, with whatever status", "gke", oauthError(400, "temporarily_unavailable")],
    [
      "Google did not reach the issuer",
      "gke",
      oauthError(400, "invalid_grant", "Error connecting to the given credential's issuer."),
    ],
  ] as const)("when %s", async (_what, command, answer) => {
    times(1, answer);
    const result = await runPlugin(box[command]("--no-cache"), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests).toHaveLength(2);
  });

  it.each([700211, 700213, 70025, 50166])("AADSTS%i no more than twice", async (code) => {
    times(9, entra(code));
    const result = await runPlugin(box.aks("--no-cache"), box.env());
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(`exchange: Entra refused the token: AADSTS${code}: No matching record.`);
    expect(result.stderr).toContain("Given up after 3 tries.");
    expect(cloud.requests).toHaveLength(3);
  });

  it.each([
    [
      "another issuer",
      "eks",
      stsError("InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://x"),
    ],
    ["another audience", "aks", entra(700212)],
    ["another letter case", "aks", entra(7002138)],
    ["a refusal", "eks", stsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")],
    ["a refusal of Google's", "gke", oauthError(400, "invalid_grant", "The audience in ID Token does not match")],
    ["a refusal in the form of google.rpc", "gke", rpcError(403, "PERMISSION_DENIED", "denied")],
  ] as const)("but not %s", async (_what, command, answer) => {
    times(9, answer);
    const result = await runPlugin(box[command]("--no-cache"), box.env());
    expect(result.code).toBe(4);
    expect(result.stderr).not.toContain("Given up");
    expect(cloud.requests).toHaveLength(1);
  });
});

describe("a vendor's own words are told", () => {
  const API_DISABLED = "Security Token Service API has not been used in project 123456789012 before or it is disabled.";
  const told = async (args: string[], answer: Answer, before = 0) => {
    cloud.next(...Array.from({ length: before }, () => ({ slow: 0 })), ...Array.from({ length: 9 }, () => answer));
    const result = await runPlugin([...args, "--no-cache"], box.env());
    expect(result.stdout).toBe("");
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    return result;
  };

  it("in the form of google.rpc, by Google's STS", async () => {
    const { code, stderr } = await told(box.gke(), rpcError(403, "PERMISSION_DENIED", API_DISABLED));
    expect(code).toBe(4);
    expect(stderr).toContain(
      `exchange: Google's STS refused the token: PERMISSION_DENIED: ${API_DISABLED} Enable the API`,
    );
  });

  it("in a list of one", async () => {
    const { status, body } = rpcError(403, "PERMISSION_DENIED", API_DISABLED);
    expect((await told(box.gke(), { status, body: `[${body.toString()}]` })).stderr).toContain(
      `PERMISSION_DENIED: ${API_DISABLED}`,
    );
  });

  it("in the form of google.rpc or of OAuth, by IAM Credentials", async () => {
    const args = box.gke("--service-account", GOOGLE_ACCOUNT);
    const first = await told(args, rpcError(404, "NOT_FOUND", "Gaia id not found"), 1);
    expect([first.code, first.stderr]).toEqual([5, expect.stringContaining(": NOT_FOUND: Gaia id not found.")]);
    cloud.reset();
    const second = await told(args, oauthError(401, "invalid_token", "expired"), 1);
    expect([second.code, second.stderr]).toEqual([5, expect.stringContaining(": invalid_token: expired.")]);
  });

  it.each([
    [
      "gke",
      rpcError(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Token exchange requests'"),
      "RESOURCE_EXHAUSTED: Quota exceeded",
    ],
    [
      "gke",
      rpcError(503, "UNAVAILABLE", "The service is currently unavailable"),
      "UNAVAILABLE: The service is currently unavailable",
    ],
    ["eks", { ...stsError("ServiceUnavailable", "Busy"), status: 503 }, "ServiceUnavailable: Busy"],
    [
      "aks",
      refuse(503, "temporarily_unavailable", 90033, "A transient error has occurred."),
      "AADSTS90033: A transient error",
    ],
  ] as const)("with a status that is tried again: %s %j", async (command, answer, words) => {
    const { code, stderr } = await told(box[command](), answer);
    expect([code, stderr]).toEqual([4, expect.stringContaining(words)]);
    expect(cloud.requests.length).toBeGreaterThan(1);
  });

  it("in plain text, by a metadata server", async () => {
    const args = ["gke", "--source", "google-metadata", "--metadata-endpoint", cloud.metadataUrl];
    const answer = { status: 403, headers: { "content-type": "text/plain" }, body: "Workload identity is off.\n" };
    const { code, stderr } = await told(args, answer);
    expect([code, stderr]).toEqual([3, expect.stringContaining("answered 403: Workload identity is off. Check")]);
  });

  it("but not a compressed body, which the request did not ask for", async () => {
    const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
    const { stderr } = await told(box.gke(), { status: 403, headers, body: gzipSync("blocked by the proxy") });
    expect(stderr).toContain("refused the token: HTTP 403: no message. Look");
  });

  it("but not a proxy's web page", async () => {
    const answer = { status: 403, headers: { "content-type": "text/html" }, body: "<html>blocked</html>" };
    expect((await told(box.gke(), answer)).stderr).toContain(
      "refused the token: HTTP 403: no message. Look the code up with the vendor, and compare what the target expects",
    );
  });
});

it.each([50166, 501661, 90061])("says what AADSTS%i asks of the reader", async (code) => {
  times(9, entra(code, 400));
  const { stderr } = await runPlugin(box.aks("--no-cache"), box.env());
  expect(stderr).toContain("Entra could not read the issuer's discovery document or keys: they must be public");
});
