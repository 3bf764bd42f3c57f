import { Configuration, Resource } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { AWS_BUILT_IN_GOOGLE } from "../../vendor/issuers/clouds";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { subjectsIn, told } from "../told";
import { AwsWorld } from "./read";

/** The subjects in the trust policies of roles. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return configuration.resources("aws_iam_role").flatMap((resource) => {
    const [policy = ""] = told(resource, "assume_role_policy");
    const [, registered] = /:oidc-provider\/([^"]+)"/.exec(policy) ?? [];
    const host = registered ?? (policy.includes(`"${AWS_BUILT_IN_GOOGLE}"`) ? AWS_BUILT_IN_GOOGLE : undefined);
    if (host === undefined) return [];
    const subjects = new Set([...subjectsIn([policy]), ...comparedIn(policy, `${host}:sub`)]);
    return [...subjects].map((subject) => ({ subject, issuer: `https://${host}`, resource }));
  });
}

/** The values that a policy compares a condition key with. */
function comparedIn(policy: string, key: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return [];
  }
  return valuesOf(key.toLowerCase(), document);
}

/** What stands under a key in a document, whatever its letter case. */
function valuesOf(key: string, value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    ...(name.toLowerCase() === key ? [item].flat().map(String) : []),
    ...valuesOf(key, item),
  ]);
}

/** The roles of an edge. */
export function usedBy(aws: AwsWorld, { request, declaration }: Edge): readonly (Resource | undefined)[] {
  return [flagOf(request, "role-arn") ?? "", declaration.principal].map((arn) => aws.roleOf(arn)?.resource);
}
