import { placeOf } from "../../terraform";
import { DeclaredAccess } from "../../trust-declaration";
import { AuthorizingCluster } from "../clusters/cluster";
import { EVERYBODYS_ROLES } from "../kubernetes/built-in-roles";
import { describeSubject } from "../kubernetes/rbac";
import { KubernetesUser } from "../kubernetes/user";
import { Clouds } from "./authorize";
import { covers, further, FurtherRight, Grant, placeIn } from "./further-right";

/**
 * What is granted to a user beside the accesses: each binding, policy and role assignment must be one of them, whatever it
 * permits. Questions alone would not find a grant in a namespace that nothing asks of.
 */
export function furtherRights(
  clouds: Clouds,
  cluster: AuthorizingCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly FurtherRight[] {
  const bound = byBindings(cluster, user, accesses).filter(({ isDeclared }) => !isDeclared);
  return [...bound.map(({ right }) => right), ...clouds.cloudOf(cluster).grantsTo(cluster, user, accesses)];
}

/** A right, and whether one of the accesses declares it. */
export interface MarkedRight {
  readonly right: FurtherRight;
  readonly isDeclared: boolean;
}

/** Everything that is granted to a user, each with whether the accesses declare it. */
export function everyRight(
  clouds: Clouds,
  cluster: AuthorizingCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly MarkedRight[] {
  const cloud = clouds.cloudOf(cluster);
  const byCloud = cloud.grantsTo(cluster, user, []);
  const undeclared = new Set(byCloud.length ? cloud.grantsTo(cluster, user, accesses).map(keyOf) : []);
  return [
    ...byBindings(cluster, user, accesses),
    ...byCloud.map((right) => ({ right, isDeclared: !undeclared.has(keyOf(right)) })),
  ];
}

function keyOf({ what, because }: FurtherRight): string {
  return `${what}\n${because.resource ? placeOf(because.resource) : ""}`;
}

function byBindings(
  { rbac }: AuthorizingCluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly MarkedRight[] {
  return rbac.everyBindingOf(user).flatMap((binding) => {
    const { resource, roleKind, roleName, namespace } = binding;
    if (EVERYBODYS_ROLES.includes(roleName)) return [];
    const isDeclared = accesses.some(
      ({ kind, role, namespaces, cloudPolicy }) =>
        !cloudPolicy && kind === roleKind && role === roleName && covers(namespaces, namespace && [namespace]),
    );
    // A binding without a resource is there in every cluster, for a group such as system:masters.
    const line = `${resource ? "binds" : "every cluster binds"} ${roleKind} ${roleName} to ${describeSubject(binding, user)}`;
    const what = `${roleKind} ${roleName} ${placeIn(namespace && [namespace])}`;
    const rules = rbac.rulesOf(binding);
    const grant: Grant = {
      ...{ kind: roleKind === "Role" ? "Role" : "ClusterRole", name: roleName },
      ...(namespace ? { namespaces: [namespace] } : {}),
      ...(rules ? { rules } : {}),
    };
    return [{ right: further(what, { resource, argument: "subject", line }, grant), isDeclared }];
  });
}
