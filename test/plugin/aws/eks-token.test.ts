import { eksToken } from "../../../src/plugin/aws/eks-token";
import { stsHost } from "../../../src/plugin/aws/partition";
import { AwsCredentials } from "../../../src/plugin/credential";
import { run } from "../support";
import { readEksToken } from "../../../src/lab/cluster/eks-token";
import { describeWith, findTool } from "../support/tools";

const KEY: AwsCredentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SESSION: AwsCredentials = {
  ...KEY,
  sessionToken: "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQD+a/b=c==~!*'()",
};
const urlOf = (token: string) => Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString();
const tokenOf = (url: string) => `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;

describeWith(findTool("aws"), "the token is `aws eks get-token`'s, byte for byte", () => {
  const plain = { fips: false, dualStack: false };
  it.each([
    ["eu-west-1", plain, KEY],
    ["eu-west-1", plain, SESSION],
    ["us-east-1", plain, SESSION],
    ["eu-west-1", { fips: true, dualStack: false }, SESSION],
    ["eu-west-1", { fips: false, dualStack: true }, SESSION],
    ["cn-north-1", plain, SESSION],
    ["us-gov-west-1", { fips: true, dualStack: false }, KEY],
    ["us-gov-west-1", { fips: true, dualStack: true }, KEY],
    ["eusc-de-east-1", plain, KEY],
  ])("in %s with %p and %p", async (region, options, credentials) => {
    // GIVEN the vendor's tool, with the same credentials
    const { stdout, stderr } = await run("aws", ["eks", "get-token", "--cluster-name", "west_1", "--region", region], {
      HOME: "/nonexistent",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_USE_FIPS_ENDPOINT: String(options.fips),
      AWS_USE_DUALSTACK_ENDPOINT: String(options.dualStack),
    });
    expect(stderr).toBe("");
    const theirs = (JSON.parse(stdout) as { status: { token: string } }).status.token;
    // WHEN the plugin signs at the same second
    const date = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(urlOf(theirs)) as RegExpExecArray;
    const [year, month, day, hour, minute, second] = date.slice(1).map(Number);
    const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second, 678));
    const ours = eksToken("west_1", region, stsHost(region, options), credentials, time).token;

    expect(urlOf(ours)).toBe(urlOf(theirs));
    expect(ours).toBe(theirs);
  });
});

describe("the API server", () => {
  const read = (token: string, partition = "aws") => readEksToken(token, partition, Date.now() / 1000);
  let good: string;
  beforeAll(() => {
    good = urlOf(eksToken("west", "eu-west-1", "sts.eu-west-1.amazonaws.com", SESSION).token);
  });

  it.each([
    ["aws", "eu-west-1", false, false],
    ["aws", "us-east-1", true, false],
    ["aws", "ap-southeast-2", false, true],
    ["aws-cn", "cn-northwest-1", false, false],
    ["aws-us-gov", "us-gov-east-1", true, true],
  ])("accepts the token of %s in %s (fips %p, dual stack %p)", (partition, region, fips, dualStack) => {
    const { token } = eksToken("west", region, stsHost(region, { fips, dualStack }), SESSION);
    expect(() => read(token, partition)).not.toThrow();
  });

  it("takes a user's name and a fragment for no part of host and query, as aws-iam-authenticator does", () => {
    expect(() => read(tokenOf(`${good}#x`))).not.toThrow();
    expect(() => read(tokenOf(good.replace("https://", "https://user@")))).not.toThrow();
    expect(() => read(tokenOf(good.replace("https://", "https://sts.eu-west-1.amazonaws.com@evil.example")))).toThrow(
      'hostname "evil.examplests.eu-west-1.amazonaws.com"',
    );
  });

  it.each<[string, (url: string) => string, string]>([
    ["http", (url) => url.replace("https:", "http:"), 'unexpected scheme "http"'],
    ["a host elsewhere", (url) => url.replace("sts.eu-west-1.amazonaws.com", "google.com"), 'hostname "google.com"'],
    ["a host that ends like STS's", (url) => url.replace("https://", "https://evil-"), 'hostname "evil-sts'],
    ["a host that begins like STS's", (url) => url.replace(".com/", ".com.evil.example/"), 'hostname "sts.eu-west-1'],
    ["a VPC endpoint", (url) => url.replace("sts.eu", "vpce-1.sts.eu"), 'hostname "vpce-1'],
    ["a port", (url) => url.replace(".com/", ".com:8443/"), 'hostname "sts.eu-west-1.amazonaws.com:8443"'],
    ["a path", (url) => url.replace(".com/", ".com/abc"), "unexpected path"],
    ["no path", (url) => url.replace(".com/?", ".com?"), "unexpected path"],
    ["another parameter", (url) => `${url}&NoInWhiteList=abc`, 'parameter "NoInWhiteList"'],
    ["a parameter twice", (url) => `${url}&Action=GetCallerIdentity`, 'duplicate query parameter found: "Action"'],
    [
      "a parameter twice in another case",
      (url) => `${url}&action=GetCallerIdentity`,
      'duplicate query parameter found: "action"',
    ],
    ["another action", (url) => url.replace("GetCallerIdentity", "GetSessionToken"), "unexpected action"],
    ["a cluster that is not signed", (url) => url.replace("%3Bx-k8s-aws-id", ""), "did not sign the x-k8s-aws-id"],
    ["too long a life", (url) => url.replace("Expires=60", "Expires=901"), "invalid X-Amz-Expires"],
    ["no life", (url) => url.replace("&X-Amz-Expires=60", ""), "invalid X-Amz-Expires"],
    ["a negative life", (url) => url.replace("Expires=60", "Expires=-1"), "invalid X-Amz-Expires"],
    ["an old date", (url) => url.replace(/Date=\d{8}/, "Date=19900422"), "X-Amz-Date parameter is expired"],
    ["a malformed date", (url) => url.replace(/Date=\w+/, "Date=xxxxxxx"), "error parsing X-Amz-Date"],
  ])("refuses %s", (_what, spoil, reason) => {
    const spoilt = spoil(good);
    expect(spoilt).not.toBe(good);
    expect(() => read(tokenOf(spoilt))).toThrow(reason);
  });

  it("refuses a token of another partition's STS", () => {
    const { token } = eksToken("west", "cn-north-1", stsHost("cn-north-1", { fips: false, dualStack: false }), SESSION);
    expect(() => read(token)).toThrow('hostname "sts.cn-north-1.amazonaws.com.cn"');
  });
});

describe("the expiry", () => {
  const time = new Date("2026-01-02T03:04:05.678Z");
  const life = (expires?: number) => {
    const host = "sts.eu-west-1.amazonaws.com";
    const credential = eksToken("west", "eu-west-1", host, { ...SESSION, expires }, time);
    return credential.expires - time.getTime();
  };

  it("is 14 minutes from now, or a minute before the credentials' own", () => {
    expect(life()).toBe(840_000);
    expect(life(time.getTime() + 3_600_000)).toBe(840_000);
    expect(life(time.getTime() + 600_000)).toBe(540_000);
  });

  it("refuses credentials that have expired", () => {
    expect(() => life(time.getTime() - 1)).toThrow("signing: the AWS credentials have expired already.");
  });
});

it("refuses to make a token that API servers would not read", () => {
  const long = { ...KEY, sessionToken: "x".repeat(3000) };
  expect(() => eksToken("west", "eu-west-1", "sts.eu-west-1.amazonaws.com", long)).toThrow(
    /signing: the EKS token has \d{4} bytes; API servers take at most 4096\./,
  );
});
