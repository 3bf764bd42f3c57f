import { selects } from "./label-selector";
import type { Role } from "./rbac";
import { Rule } from "./rule";

/**
 * The rules of ClusterRoles, by name, with those of aggregated ones filled in: what a role of selectors had of its own does
 * not count.
 *
 * Kubernetes documentation: "Using RBAC Authorization", section "Aggregated ClusterRoles".
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export function aggregated(roles: readonly Role[]): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, readonly Rule[]>(
    roles.map((role) => [role.name, role.selectors ? [] : role.rules] as const),
  );
  const gatherers = roles.flatMap((role) => {
    if (!role.selectors) return [];
    const { selectors, name } = role;
    const gathered = roles.filter(
      (one) => one.name !== name && selectors.some((each) => selects(each, one.labels ?? {})),
    );
    return [{ name, gathered: gathered.map((one) => one.name) }];
  });
  // An aggregated role may be gathered by another. Rules only ever come to more, so this ends.
  for (let grows = true; grows;) {
    grows = false;
    for (const { name, gathered } of gatherers) {
      const all = [...new Set(gathered.flatMap((one) => rules.get(one) ?? []))];
      grows ||= all.length > (rules.get(name)?.length ?? 0);
      rules.set(name, all);
    }
  }
  return rules;
}
