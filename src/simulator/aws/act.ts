import { ActionDecision, decideAction, GivenPolicy } from "./decide-action";
import { RolePolicy } from "./permissions";
import { AwsWorld } from "./read";
import { contextOfSession, keysOfAll, keysOfSession } from "./request-keys";
import { callerOf } from "./session-caller";
import { isAbsentOfService, keysOfService, valuesOfService } from "./service-keys";
import { AwsSession } from "./sts";

/** A call of an AWS API by a role's session. */
export interface ActionCall {
  readonly session: AwsSession;
  /** The IAM action: `s3:GetObject`. */
  readonly action: string;
  /** The ARN of what it is done to; `*` for an action of no resource. */
  readonly resource: string;
  /** The account that the resource is in; that of its ARN, or else the caller's, unless given. */
  readonly account?: string;
  /** The resource's own policy. */
  readonly policy?: GivenPolicy;
  /**
   * Condition keys of the call, in lower case, with their values. Keys of the action's own service that callers send and that are
   * not among them are taken for absent; AWS's global ones, those of the resource, and those of other services, for not known.
   */
  readonly keys?: ReadonlyMap<string, readonly string[]>;
}

/** Keys and roles let nobody in by the caller's policies alone. */
const OWN_POLICY_FIRST = /^(kms:.*|sts:assumerole)$/i;

/**
 * What AWS answers to a call by a role's session, by all policies that the role has.
 *
 * @param now seconds since 1970
 */
export function act(aws: AwsWorld, call: ActionCall, now: number): ActionDecision {
  const { session, action, resource, policy } = call;
  const { role } = session;
  const service = action.split(":")[0].toLowerCase();
  const account = call.account ?? (resource.split(":")[4] || role.account);
  const ofService = keysOfService({ service, resource, account, caller: role.account });
  const keys = new Map([...keysOfAll(now), ...keysOfSession(session), ...ofService, ...(call.keys ?? [])]);
  const context = {
    ...contextOfSession(session, keys, (key) => isAbsentOfService(service, key)),
    mayBe: valuesOfService,
  };
  const { policies, boundary } = aws.permissionsOf(role);
  const unread = role.resource ? [] : [unreadPoliciesOf(role.arn)];
  return decideAction(
    { caller: callerOf(session), action, resource, context },
    {
      identity: [...policies.map((one) => inService(one, service)), ...unread],
      ...(boundary ? { boundary: inService(boundary, service) } : {}),
      ...(policy ? { resource: policy } : {}),
      isSameAccount: account === role.account,
      needsResourcePolicy: OWN_POLICY_FIRST.test(action),
    },
  );
}

/** A role that was given by others has further policies that nothing here tells. */
function unreadPoliciesOf(arn: string): GivenPolicy {
  return { name: arn, unknown: "has policies that are not in what was read" };
}

/** A policy as far as it is known of a service. */
function inService(policy: RolePolicy, service: string): GivenPolicy {
  const { services, document, unknown, ...at } = policy;
  if (unknown !== undefined) return { ...at, unknown };
  if (document && (!services || services.includes(service))) return { ...at, document };
  return { ...at, unknown: `says what is not in the list here for ${service}` };
}
