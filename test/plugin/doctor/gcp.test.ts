import { Behaviour, GKE_AUDIENCE, GOOGLE_ACCOUNT, PROVIDER, SUBJECT } from "../support";
import { Pod, tokenLine } from "./examine";

const pod = new Pod();

it("tells token, exchange, identity and one allowed call, as the principal itself and as a service account", async () => {
  const direct = await pod.examine("gcp", ["--bucket", "acme-exports"]);
  expect([direct.code, direct.stderr]).toEqual([0, ""]);
  expect(direct.lines[0]).toContain(tokenLine(GKE_AUDIENCE));
  const pool = PROVIDER.replace("/providers/west-eks", "");
  expect(direct.lines[2]).toContain(`identity    ok: principal:${pool}/subject/${SUBJECT}`);
  expect(direct.lines[3]).toBe("call        ok: objects.list of acme-exports");

  const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`;
  const secret = ["--secret", "projects/data/secrets/db"];
  const impersonating = pod.gcp("impersonating.json", { service_account_impersonation_url: url });
  const other = await pod.examine("gcp", secret, impersonating);
  expect(other.lines.slice(1, 4)).toEqual([
    expect.stringContaining(`exchange    ok: a token of ${GOOGLE_ACCOUNT}, until 2`),
    `identity    ok: serviceAccount:${GOOGLE_ACCOUNT}`,
    "call        ok: versions.access of projects/data/secrets/db",
  ]);
});

it("asks nothing of a service unless a call is named", async () => {
  const { code, lines } = await pod.examine("gcp", []);
  expect([code, lines[3]]).toEqual([0, expect.stringMatching(/^call {8}ok: not tried: pass --/)]);
});

describe("names what is wrong with the pod", () => {
  it("a credential file that is not there, before anything is asked", async () => {
    const { code, lines } = await pod.examine("gcp", [], { GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/google.json" });
    expect([code, lines]).toEqual([2, [expect.stringContaining("/nowhere/google.json cannot be read: ENOENT")]]);
    expect(pod.cloud.requests).toEqual([]);
  });

  it("no credential file where there is no metadata server", async () => {
    const metadata = ["--metadata-endpoint", "http://127.0.0.1:9", "--timeout", "1"];
    const { code, lines } = await pod.examine("gcp", metadata, { GOOGLE_APPLICATION_CREDENTIALS: undefined });
    expect([code, lines]).toEqual([3, [expect.stringContaining("GOOGLE_APPLICATION_CREDENTIALS is not set")]]);
    expect(lines[0]).toContain("wire the pod with PodWiring");
  });

  it("a key file of Google's", async () => {
    const key = pod.box.write("key.json", '{"type":"service_account","private_key":"x"}');
    const { code, lines } = await pod.examine("gcp", [], { GOOGLE_APPLICATION_CREDENTIALS: key });
    expect([code, lines[0]]).toEqual([2, expect.stringContaining('is of type "service_account"')]);
  });

  it("a universe that is no domain", async () => {
    const { code, stderr } = await pod.examine("gcp", ["--universe-domain", "googleapis.com/x"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--universe-domain "googleapis.com/x" is not a domain'),
    ]);
  });
});

describe("names why Google Cloud refuses", () => {
  const rpc = (code: number, message: string, status?: string) => JSON.stringify({ error: { code, message, status } });

  // The texts are those that the services answer with.
  it.each<[string[], Behaviour, RegExp]>([
    [
      ["--bucket", "b"],
      {
        status: 403,
        body: rpc(403, "Caller does not have storage.objects.list access to the Google Cloud Storage bucket."),
      },
      /Grant roles\/storage\.objectViewer/,
    ],
    [
      ["--bucket", "b"],
      {
        status: 401,
        body: rpc(
          401,
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
          "UNAUTHENTICATED",
        ),
      },
      /takes no federated identity: let it impersonate/,
    ],
    [
      ["--secret", "projects/p/secrets/s"],
      {
        status: 403,
        body: rpc(
          403,
          "Secret Manager API has not been used in project 1 before or it is disabled.",
          "PERMISSION_DENIED",
        ),
      },
      /Enable the API in the project/,
    ],
  ])("%j", async (args, behaviour, words) => {
    pod.cloud.next({ slow: 0 }, behaviour);
    const { code, lines } = await pod.examine("gcp", args);
    expect([code, lines[3]]).toEqual([9, expect.stringMatching(/^call {8}FAILED/)]);
    expect(lines[3]).toMatch(words);
  });

  it("at the exchange, as it does for clusters", async () => {
    pod.cloud.trust.subject = "another";
    const { code, lines } = await pod.examine("gcp", []);
    expect([code, lines[1]]).toEqual([4, expect.stringContaining("exchange    FAILED (unauthorized_client)")]);
  });
});
