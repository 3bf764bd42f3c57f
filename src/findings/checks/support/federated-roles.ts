import { escalationsOf, Resource, RolePolicy, World } from "../../../simulator";
import { once } from "./once";
import { valuesOf } from "./policy-document";
import { webIdentityTrusts } from "./web-identity";

/** A role that tokens assume, with its permission policies. */
export interface FederatedRole {
  readonly role: Resource;
  readonly policies: readonly RolePolicy[];
}

export const federatedRoles = once((world): readonly FederatedRole[] =>
  [...new Set(webIdentityTrusts(world).map(({ role }) => role))].map((role) => ({
    role,
    policies: policiesOf(world, role),
  })),
);

/** The permission policies of a role that was read. */
export function policiesOf(world: World, resource: Resource): readonly RolePolicy[] {
  return world.aws.permissionsOf({ resource, account: "", name: "" }).policies;
}

/** The policies that give a role everything. */
export function administrating(policies: readonly RolePolicy[]): readonly RolePolicy[] {
  return policies.filter(({ name, document }) => {
    if (/(^|\/)AdministratorAccess$/.test(name)) return true;
    return document?.statements.some(
      ({ Effect, Action, Resource: resource }) =>
        Effect === "Allow" &&
        valuesOf(Action).some((one) => one === "*" || one === "*:*") &&
        valuesOf(resource).includes("*"),
    );
  });
}

/** The policies by which a role may give itself or others more in IAM, with the actions. */
export function escalating(world: World, role: Resource): ReadonlyMap<RolePolicy, readonly string[]> {
  const permissions = world.aws.permissionsOf({ resource: role, account: "", name: "" });
  const actions = new Map<RolePolicy, string[]>();
  for (const { action, policy } of escalationsOf(permissions, "arn:aws:eks:us-east-1:111122223333:cluster/any")) {
    if (action.startsWith("iam:")) actions.set(policy, [...(actions.get(policy) ?? []), action]);
  }
  return actions;
}
