import { blocks, Configuration, Resource, text, unlessUnresolved } from "../../terraform";
import { MAX_INLINE_POLICY_LENGTH, MAX_MANAGED_POLICY_LENGTH } from "../../vendor/aws/iam";
import { lengthFault, policyFault } from "./policy-fault";
import { PolicyKind } from "./statement";

/** A policy that AWS does not store. */
export interface RefusedPolicy {
  readonly resource: Resource;
  readonly argument: string;
  readonly fault: string;
}

/** Where policies of permissions are written. */
const PLACES: readonly (readonly [type: string, argument: string, kind: PolicyKind])[] = [
  ["aws_iam_policy", "policy", "identity"],
  ["aws_iam_role_policy", "policy", "identity"],
];

/** The policies of permissions that AWS does not store as they are written; those that cannot be known are none of them. */
export function permissionPolicies(configuration: Configuration): readonly RefusedPolicy[] {
  const written = PLACES.flatMap(([type, argument, kind]) =>
    configuration.resources(type).map((resource) => ({
      ...{ resource, argument, kind },
      policy: unlessUnresolved(() => text(resource.argument(argument)), undefined),
    })),
  );
  const inRoles = configuration.resources("aws_iam_role").flatMap((resource) =>
    unlessUnresolved(() => blocks(resource.argument("inline_policy")), []).map((one) => ({
      ...{ resource, argument: "inline_policy", kind: "identity" as const },
      policy: unlessUnresolved(() => text(one.policy), undefined),
    })),
  );
  return [...written, ...inRoles].flatMap(({ resource, argument, kind, policy }) => {
    const most = resource.type === "aws_iam_policy" ? MAX_MANAGED_POLICY_LENGTH : MAX_INLINE_POLICY_LENGTH;
    const fault = policy === undefined ? undefined : (policyFault(policy, kind) ?? lengthFault(policy, most));
    return fault === undefined ? [] : [{ resource, argument, fault }];
  });
}
