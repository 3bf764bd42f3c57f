import { gather, Resource, World } from "../../../simulator";
import { Check, Hit } from "../check";
import { attributeOf, textOf } from "../support/arguments";
import {
  administrating,
  clusterAdministrators,
  FederatedRole,
  federatedRoles,
  policiesOf,
} from "../support/federated-roles";
import { valuesOf } from "../support/policy-document";
import { once } from "../support/once";
import { TRUST, trustPolicies } from "../support/web-identity";

/** A role that workloads assume, and from which they go on to a mightier one. */
export const roleChain: Check = {
  code: "aws-role-chain",
  severity: "medium",
  title: "A federated role can assume further roles",
  gain: "A caller that assumes the first role assumes the next one from it, and has its rights as well.",
  fix: "Name the roles in Resource of sts:AssumeRole, and in the next role's trust policy only the principals that need it.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html",
  find: (world) => federatedRoles(world).flatMap((one) => [...byPolicy(one), ...byTrust(world, one)]),
};

/** Policies that let a role assume any other. */
function byPolicy({ role, policies, described }: FederatedRole): readonly Hit[] {
  return policies.flatMap(({ name, resource, argument, document }) =>
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
            reason: `${name} lets ${role.address}, ${described}, assume every role that trusts it`,
          },
        ]
      : [],
  );
}

/** Roles that administrate the account or a cluster and trust a role that workloads assume. */
function byTrust(world: World, { role, described }: FederatedRole): readonly Hit[] {
  const arn = attributeOf(role, "arn") ?? "";
  return (trustersByArn(world).get(arn) ?? []).flatMap((next) => {
    const rights = rightsOf(world, next);
    if (rights === undefined) return [];
    const reason = `has administrator rights in ${rights}, and trusts ${role.address}, ${described}`;
    return [{ resource: next, argument: TRUST, reason }];
  });
}

/** What a role administrates; undefined for nothing. */
function rightsOf(world: World, role: Resource): string | undefined {
  if (administrating(policiesOf(world, role)).length > 0) return "the account";
  const arn = attributeOf(role, "arn");
  const one = clusterAdministrators(world).find((association) => textOf(association, "principal_arn") === arn);
  return one && arn !== undefined ? `the cluster ${textOf(one, "cluster_name") ?? ""}` : undefined;
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
