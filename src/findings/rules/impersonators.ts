import { placeOf, World } from "../../simulator";
import { Finding, Rule } from "../finding";
import { DeclaredSubjects } from "../declared-subjects";

/** The kinds of subjects by the resources that RBAC has for them. */
const KINDS: Readonly<Record<string, string>> = { users: "User", groups: "Group" };

/**
 * Subjects that may impersonate the user or a group of an edge, and that no edge declares. Only roles that say `impersonate` count:
 * one that may do everything needs no impersonation.
 *
 * Kubernetes documentation: "User Impersonation".
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 */
export const impersonators: Rule = (world) =>
  world.clusters.flatMap((cluster) => {
    const edges = world.into(cluster);
    if (edges.length === 0) return [];
    const declared = new DeclaredSubjects(edges.map(({ declaration }) => declaration));
    return cluster.rbac.all.flatMap((binding): readonly Finding[] => {
      const { resource, namespace, subjects } = binding;
      // Users and groups are of the whole cluster: a RoleBinding cannot let anyone impersonate them.
      if (!resource || namespace !== undefined) return [];
      const others = subjects.filter((one) => !Number.isFinite(declared.firstWith(one)));
      if (others.length === 0) return [];
      const first = impersonated(cluster.rbac.rulesOf(binding) ?? [], declared);
      if (first === undefined) return [];
      return others.map(({ kind, name }): Finding => {
        const what = `${kind} ${name}`;
        const reason = `lets ${what} impersonate the user of an edge, which no edge declares`;
        const at = { place: placeOf(resource), resource, argument: "role_ref", edge: edges[first] };
        return { code: "further-trust", severity: "fault", ...at, hop: "authorization", what, reason };
      });
    });
  });

/** The first edge whose user or group rules let impersonate. */
function impersonated(
  rules: NonNullable<ReturnType<World["clusters"][number]["rbac"]["rulesOf"]>>,
  declared: DeclaredSubjects,
): number | undefined {
  const found = rules.flatMap(({ verbs, apiGroups = [], resources = [], resourceNames = [] }) => {
    if (!verbs.includes("impersonate") || !apiGroups.some((one) => one === "" || one === "*")) return [];
    const kinds = resources.flatMap((one) => (one === "*" ? Object.values(KINDS) : (KINDS[one] ?? [])));
    if (kinds.length > 0 && resourceNames.length === 0) return [0];
    return kinds.flatMap((kind) => resourceNames.map((name) => declared.firstWith({ kind, name })));
  });
  const first = Math.min(...found);
  return Number.isFinite(first) ? first : undefined;
}
