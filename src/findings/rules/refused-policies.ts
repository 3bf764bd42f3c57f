import { permissionPolicies, placeOf, trustPolicyFault, World } from "../../simulator";
import { text, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Policies of AWS that its API does not store: trust policies, and those of permissions, wherever they are written. */
export const refusedPolicies: Rule = (world) => [...trustPolicies(world), ...ofPermissions(world)];

function trustPolicies({ configuration }: World): readonly Finding[] {
  return configuration.resources("aws_iam_role").flatMap((resource) => {
    const policy = unlessUnresolved(() => text(resource.argument("assume_role_policy")) ?? "", undefined);
    const fault = policy === undefined ? undefined : trustPolicyFault(policy);
    return fault === undefined ? [] : [refused(resource, "assume_role_policy", fault)];
  });
}

function ofPermissions({ configuration }: World): readonly Finding[] {
  return permissionPolicies(configuration).map(({ resource, argument, fault }) => refused(resource, argument, fault));
}

function refused(resource: Finding["resource"] & object, argument: string, fault: string): Finding {
  const found = { place: placeOf(resource), resource, argument, what: resource.type };
  return { code: "refused-object", severity: "fault", ...found, reason: `AWS does not store it: ${fault}` };
}
