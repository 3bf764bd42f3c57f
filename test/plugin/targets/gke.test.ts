import { credentialIn, FakeCloud, GOOGLE_ACCOUNT, PROVIDER, projectedToken, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const lifeOf = (timestamp: string) => (Date.parse(timestamp) - Date.now()) / 1000;

it("exchanges the token with both scopes, so that RBAC sees an email", async () => {
  const result = await runPlugin(box.gke("--no-cache"), box.env());
  expect(result.stderr).toBe("");
  expect(cloud.asked).toEqual(["Google STS"]);
  expect(cloud.requests[0].form.get("scope")).toBe(
    "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email",
  );
  expect(cloud.requests[0].form.get("audience")).toBe(PROVIDER);
  const { token, expirationTimestamp } = credentialIn(result).status;
  expect(cloud.secrets).toContain(token);
  expect(lifeOf(expirationTimestamp)).toBeGreaterThan(3500);
  expect(lifeOf(expirationTimestamp)).toBeLessThanOrEqual(3540);
});

it("publishes no later end than the subject's token has", async () => {
  const args = box.gke("--no-cache");
  box.project("gke", projectedToken(`https:${PROVIDER}`, { exp: Math.floor(Date.now() / 1000) + 900 }));
  const { expirationTimestamp } = credentialIn(await runPlugin(args, box.env())).status;
  expect(lifeOf(expirationTimestamp)).toBeLessThanOrEqual(840);
});

it("impersonates a service account, for the life that is asked", async () => {
  const args = box.gke("--no-cache", "--service-account", GOOGLE_ACCOUNT, "--token-lifetime", "1800");
  const result = await runPlugin(args, box.env());
  expect(cloud.asked).toEqual(["Google STS", "Google IAM"]);
  expect(cloud.requests[0].form.get("scope")).toBe("https://www.googleapis.com/auth/cloud-platform");
  expect(JSON.parse(cloud.requests[1].body)).toEqual({
    scope: ["https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/userinfo.email"],
    lifetime: "1800s",
  });
  expect(lifeOf(credentialIn(result).status.expirationTimestamp)).toBeLessThanOrEqual(1740);
});

it.each([
  [["--service-account", "other@euro-project.iam.gserviceaccount.com"], "PERMISSION_DENIED", "workloadIdentityUser"],
  [["--service-account", GOOGLE_ACCOUNT, "--token-lifetime", "43200"], "INVALID_ARGUMENT", "organization policy"],
])("tells a refused impersonation by its own hop: %p", async (flags, code, fix) => {
  const result = await runPlugin(box.gke("--no-cache", ...flags), box.env());
  expect([result.code, result.stdout]).toEqual([5, ""]);
  expect(result.stderr).toContain("impersonation: Google's IAM Credentials API refused");
  expect(result.stderr).toContain(code);
  expect(result.stderr).toContain(fix);
});

it.each([
  [{ subject: "system:serviceaccount:x:y" }, "unauthorized_client", "attribute condition does not name this subject"],
  [{ issuer: "https://other.example" }, "invalid_grant", "The provider trusts another issuer"],
])("tells what the provider does not accept: %p", async (trust, code, fix) => {
  Object.assign(cloud.trust, trust);
  const result = await runPlugin(box.gke("--no-cache"), box.env());
  expect(result.code).toBe(4);
  expect(result.stderr).toContain(`Google's STS refused the token: ${code}: `);
  expect(result.stderr).toContain(fix);
});

it("goes by --token-audience where the provider allows another audience, and tells when it does not", async () => {
  const args = box.gke("--no-cache", "--token-audience", "agreed-on");
  box.project("gke", projectedToken("agreed-on"));
  const refused = await runPlugin(args, box.env());
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("Project the token with one of the provider's allowed audiences.");

  cloud.trust.audience = "agreed-on";
  expect((await runPlugin(args, box.env())).code).toBe(0);
});

it("tells a provider that is not there", async () => {
  const other = PROVIDER.replace("west-eks", "east-eks");
  const args = box.gke("--no-cache", "--token-audience", `https:${PROVIDER}`);
  const result = await runPlugin(
    args.map((arg) => (arg === PROVIDER ? other : arg)),
    box.env(),
  );
  expect(result.code).toBe(4);
  expect(result.stderr).toContain("The pool or provider does not exist");
});

it.each([
  [["--audience", `https:${PROVIDER}`], "is not //iam.googleapis.com/projects/NUMBER"],
  [["--token-lifetime", "1800"], "--token-lifetime goes with --service-account only"],
  [["--service-account", GOOGLE_ACCOUNT, "--token-lifetime", "30"], "--token-lifetime 30 is outside 600 to 43200"],
  [["--universe-domain", "https://x"], "is not a domain"],
])("refuses %p at once", async (flags, message) => {
  const args = box.gke("--no-cache");
  if (flags[0] === "--audience") args.splice(1, 2);
  const result = await runPlugin([...args, ...flags], box.env());
  expect([result.code, result.stdout]).toEqual([2, ""]);
  expect(result.stderr).toContain(message);
  expect(cloud.requests).toEqual([]);
});
