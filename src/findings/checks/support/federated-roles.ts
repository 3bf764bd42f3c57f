import { escalationsOf, Resource, RolePolicy, World } from "../../../simulator";
import { resourcesOf, textOf } from "./arguments";
import { once } from "./once";
import { valuesOf } from "./policy-document";
import { trustPolicies, webIdentityTrusts } from "./web-identity";
import { POD_IDENTITY_SERVICE } from "../../../vendor/aws/eks";

/** A role that workloads assume, with its permission policies. */
export interface FederatedRole {
  readonly role: Resource;
  readonly policies: readonly RolePolicy[];
  /** For findings, as a noun in apposition: `a role that tokens can assume`. */
  readonly described: string;
}

/** The roles that tokens assume, and those that EKS Pod Identity assumes for pods. */
export const federatedRoles = once((world): readonly FederatedRole[] => {
  const byTokens = new Set(webIdentityTrusts(world).map(({ role }) => role));
  const byPods = rolesOfPodIdentity(world).filter((role) => !byTokens.has(role));
  const described = (role: Resource) => `a role that ${byTokens.has(role) ? "tokens" : "pods"} can assume`;
  return [...byTokens, ...byPods].map((role) => ({
    role,
    policies: policiesOf(world, role),
    described: described(role),
  }));
});

/** AWS documentation: "Create IAM role with trust policy required by EKS Pod Identity". */
function rolesOfPodIdentity(world: World): readonly Resource[] {
  return trustPolicies(world).flatMap(({ role, statements = [] }) =>
    statements.some(
      ({ Effect, Principal: principal }) =>
        Effect === "Allow" &&
        valuesOf(((principal ?? {}) as Readonly<Record<string, unknown>>).Service).includes(POD_IDENTITY_SERVICE),
    )
      ? [role]
      : [],
  );
}

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

/** The associations by which roles administrate a cluster. */
export const clusterAdministrators = once((world): readonly Resource[] =>
  resourcesOf(world, ["aws_eks_access_policy_association"]).filter((one) =>
    (textOf(one, "policy_arn") ?? "").endsWith("/AmazonEKSClusterAdminPolicy"),
  ),
);
