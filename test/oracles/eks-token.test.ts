import fc from "../support/property";
import { MalformedToken, readEksToken } from "../../src/lab/cluster/eks-token";
import { eksToken } from "../../src/plugin/aws/eks-token";
import { describeWithGo } from "./support/go";
import { cases } from "./support/size";

interface Verdict {
  readonly accepted: boolean;
  readonly reason?: string;
  readonly cluster?: string;
}

const CREDENTIALS = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken: "session/token+=" };
const PLACES = [
  { partition: "aws", region: "us-east-1", host: "sts.us-east-1.amazonaws.com" },
  { partition: "aws", region: "eu-central-1", host: "sts.eu-central-1.amazonaws.com" },
  { partition: "aws-cn", region: "cn-north-1", host: "sts.cn-north-1.amazonaws.com.cn" },
  { partition: "aws-us-gov", region: "us-gov-west-1", host: "sts.us-gov-west-1.amazonaws.com" },
] as const;
const place = fc.constantFrom(...PLACES);

/** A change of the URL in a token. */
interface Change {
  readonly from: string;
  readonly to: string;
}
const change: fc.Arbitrary<Change> = fc.constantFrom<Change[]>(
  ...([
    ["https:", "http:"],
    ["https:", "HTTPS:"],
    [".com", ".com:443"],
    [".com", ".com."],
    ["https://", "https://user@"],
    ["https://sts", "https://STS"],
    ["https://sts.", "https://sts.evil."],
    ["/?", "?"],
    ["/?", "/x?"],
    ["/?", "//?"],
    ["/?", "/%2F?"],
    ["Action=GetCallerIdentity&", ""],
    ["Action=", "action="],
    ["GetCallerIdentity", "getcalleridentity"],
    ["GetCallerIdentity", "GetSessionToken"],
    ["GetCallerIdentity", "Get%43allerIdentity"],
    ["GetCallerIdentity", "GetCallerIdentity%zz"],
    ["&Version", ";Version"],
    ["&Version", "&&Version"],
    ["&Version", "&Action=GetCallerIdentity&Version"],
    ["&Version", "&ACTION=GetCallerIdentity&Version"],
    ["&Version", "&Extra=1&Version"],
    ["X-Amz-Expires=60", "X-Amz-Expires=900"],
    ["X-Amz-Expires=60", "X-Amz-Expires=901"],
    ["X-Amz-Expires=60", "X-Amz-Expires=-1"],
    ["X-Amz-Expires=60", "X-Amz-Expires=%2B60"],
    ["X-Amz-Expires=60", "X-Amz-Expires=060"],
    ["X-Amz-Expires=60", "X-Amz-Expires=6e1"],
    ["X-Amz-Expires=60", "X-Amz-Expires="],
    ["X-Amz-Expires=60", "x-amz-expires=60"],
    ["X-Amz-Expires=60&", ""],
    ["x-k8s-aws-id", "X-K8S-AWS-ID"],
    ["%3Bx-k8s-aws-id", ""],
    ["host%3Bx-k8s-aws-id", "x-k8s-aws-id"],
    ["X-Amz-Date=2", "X-Amz-Date=1"],
    ["X-Amz-Date=2", "X-Amz-Date=3"],
    ["X-Amz-Date=", "x-amz-date="],
    ["X-Amz-Date=", "X-Amz-Dat="],
    ["Z&", "&"],
    ["&Version", "\t&Version"],
    ["&Version", "\n&Version"],
    ["https://", "https://a<b@"],
    ["https://", "https://a%zz@"],
    ["https://", "https://a%40b:c@"],
    ["https://", "https:///"],
    [".com", ".com:x"],
    ["/?", "/??"],
    ["/?", "\\?"],
    ["/?", "/#?"],
    ["Action=", "%41ction="],
    ["Action=", "Action=="],
    ["&Version=2011-06-15", ""],
    ["X-Amz-Signature", "X-Amz-\u017fignature"],
    ["X-Amz-Expires=60", "X-Amz-Expires=0x3c"],
    ["X-Amz-Expires=60", "X-Amz-Expires=6_0"],
    ["%3Bx-k8s-aws-id", "%3B%20x-k8s-aws-id"],
  ].map(([from, to]) => ({ from, to })) as [Change, ...Change[]]),
);
const REWRITES = ["fragment", "odd fragment", "nul", "one letter", "two letters", "padding", "plus", "prefix"] as const;
const rewrite = fc.constantFrom("none", "none", ...REWRITES, "upper prefix", "sixtieth second", "hour 24");

/**
 * Tokens that the plugin makes, and what may be done to them, read by the lab and by aws-iam-authenticator, which EKS's API
 * servers run. Go module `sigs.k8s.io/aws-iam-authenticator`, package `pkg/token`.
 */
describeWithGo("ekstoken", "aws-iam-authenticator (go)", (oracle) => {
  it("accepts what the plugin makes, for the cluster that it names", async () => {
    for (const { partition, region, host } of PLACES) {
      const { token } = eksToken("west", region, host, CREDENTIALS);
      const verdict = await oracle().ask<Verdict>("verify", { token, cluster: "west", partition, region });
      expect(verdict).toMatchObject({ accepted: true, cluster: "west" });
    }
  });

  it("accepts and refuses what the lab does", async () => {
    const changes = fc.array(change, { maxLength: 2 });
    const property = fc.asyncProperty(place, place, changes, rewrite, async (made, read, all, how) => {
      const { token: whole } = eksToken("west", made.region, made.host, CREDENTIALS);
      const token = rewritten(whole, all, how);
      const { partition, region } = read;
      const verdict = await oracle().ask<Verdict>("verify", { token, cluster: "west", partition, region });
      expect({ accepted: accepts(token, partition) }).toEqual({ accepted: verdict.accepted });
    });
    await fc.assert(property, cases(20_000, 1_000));
  });
});

function rewritten(token: string, changes: readonly Change[], how: string): string {
  const url = Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString("utf8");
  const changed = changes.reduce((text, { from, to }) => text.replace(from, to), url);
  const ends: Readonly<Record<string, string>> = { fragment: "#part", "odd fragment": "#%zz", nul: "\0" };
  const timed =
    how === "sixtieth second"
      ? changed.replace(/(Date=\d{8}T\d{4})\d\d/i, "$160")
      : how === "hour 24"
        ? changed.replace(/(Date=\d{8}T)\d{6}/i, "$1240000")
        : changed;
  const encoded = Buffer.from(`${timed}${ends[how] ?? ""}`);
  switch (how) {
    case "one letter":
      return `k8s-aws-v1.${encoded.toString("base64url")}A`;
    case "two letters":
      return `k8s-aws-v1.${encoded.toString("base64url")}AA`;
    case "padding":
      return `k8s-aws-v1.${encoded.toString("base64url")}=`;
    case "plus":
      return `k8s-aws-v1.${encoded.toString("base64url")}+/`;
    case "prefix":
      return encoded.toString("base64url");
    case "upper prefix":
      return `K8S-AWS-V1.${encoded.toString("base64url")}`;
    default:
      return `k8s-aws-v1.${encoded.toString("base64url")}`;
  }
}

function accepts(token: string, partition: string): boolean {
  try {
    readEksToken(token, partition, Math.floor(Date.now() / 1000));
    return true;
  } catch (error) {
    if (error instanceof MalformedToken) return false;
    throw error;
  }
}
