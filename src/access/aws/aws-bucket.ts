import { resourceProblem } from "./aws-arn";
import { isLiteral, problem } from "../../common";

/**
 * What is wrong with a bucket. Amazon S3 User Guide: "General purpose bucket naming rules".
 */
export function bucketProblem(bucket: string): string | undefined {
  const other = resourceProblem("access bucket", "s3", bucket);
  if (other || !isLiteral(bucket)) return other;
  const name = bucket.replace(/^arn:[^:]+:s3:::/, "");
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return undefined;
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
