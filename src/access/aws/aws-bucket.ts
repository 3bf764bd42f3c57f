import { resourceProblem } from "./aws-arn";
import { isLiteral, problem } from "../../common";

/** Endings that are kept for what is no general purpose bucket, and has other ARNs and actions. */
const ENDINGS: readonly (readonly [ending: RegExp, kind: string])[] = [
  [/-s3alias$/, "the alias of an access point, which IAM policies cannot name"],
  [/--ol-s3$/, "the alias of an Object Lambda access point, which IAM policies cannot name"],
  [/\.mrap$/, "the alias of a Multi-Region Access Point"],
  [/--x-s3$/, "a directory bucket, which is read by sessions (s3express:CreateSession)"],
  [/--table-s3$/, "a table bucket"],
];

/**
 * What is wrong with a bucket. Amazon S3 User Guide: "General purpose bucket naming rules".
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketProblem(bucket: string): string | undefined {
  const other = resourceProblem("access bucket", "s3", bucket);
  if (other || !isLiteral(bucket)) return other;
  const name = bucket.replace(/^arn:[^:]+:s3:::/, "");
  const [, kind] = ENDINGS.find(([ending]) => ending.test(name)) ?? [];
  if (kind !== undefined) {
    return problem("access bucket", `"${bucket}" is ${kind}`, "Give the bucket itself, or use AwsAccess.statements");
  }
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !isAddress) return undefined;
  return problem(
    "access bucket",
    `"${bucket}" is not a bucket's name`,
    "Give 3 to 63 lower-case letters, digits, dots and hyphens",
  );
}

/** What is wrong with the first characters of object keys. */
export function prefixProblem(prefix: string | undefined): string | undefined {
  if (!isLiteral(prefix)) return undefined;
  const way = "Give the first characters of the keys, such as 2027/reports/";
  if (prefix === "" || prefix.startsWith("/")) {
    return problem("access prefix", `"${prefix}" is empty or starts with a slash, as no key does`, way);
  }
  if (/[*?]|\$\{/.test(prefix)) {
    return problem("access prefix", `"${prefix}" holds a wildcard or a policy variable`, way);
  }
  return undefined;
}
