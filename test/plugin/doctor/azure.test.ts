import { AKS_AUDIENCE, Behaviour, CLIENT, TENANT } from "../support";
import { PRINCIPAL } from "../support/fake-entra";
import { Pod, tokenLine, Variables, xml } from "./examine";

const pod = new Pod();
const VAULT_SECRET = "https://core.vault.azure.net/secrets/db";

it.each([
  [["--blobs", "https://acme.blob.core.windows.net/reports"], "https://storage.azure.com", "List Blobs of reports"],
  [
    ["--blobs", "https://acme.blob.core.windows.net"],
    "https://storage.azure.com",
    "List Containers of acme.blob.core.windows.net",
  ],
  [["--secret", VAULT_SECRET], "https://vault.azure.net", "Get Secret of core.vault.azure.net/secrets/db"],
])("tells token, exchange, identity and one allowed call, a line each: %j", async (args, resource, called) => {
  const { code, stderr, lines } = await pod.examine("azure", args);
  expect([code, stderr]).toEqual([0, ""]);
  expect(lines[0]).toContain(tokenLine(AKS_AUDIENCE));
  expect(lines[1]).toContain(`exchange    ok: a token for ${resource}, until 2`);
  expect(lines[2]).toBe(`identity    ok: oid ${PRINCIPAL}, appid ${CLIENT}, tid ${TENANT}`);
  expect(lines[3]).toBe(`call        ok: ${called}`);
});

it("asks nothing of a service unless a call is named", async () => {
  const { code, lines } = await pod.examine("azure", []);
  expect([code, lines[3]]).toEqual([0, expect.stringMatching(/^call {8}ok: not tried: pass --/)]);
});

describe("names what is wrong with the pod", () => {
  it.each<[Variables, RegExp]>([
    [
      { AZURE_FEDERATED_TOKEN_FILE: "" },
      /AZURE_FEDERATED_TOKEN_FILE is not set\. .*azure\.workload\.identity\/use: "true"/,
    ],
    [{ AZURE_CLIENT_SECRET: "s" }, /AZURE_CLIENT_SECRET is set: DefaultAzureCredential takes it before the token/],
    [
      { AZURE_AUTHORITY_HOST: "https://login.example.com/" },
      /AZURE_AUTHORITY_HOST https:\/\/login\.example\.com\/ is no authority of Entra's/,
    ],
  ])("%j", async (variables, words) => {
    const { code, lines } = await pod.examine("azure", [], variables);
    expect([code, lines]).toEqual([expect.any(Number), [expect.stringMatching(words)]]);
    expect(code).not.toBe(0);
    expect(pod.cloud.requests).toEqual([]);
  });

  it("an identity that lacks the webhook's annotation", async () => {
    const { code, lines } = await pod.examine("azure", [], { AZURE_CLIENT_ID: "" });
    expect([code, lines[1]]).toEqual([
      3,
      expect.stringMatching(/^exchange {4}FAILED: AZURE_CLIENT_ID is not set\..*client-id/),
    ]);
  });
});

describe("names why Azure refuses", () => {
  const vault = (inner: string, message: string) =>
    JSON.stringify({ error: { code: "Forbidden", message, innererror: { code: inner } } });
  const denied = "Caller is not authorized to perform action on resource.";
  const blobs = ["--blobs", "https://a.blob.core.windows.net/c"];

  // The texts are those that the services answer with.
  it.each<[string[], Behaviour, RegExp]>([
    [
      blobs,
      {
        status: 403,
        body: xml(
          "AuthorizationPermissionMismatch",
          "This request is not authorized to perform this operation using this permission.\nRequestId:1\nTime:2",
        ),
      },
      /\(AuthorizationPermissionMismatch\): List Blobs of c: This request is not authorized to perform this operation using this permission\. Assign a data role/,
    ],
    [
      blobs,
      { status: 403, body: xml("AuthorizationFailure", "This request is not authorized to perform this operation.") },
      /The account's firewall/,
    ],
    [
      ["--secret", VAULT_SECRET],
      { status: 403, body: vault("ForbiddenByRbac", denied) },
      /\(ForbiddenByRbac\).*Assign Key Vault Secrets User/,
    ],
    [
      ["--secret", VAULT_SECRET],
      {
        status: 403,
        body: vault("ForbiddenByFirewall", "Client address is not authorized and caller is not a trusted service."),
      },
      /The vault's firewall/,
    ],
    [
      ["--secret", VAULT_SECRET],
      {
        status: 403,
        body: vault(
          "AccessDenied",
          "The user, group or application does not have secrets get permission on key vault.",
        ),
      },
      /access policy mode/,
    ],
  ])("%j %#", async (args, behaviour, words) => {
    pod.cloud.next({ slow: 0 }, behaviour);
    const { code, lines } = await pod.examine("azure", args);
    expect([code, lines[3]]).toEqual([9, expect.stringMatching(/^call {8}FAILED/)]);
    expect(lines[3]).toMatch(words);
  });

  it("at the exchange, as it does for clusters", async () => {
    pod.cloud.trust.subject = "another";
    const { code, lines } = await pod.examine("azure", []);
    expect([code, lines[1]]).toEqual([4, expect.stringContaining("exchange    FAILED (AADSTS700213)")]);
  });
});

it("sends a token to hosts of the cloud alone", async () => {
  for (const args of [
    ["--blobs", "https://a.blob.core.windows.net.example.com/c"],
    ["--secret", "http://core.vault.azure.net/secrets/db"],
  ]) {
    const { code, stdout } = await pod.examine("azure", args);
    expect([code, stdout]).toEqual([2, expect.stringContaining("is no URL of it")]);
  }
  expect(pod.cloud.asked).not.toContain("Azure");
});
