import { CLIENT, credentialIn, FakeCloud, projectedToken, runPlugin, Sandbox, TENANT } from "../support";
import { useFakes } from "../support/use-fakes";
import { refuse } from "../support/fake-entra";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

it("gives the token to Entra as the identity's assertion, for the AKS server application", async () => {
  const result = await runPlugin(box.aks("--no-cache"), box.env());
  expect(result.stderr).toBe("");
  const [{ path, form }] = cloud.requests;
  expect(path).toBe(`/${TENANT}/oauth2/v2.0/token`);
  expect(form.get("client_id")).toBe(CLIENT);
  expect(form.get("scope")).toBe("6dae42f8-4368-4678-94ff-3960e28e3630/.default");
  // THEN the life is what Entra said, less the skew
  const seconds = (Date.parse(credentialIn(result).status.expirationTimestamp) - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(86_300);
  expect(seconds).toBeLessThanOrEqual(86_339);
});

it.each([
  [{ issuer: "https://other.example" }, "AADSTS700211", "AKS issuers end in a slash", 3],
  [{ audience: "api://Other" }, "AADSTS700212", "project the token with the credential's audience", 1],
  [{ subject: "system:serviceaccount:argocd:Other" }, "AADSTS700213", "No credential has this subject", 3],
])(
  "tells which of issuer, audience and subject did not match, and tries again twice at most: %p",
  async (trust, code, fix, tries) => {
    Object.assign(cloud.trust, trust);
    const result = await runPlugin(box.aks("--no-cache"), box.env());
    expect([result.code, result.stdout]).toEqual([4, ""]);
    expect(result.stderr).toContain(
      `exchange: Entra refused the token: ${code}: No matching federated identity record`,
    );
    expect(result.stderr).toContain(fix);
    // AND none of the trace ids
    expect(result.stderr).not.toContain("Trace ID");
    // A credential made minutes ago answers 700211 and 700213 as well.
    expect(cloud.requests).toHaveLength(tries);
  },
);

const NOT_YET = refuse(
  401,
  "invalid_client",
  70021,
  "No matching federated identity record found for presented assertion.",
);

it("waits for a new federated credential to be known", async () => {
  cloud.next(NOT_YET, NOT_YET);
  const result = await runPlugin(box.aks("--no-cache"), box.env());
  expect([result.code, result.stderr]).toEqual([0, ""]);
  expect(cloud.requests).toHaveLength(3);
});

it("waits for it within the time limit only", async () => {
  // Retry-After makes the pauses the same in every run: two of them do not fit.
  cloud.next(...Array.from({ length: 20 }, () => ({ ...NOT_YET, headers: { "retry-after": "5" } })));
  const result = await runPlugin(box.aks("--no-cache", "--timeout", "9"), box.env());
  expect(result.code).toBe(4);
  expect(result.stderr).toContain("AADSTS70021");
  expect(result.stderr).toContain("Given up after 2 tries at the time limit of 9 s (--timeout)");
});

it.each([
  ["usgovernment", "api://AzureADTokenExchangeUSGov"],
  ["china", "api://AzureADTokenExchangeChina"],
])("wants the token of the cloud %s to be for %s", async (name, audience) => {
  const args = box.aks("--no-cache", "--cloud", name);
  const refused = await runPlugin(args, box.env());
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain(`is for the audience "api://AzureADTokenExchange"; Entra wants "${audience}"`);

  box.project("aks", projectedToken(audience));
  cloud.trust.audience = audience;
  expect((await runPlugin(args, box.env())).code).toBe(0);
});

it.each(["https://login.microsoftonline.us/", "https://login.evil.example/"])(
  "does not take the pod's AZURE_AUTHORITY_HOST %s for the target's cloud",
  async (host) => {
    const result = await runPlugin(box.aks("--no-cache"), box.env({ AZURE_AUTHORITY_HOST: host }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
  },
);

it("names the flag for a token of another Azure cloud", async () => {
  const args = box.aks("--no-cache");
  box.project("aks", projectedToken("api://AzureADTokenExchangeUSGov"));
  const result = await runPlugin(args, box.env({ AZURE_AUTHORITY_HOST: "https://login.microsoftonline.us/" }));
  expect([result.code, cloud.requests]).toEqual([3, []]);
  expect(result.stderr).toContain("another Azure cloud: pass --cloud usgovernment if the cluster is there.");
});

it("names no cloud where another audience than a cloud's was agreed on", async () => {
  const result = await runPlugin(box.aks("--no-cache", "--token-audience", "api://agreed"), box.env());
  expect([result.code, cloud.requests]).toEqual([3, []]);
  expect(result.stderr).toContain('Entra wants "api://agreed". Project a token for it');
  expect(result.stderr).not.toContain("--cloud");
});

it.each([
  [
    ["--cloud", "german"],
    /--cloud cannot be "german" in trust-mesh-auth \S+\. Use one of public, usgovernment, china\. A newer/,
  ],
  [["--server-id", "x"], /--server-id "x" is not a UUID/],
])("refuses %p at once", async (flags, message) => {
  const result = await runPlugin(box.aks("--no-cache", ...flags), box.env());
  expect([result.code, result.stdout]).toEqual([2, ""]);
  expect(result.stderr).toMatch(message);
});

it("takes tenant and client from the workload identity webhook's variables", async () => {
  const args = box.aks("--no-cache").filter((arg) => !["--tenant-id", TENANT, "--client-id", CLIENT].includes(arg));
  const result = await runPlugin(args, box.env({ AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT }));
  expect([result.code, result.stderr]).toEqual([0, ""]);
});
