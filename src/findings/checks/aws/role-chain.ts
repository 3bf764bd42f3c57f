import { Resource, World } from "../../../simulator";
import { Check, Hit } from "../check";
import { attributeOf } from "../support/arguments";
import { administrating, federatedRoles, policiesOf } from "../support/federated-roles";
import { valuesOf } from "../support/policy-document";
import { gather, once } from "../support/once";
import { TRUST, trustPolicies } from "../support/web-identity";

/** A role that tokens assume, and from which it goes on to a mightier one. */
export const roleChain: Check = {
  code: "aws-role-chain",
  severity: "medium",
  title: "A federated role can assume further roles",
  gain: "A caller that assumes the first role assumes the next one from it, and has its rights as well.",
  fix: "Name the roles in Resource of sts:AssumeRole, and in the next role's trust policy only the principals that need it.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html",
  find: (world) => federatedRoles(world).flatMap(({ role }) => [...byPolicy(world, role), ...byTrust(world, role)]),
};

/** Policies that let a role assume any other. */
function byPolicy(world: World, role: Resource): readonly Hit[] {
  return policiesOf(world, role).flatMap(({ name, resource, argument, document }) =>
    (document?.statements ?? []).some(
      ({ Effect, Action, Resource: on }) =>
        Effect === "Allow" &&
        valuesOf(Action).some((one) => /^sts:(assumerole|assume\*|\*)$/i.test(one)) &&
        valuesOf(on).some((one) => /^(\*|arn:aws[\w-]*:iam::(\*|\d{12}):role\/\*)$/.test(one)),
    )
      ? [
          {
            resource,
            argument,
            reason: `${name} lets ${role.address}, a role that tokens can assume, assume every role that trusts it`,
          },
        ]
      : [],
  );
}

/** Roles that administrate and trust a role that tokens assume. */
function byTrust(world: World, role: Resource): readonly Hit[] {
  const arn = attributeOf(role, "arn") ?? "";
  return (trustersByArn(world).get(arn) ?? [])
    .filter((next) => administrating(policiesOf(world, next)).length > 0)
    .map((next) => ({
      resource: next,
      argument: TRUST,
      reason: `has administrator rights, and trusts ${role.address}, a role that tokens can assume`,
    }));
}

/** The roles whose trust policies name an ARN. */
const trustersByArn = once((world): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const { role, statements = [] } of trustPolicies(world)) {
    const named = statements.flatMap(({ Effect, Principal: principal }) =>
      Effect === "Allow" ? valuesOf(((principal ?? {}) as Readonly<Record<string, unknown>>).AWS) : [],
    );
    for (const arn of new Set(named)) gather(found, arn, role);
  }
  return found;
});
