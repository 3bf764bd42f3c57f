import { Configuration, Resource } from "../../terraform";
import { TrustedSubject } from "../cloud";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { subjectsIn, told } from "../told";
import { AwsWorld } from "./read";

/** The subjects in the trust policies of roles. */
export function trusts(configuration: Configuration): readonly TrustedSubject[] {
  return configuration.resources("aws_iam_role").flatMap((resource) => {
    const [policy = ""] = told(resource, "assume_role_policy");
    const [, host] = /:oidc-provider\/([^"]+)"/.exec(policy) ?? [];
    if (host === undefined) return [];
    return subjectsIn([policy]).map((subject) => ({ subject, issuer: `https://${host}`, resource }));
  });
}

/** The roles of an edge. */
export function usedBy(aws: AwsWorld, { request, declaration }: Edge): readonly (Resource | undefined)[] {
  return [flagOf(request, "role-arn") ?? "", declaration.principal].map((arn) => aws.roleOf(arn)?.resource);
}
