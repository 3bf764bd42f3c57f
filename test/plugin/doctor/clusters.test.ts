import { readFileSync } from "node:fs";
import { FakeCloud, GOOGLE_ACCOUNT, ISSUER, runPlugin, Sandbox, SUBJECT } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

it("tells who comes, with what, and what was answered, and shows no token", async () => {
  for (const args of [box.eks(), box.gke("--service-account", GOOGLE_ACCOUNT), box.aks()]) {
    const { code, stdout, stderr } = await runPlugin(["doctor", ...args], box.env());
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^ {2}iss +${ISSUER}$`, "m"));
    expect(stdout).toMatch(new RegExp(`^ {2}sub +${SUBJECT}$`, "m"));
    expect(stdout).toMatch(/^ {2}aud +\S+$/m);
    expect(stdout).toMatch(/^ {2}exp +\d{4}-\S+ \(in 3\d{3} s\)$/m);
    expect(stdout).toMatch(/^exchange +ok: a token of \d+ bytes, to be used until \d{4}-/m);
    expect(stdout).toMatch(/^clock +/m);
    const token = readFileSync(args[args.indexOf("--token-file") + 1], "utf8");
    for (const secret of [token, token.split(".")[2], ...cloud.secrets]) expect(stdout).not.toContain(secret);
  }
});

it("uses no cache: it tells how things are now", async () => {
  const args = box.aks();
  await runPlugin(args, box.env());
  cloud.trust.subject = "another";
  const { code, stdout } = await runPlugin(["doctor", ...args], box.env());
  expect(code).toBe(4);
  expect(stdout).toMatch(/^exchange +FAILED \(AADSTS700213\): Entra refused the token: AADSTS700213/m);
});

it.each([
  ["--expect-issuer", `${ISSUER}/`, "iss differs", ISSUER.length + 1, "a slash at the end."],
  ["--expect-subject", SUBJECT.replace("argocd:a", "argocd:A"), "sub differs", 30, "upper and lower case."],
  ["--expect-subject", `${SUBJECT} `, "sub differs", SUBJECT.length + 1, "a space at an end."],
  ["--expect-subject", "system:serviceaccount:flux:x", "sub differs", 23, "another value."],
])("puts the two strings under each other: %s %s", async (flag, expected, label, position, reason) => {
  const { code, stdout } = await runPlugin(["doctor", ...box.aks(), flag, expected], box.env());
  expect(code).toBe(3);
  const lines = stdout.split("\n");
  const at = lines.findIndex((line) => line.startsWith(label));
  expect(lines[at]).toBe(`${label} at character ${position}: ${reason}`);
  expect(lines[at + 1]).toContain(`"${flag === "--expect-issuer" ? ISSUER : SUBJECT}"`);
  expect(lines[at + 2]).toContain(`"${expected.trimEnd()}`);
  // THEN the arrow stands below the first character that differs
  expect(lines[at + 3].indexOf("^") - lines[at + 2].indexOf('"')).toBe(position);
});

it("tells the hop that fails", async () => {
  const other = ["--service-account", "other@euro-project.iam.gserviceaccount.com"];
  const impersonation = await runPlugin(["doctor", ...box.gke(...other)], box.env());
  expect(impersonation.code).toBe(5);
  expect(impersonation.stdout).toMatch(/^impersonation FAILED \(PERMISSION_DENIED\)/m);

  const source = await runPlugin(["doctor", "oidc", "--token-file", "/nowhere/token"], box.env());
  expect(source.code).toBe(3);
  expect(source.stdout).toMatch(/^source +FAILED \(ENOENT\): --token-file \/nowhere\/token cannot be read/m);
});

it("lists what it can look at, and helps with its own flags too", async () => {
  const none = await runPlugin(["doctor"]);
  expect([none.code, none.stdout]).toEqual([2, ""]);
  expect(none.stderr).toBe(
    "trust-mesh-auth: usage: doctor needs what to look at: one of eks, gke, aks, oidc, aws, gcp, azure.\n",
  );
  const help = await runPlugin(["doctor", "aks", "--help"]);
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/^ {2}--tenant-id UUID .*^With doctor in front:\n {2}--expect-issuer ISSUER /ms);
  expect((await runPlugin(["doctor", "--help"])).stdout).toMatch(/^trust-mesh-auth eks\|gke/);
});
