import { Configuration, Resource } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { AWS_BUILT_IN_GOOGLE } from "../../vendor/issuers/clouds";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { subjectsIn, told } from "../told";
import { AwsWorld } from "./read";

/** Where trust policies stand, by the type of the role. */
const TRUST_POLICIES: Readonly<Record<string, string>> = {
  aws_iam_role: "assume_role_policy",
  awscc_iam_role: "assume_role_policy_document",
};

/** The subjects in the trust policies of roles. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return Object.entries(TRUST_POLICIES).flatMap(([type, argument]) =>
    configuration.resources(type).flatMap((resource) => {
      const [policy = ""] = told(resource, argument);
      const found = new Map<string, TrustedSubject>();
      for (const statement of statementsIn(policy)) {
        for (const host of hostsIn(statement)) {
          const issuer = `https://${host}`;
          const subjects = new Set([...subjectsIn([statement]), ...comparedIn(statement, `${host}:sub`)]);
          const trusted = subjects.size === 0 ? [{ subject: "every subject", isOpen: true }] : [...subjects].map(named);
          for (const one of trusted) found.set(`${one.subject} ${issuer}`, { ...one, issuer, resource });
        }
      }
      return [...found.values()];
    }),
  );
}

function named(subject: string) {
  return { subject };
}

/** The statements of a policy that allow, each as JSON; the whole text of one that is no JSON. */
function statementsIn(policy: string): readonly string[] {
  try {
    const { Statement = [] } = JSON.parse(policy) as { Statement?: unknown };
    return [Statement].flat().flatMap((one) => {
      const { Effect } = (one ?? {}) as { Effect?: unknown };
      return Effect === "Deny" ? [] : [JSON.stringify(one)];
    });
  } catch {
    return [policy];
  }
}

/** The issuers whose tokens a policy lets in, without their scheme. */
function hostsIn(policy: string): readonly string[] {
  const registered = [...policy.matchAll(/:oidc-provider\/([^"]+)"/g)].map(([, host]) => host);
  return [...new Set([...registered, ...(policy.includes(`"${AWS_BUILT_IN_GOOGLE}"`) ? [AWS_BUILT_IN_GOOGLE] : [])])];
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
