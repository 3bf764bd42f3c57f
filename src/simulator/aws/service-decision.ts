import { ServiceDecision, ServiceRequest } from "../services/service-request";
import { like } from "../nearest";
import { act } from "./act";
import { AwsWorld } from "./read";
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
  const policy = aws.resourcePolicies.of(resource);
  const account = aws.resourcePolicies.accountOfBucket(resource) ?? (resource.split(":")[4] || home || undefined);
  const { allowed, because, gaps } = act(
    aws,
    {
      ...{ session, action, resource, keys: new Map(Object.entries(keys)) },
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
