/**
 * A role's ARN without the role's path, in lower case: what an entry of `aws-auth`, which must leave the path out, and the role have in
 * common.
 *
 * Amazon EKS User Guide: "Grant IAM users access to Kubernetes with a ConfigMap", on the ARN of a role.
 */
export function roleWithoutPath(arn: string): string {
  return arn.replace(/^(arn:[^:]*:iam::\d*:role\/).*?([^/]+)$/, "$1$2").toLowerCase();
}
