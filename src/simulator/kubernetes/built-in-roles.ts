import { BOOTSTRAP_BINDINGS, BOOTSTRAP_ROLES } from "./bootstrap-policy";
import { Rule } from "./rule";
import { EVERYONE_AUTHENTICATED } from "./user";

/**
 * The ClusterRoles that every cluster has, by name, with nothing aggregated to them by roles of the cluster's own.
 *
 * Kubernetes documentation: "Using RBAC Authorization", section "Default roles and role bindings".
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export const BUILT_IN_CLUSTER_ROLES: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  BOOTSTRAP_ROLES.flatMap(({ name, namespace, rules }) => (namespace === undefined ? [[name, rules]] : [])),
);

/** The roles that every authenticated user has. */
export const EVERYBODYS_ROLES: readonly string[] = BOOTSTRAP_BINDINGS.flatMap(({ roleName, subjects }) =>
  subjects.some(({ kind, name }) => kind === "Group" && name === EVERYONE_AUTHENTICATED) ? [roleName] : [],
);

/** What every authenticated user may do. */
export const EVERYONE: readonly Rule[] = EVERYBODYS_ROLES.flatMap((name) => BUILT_IN_CLUSTER_ROLES[name]);
