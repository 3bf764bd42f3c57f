import { AKS_AUDIENCE, Behaviour, EKS_AUDIENCE, ROLE, runPlugin } from "../support";
import { Pod, tokenLine, Variables, xml } from "./examine";

const pod = new Pod();

it.each([
  [["--bucket", "acme-reports"], "ListObjectsV2 of acme-reports", "acme-reports.s3.eu-west-1.amazonaws.com"],
  [["--bucket", "a.b", "--prefix", "x/"], "ListObjectsV2 of a.b, prefix x/", "s3.eu-west-1.amazonaws.com"],
  [["--list-buckets"], "ListBuckets", "s3.eu-west-1.amazonaws.com"],
  [["--secret", "db"], "GetSecretValue of db", "secretsmanager.eu-west-1.amazonaws.com"],
])("tells token, exchange, identity and one allowed call, a line each: %j", async (args, called, host) => {
  const { code, stderr, lines } = await pod.examine("aws", args);
  expect([code, stderr]).toEqual([0, ""]);
  expect(lines[0]).toContain(tokenLine(EKS_AUDIENCE));
  expect(lines[1]).toMatch(`exchange    ok: credentials of ${ROLE}, until 2`);
  expect(lines[2]).toBe("identity    ok: arn:aws:sts::111122223333:assumed-role/argocd/session");
  expect(lines[3]).toBe(`call        ok: ${called}`);
  expect(pod.cloud.requests.at(-1)?.host).toBe(host);
});

it("asks nothing of a service unless a call is named", async () => {
  const { code, lines } = await pod.examine("aws", []);
  expect([code, lines[3]]).toEqual([0, expect.stringMatching(/^call {8}ok: not tried: pass --/)]);
});

it("lists its flags", async () => {
  const { stdout } = await runPlugin(["doctor", "aws", "--help"]);
  expect(stdout).toContain("--bucket NAME");
});

describe("names what is wrong with the pod", () => {
  it.each<[Variables, RegExp]>([
    [
      { AWS_ROLE_ARN: "", AWS_WEB_IDENTITY_TOKEN_FILE: "" },
      /AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE are not set\. .*eks\.amazonaws\.com\/role-arn/,
    ],
    [{ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }, /AWS_ACCESS_KEY_ID is set: SDKs take those static keys before the token/],
    [{ AWS_PROFILE: "prod" }, /both a role and a profile are named/],
    [{ AWS_REGION: "", AWS_DEFAULT_REGION: "" }, /no region is set\. Set AWS_REGION and AWS_DEFAULT_REGION/],
    [
      { AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere/token" },
      /AWS_WEB_IDENTITY_TOKEN_FILE \/nowhere\/token cannot be read: ENOENT/,
    ],
  ])("%j", async (variables, words) => {
    const { code, lines } = await pod.examine("aws", [], variables);
    expect([code, lines]).toEqual([expect.any(Number), [expect.stringMatching(words)]]);
    expect(code).not.toBe(0);
    expect(pod.cloud.requests).toEqual([]);
  });

  it("a token for another cloud", async () => {
    const { code, lines } = await pod.examine("aws", [], { AWS_WEB_IDENTITY_TOKEN_FILE: pod.otherToken(AKS_AUDIENCE) });
    expect([code, lines[0]]).toEqual([3, expect.stringContaining("AWS STS wants")]);
  });

  it("a profile of several accounts is read, and one that is missing is named", async () => {
    const file = pod.box.write(
      "aws-config",
      `[profile audit]\nrole_arn = x\n\n[profile prod]\nrole_arn = ${ROLE}\nweb_identity_token_file = ${pod.box.project("eks")}\nregion = eu-west-1\n`,
    );
    const alone = { AWS_ROLE_ARN: "", AWS_WEB_IDENTITY_TOKEN_FILE: "", AWS_REGION: "", AWS_CONFIG_FILE: file };
    const found = await pod.examine("aws", [], { ...alone, AWS_PROFILE: "prod" });
    expect([found.code, found.lines[1]]).toEqual([0, expect.stringContaining(`credentials of ${ROLE}`)]);
    const missing = await pod.examine("aws", [], { ...alone, AWS_PROFILE: "dev" });
    expect([missing.code, missing.lines[0]]).toEqual([3, expect.stringContaining('has no profile "dev"')]);
  });
});

describe("names why AWS refuses", () => {
  // The texts are those that the services answer with.
  it.each<[string[], Behaviour, RegExp]>([
    [
      ["--bucket", "acme"],
      { status: 403, body: xml("AccessDenied", "Access Denied") },
      /FAILED \(AccessDenied\): ListObjectsV2 of acme: Access Denied\. Allow s3:ListBucket on arn:aws:s3:::acme/,
    ],
    [
      ["--bucket", "acme"],
      {
        status: 301,
        headers: { "x-amz-bucket-region": "us-east-2" },
        body: xml(
          "PermanentRedirect",
          "The bucket you are attempting to access must be addressed using the specified endpoint.",
        ),
      },
      /\(PermanentRedirect\).* The bucket is in us-east-2: set AWS_REGION/,
    ],
    [
      ["--bucket", "acme"],
      { status: 404, body: xml("NoSuchBucket", "The specified bucket does not exist") },
      /There is no bucket of this name/,
    ],
    [
      ["--secret", "s"],
      {
        status: 400,
        body: JSON.stringify({
          __type: "AccessDeniedException",
          Message: "User is not authorized to perform: secretsmanager:GetSecretValue",
        }),
      },
      /\(AccessDeniedException\).*kms:Decrypt/,
    ],
  ])("%j", async (args, behaviour, words) => {
    pod.cloud.next({ slow: 0 }, { slow: 0 }, behaviour);
    const { code, lines } = await pod.examine("aws", args);
    expect([code, lines[3]]).toEqual([9, expect.stringMatching(/^call {8}FAILED/)]);
    expect(lines[3]).toMatch(words);
  });

  it("at the exchange, as it does for clusters", async () => {
    pod.cloud.trust.subject = "another";
    const { code, lines } = await pod.examine("aws", []);
    expect([code, lines[1]]).toEqual([4, expect.stringContaining("exchange    FAILED (AccessDenied)")]);
  });
});

it.each(["127.0.0.1:1/x", "evil/x", "user@evil/x", "evil?x", "evil#x", "s3://acme", "..", ""])(
  "sends signed requests to AWS's hosts alone, whatever the bucket is called: %j",
  async (name) => {
    const { code, stdout, stderr } = await pod.examine("aws", [`--bucket=${name}`]);
    expect([code, stdout + stderr]).toEqual([
      2,
      expect.stringMatching(/--bucket .*(is not a bucket's name|needs a value)/),
    ]);
    expect(pod.cloud.asked.filter((service) => !/^AWS (Assume|GetCaller)/.test(service))).toEqual([]);
  },
);
