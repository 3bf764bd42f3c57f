import { ServiceDecision, ServiceRequest } from "../services/service-request";
import { like } from "../nearest";
import { unlessUnresolved } from "../../terraform";
import { act } from "./act";
import { GivenPolicy } from "./decide-action";
import { externalIdsIn } from "./external-ids";
import { AwsWorld } from "./read";
import { policyDocument } from "./statement";
import { AwsSession } from "./sts";

/**
 * What AWS answers to a role's session that uses a service, by all policies that were read.
 *
 * @param home the account of buckets that were not read
 * @param now seconds since 1970
 */
export function decideService(
  aws: AwsWorld,
  session: AwsSession,
  { action, resource, keys = {} }: ServiceRequest,
  home: string,
  now: number,
): ServiceDecision {
  const account = aws.resourcePolicies.accountOfBucket(resource) ?? (resource.split(":")[4] || home || undefined);
  const isElsewhere = account !== undefined && account !== session.role.account;
  const policy = policyOf(aws, action, resource, isElsewhere);
  const ofRequest = isAssumption(action, resource) ? keysOfAssumption(policy) : [];
  const { allowed, because, gaps } = act(
    aws,
    {
      ...{ session, action, resource, keys: new Map([...ofRequest, ...Object.entries(keys)]) },
      ...(policy ? { policy } : {}),
      ...(account === undefined ? {} : { account }),
    },
    now,
  );
  // Where nothing gives the role a policy, one that is given to a name like its own is the one to mend.
  const missed = !allowed && because.resource === undefined ? aws.nearestPolicy(session.role) : undefined;
  return {
    allowed,
    because: missed ? like({ ...because, argument: "role" }, missed) : because,
    gaps: gaps.map(({ policy: { name, resource: made }, reason }) => ({
      reason: `${name}: ${reason}`,
      ...(made ? { resource: made } : {}),
    })),
  };
}

/** The policy of what is asked for: of a role that is assumed its trust policy. */
function policyOf(aws: AwsWorld, action: string, resource: string, isElsewhere: boolean): GivenPolicy | undefined {
  if (isAssumption(action, resource)) return trustPolicyOf(aws, resource);
  // In another account the resource's own policy must let the role in, and its owner's configuration tells it.
  if (isElsewhere && !aws.resourcePolicies.isKnown(resource)) {
    return { name: `the policy of ${resource}`, unknown: "is in another account and not in what was read" };
  }
  return aws.resourcePolicies.of(resource);
}

/** Whether a role is asked for, whose trust policy decides with the caller's own. */
function isAssumption(action: string, resource: string): boolean {
  return /^sts:/i.test(action) && /^arn:[^:]+:iam:/.test(resource);
}

/** What a caller that knows the trust policy sends. */
function keysOfAssumption(policy: GivenPolicy | undefined) {
  const externalIds = externalIdsIn(policy?.document?.statements ?? []);
  return [["sts:rolesessionname", ["lab"]] as const, ["sts:externalid", externalIds] as const];
}

function trustPolicyOf(aws: AwsWorld, arn: string): GivenPolicy {
  const { resource, trustPolicy } = aws.roleOf(arn) ?? {};
  const name = `the trust policy of ${arn}`;
  if (!resource || !trustPolicy) return { name, unknown: "is not in what was read" };
  const document = unlessUnresolved(() => policyDocument(trustPolicy(), "trust"), undefined);
  const at = { name, resource, argument: "assume_role_policy" };
  return document ? { ...at, document } : { ...at, unknown: "cannot be known" };
}
