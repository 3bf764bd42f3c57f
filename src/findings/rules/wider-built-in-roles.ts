import { BUILT_IN_CLUSTER_ROLES, Edge, missingRules, placeOf, Role, ruleWords, World } from "../../simulator";
import { AGGREGATION_LABEL } from "../../vendor/kubernetes/names";
import { Finding, Rule } from "../finding";

const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(
  Object.values(BUILT_IN_CLUSTER_ROLES).flatMap((rules) => rules.flatMap(({ apiGroups = [] }) => apiGroups)),
);

/**
 * ClusterRoles that add to a built-in one that an edge is given, by their labels, or take its place. Kubernetes means labels for
 * rules of custom resources, so these are gaps to be acknowledged; rules for its own resources are faults.
 *
 * Kubernetes documentation: "Using RBAC Authorization", section "Aggregated ClusterRoles".
 */
export const widerBuiltInRoles: Rule = (world) =>
  world.clusters.flatMap((cluster) => {
    const own = cluster.rbac.ownRoles.filter(({ namespace, resource }) => namespace === undefined && resource);
    if (own.length === 0) return [];
    const given = new Map<string, Edge>();
    for (const edge of world.into(cluster)) {
      for (const { kind, role, cloudPolicy } of edge.declaration.access) {
        if (kind !== "ClusterRole" || cloudPolicy || !Object.hasOwn(BUILT_IN_CLUSTER_ROLES, role)) continue;
        if (!given.has(role)) given.set(role, edge);
      }
    }
    return [...given].flatMap(([role, edge]) => own.flatMap((one) => different(cluster, role, edge, one)));
  });

function different({ rbac }: World["clusters"][number], role: string, edge: Edge, one: Role): readonly Finding[] {
  const { resource, name, labels = {}, rules } = one;
  const isOverwritten = name === role;
  if (!resource || !(isOverwritten || Object.keys(labels).some((label) => label.startsWith(AGGREGATION_LABEL)))) {
    return [];
  }
  const builtIn = BUILT_IN_CLUSTER_ROLES[role];
  const held = rbac.rulesOf({ roleKind: "ClusterRole", roleName: role }) ?? [];
  const at = {
    place: placeOf(resource),
    resource,
    argument: "rule",
    edge,
    hop: "authorization",
    what: `ClusterRole ${role}`,
  } as const;
  const found: Finding[] = [];
  const added = missingRules(builtIn, rules).filter((rule) => missingRules(held, [rule]).length === 0);
  // Of another cluster's custom resources nothing here knows what they hold.
  const ofKubernetes = added.find(({ apiGroups = [""] }) =>
    apiGroups.some((group) => group === "*" || BUILT_IN_GROUPS.has(group)),
  );
  const [first] = ofKubernetes ? [ofKubernetes] : added;
  if (first) {
    const reason = `adds to ${ruleWords(first)} to the built-in ClusterRole ${role}, which is given to an edge`;
    found.push({ code: "further-right", severity: ofKubernetes ? "fault" : "gap", ...at, reason });
  }
  const [missing] = isOverwritten ? missingRules(held, builtIn) : [];
  if (missing) {
    const reason = `takes the place of the built-in ClusterRole ${role}, and does not permit to ${ruleWords(missing)}`;
    found.push({ code: "missing-grant", severity: "fault", ...at, reason });
  }
  return found;
}
