import { credentialIn, EKS_AUDIENCE, FakeCloud, projectedToken, ROLE, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const urlIn = (token: string) => Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString();

it("assumes the role with the projected token and signs the cluster's URL", async () => {
  const result = await runPlugin(box.eks("--no-cache"), box.env());

  // THEN STS was asked once, for least time, by a session that CloudTrail can read
  expect(result.stderr).toBe("");
  expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity"]);
  const { form } = cloud.requests[0];
  expect(form.get("RoleArn")).toBe(ROLE);
  expect(form.get("RoleSessionName")).toBe("argocd.argocd-application-controller");
  expect(form.get("DurationSeconds")).toBe("900");
  // AND the URL is of STS itself, not of the endpoint that was asked
  const { status, apiVersion, kind } = credentialIn(result);
  expect([kind, apiVersion]).toEqual(["ExecCredential", "client.authentication.k8s.io/v1beta1"]);
  expect(urlIn(status.token)).toMatch(/^https:\/\/sts\.eu-west-1\.amazonaws\.com\/\?Action=GetCallerIdentity&/);
  // AND the client is told to stop a little before the 15 minutes are over
  const seconds = (Date.parse(status.expirationTimestamp) - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(13 * 60);
  expect(seconds).toBeLessThanOrEqual(14 * 60);
});

it.each([
  [["--fips"], "sts-fips.eu-west-1.amazonaws.com"],
  [["--dual-stack"], "sts.eu-west-1.api.aws"],
])("signs for the host that %p asks for", async (flags, host) => {
  const result = await runPlugin([...box.eks("--no-cache"), ...flags], box.env());
  expect(new URL(urlIn(credentialIn(result).status.token)).host).toBe(host);
});

it("takes the session name that is given", async () => {
  await runPlugin(box.eks("--no-cache", "--session-name", "argo@prod"), box.env());
  expect(cloud.requests[0].form.get("RoleSessionName")).toBe("argo@prod");
});

it("cuts a long subject to a legal session name", async () => {
  const subject = `system:serviceaccount:${"n".repeat(63)}:${"a".repeat(100)}`;
  cloud.trust.subject = subject;
  const args = box.eks("--no-cache");
  box.project("eks", projectedToken(EKS_AUDIENCE, { sub: subject }));
  expect((await runPlugin(args, box.env())).code).toBe(0);
  expect(cloud.requests[0].form.get("RoleSessionName")).toMatch(/^n{55}-[\da-f]{8}$/);
});

describe("tells what STS refused, its code and the likely fix", () => {
  it.each([
    [{ subject: "system:serviceaccount:argocd:other" }, "AccessDenied", "trust policy does not name this issuer"],
    [{ issuer: "https://other.example" }, "InvalidIdentityToken", "no IAM OIDC provider for exactly this issuer"],
  ])("%p", async (trust, code, fix) => {
    Object.assign(cloud.trust, trust);
    const result = await runPlugin(box.eks("--no-cache"), box.env());
    expect(result.code).toBe(4);
    expect(result.stdout).toBe("");
    expect(result.stderr).toContain(`trust-mesh-auth: exchange: AWS STS refused AssumeRoleWithWebIdentity: ${code}: `);
    expect(result.stderr).toContain(fix);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    // AND what cannot heal is not asked for again
    expect(cloud.requests).toHaveLength(1);
  });
});

describe("refuses before anything is sent", () => {
  it.each([
    ["a cluster name that EKS cannot have", ["--cluster-name", "-west"], "is not an EKS cluster's name"],
    [
      "a region that is none",
      ["--region", "europe"],
      '"europe" is not an AWS region. Correct --region, AWS_REGION or AWS_DEFAULT_REGION',
    ],
    ["a role that is none", ["--role-arn", "arn:aws:iam::1:user/x"], "is not the ARN of an IAM role"],
    ["a role of another partition", ["--region", "cn-north-1"], "is of the partition aws, --region of aws-cn"],
    ["an illegal session name", ["--session-name", "a b"], "is not 2 to 64 of"],
    ["an external id, which a token cannot use", ["--external-id", "abc"], "--external-id does not go with"],
    ["an http endpoint", ["--aws-sts-endpoint", "http://sts.example"], "is not an https URL"],
  ])("%s", async (_what, replacement, message) => {
    const args = box.eks("--no-cache");
    const at = args.indexOf(replacement[0]);
    if (at >= 0) args.splice(at, 2);
    const result = await runPlugin([...args, ...replacement], box.env());
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain(message);
    expect(cloud.requests).toEqual([]);
  });

  it("a run without a role, since the token stands for none", async () => {
    const args = box.eks("--no-cache").filter((arg, i, all) => arg !== "--role-arn" && all[i - 1] !== "--role-arn");
    const result = await runPlugin(args, box.env());
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("eks needs --role-arn");
  });
});
