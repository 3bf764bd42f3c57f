import {
  block,
  DeclaredAccess,
  DeclaredRule,
  Edge,
  missingRules,
  placeOf,
  Resource,
  Role,
  ruleWords,
  text,
  unlessUnresolved,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";

/** Roles that the documents' own app makes, and that are not there or permit something else than they did when it wrote them. */
export const ownRoles: Rule = (world) => {
  const told = new Set<string>();
  return world.edges.flatMap((edge) =>
    edge.declaration.access.flatMap((access): readonly Finding[] => {
      const { kind, role, namespaces, rules } = access;
      const key = JSON.stringify([world.clusterOf(edge).name, kind, role, kind === "Role" && namespaces]);
      if (!rules || told.has(key)) return [];
      told.add(key);
      return different(world, edge, access, rules);
    }),
  );
};

function different(world: World, edge: Edge, access: DeclaredAccess, declared: readonly DeclaredRule[]): Finding[] {
  const { rbac } = world.clusterOf(edge);
  const { kind, role, namespaces } = access;
  const fault = { severity: "fault", edge, hop: "authorization", what: `${kind} ${role}` } as const;
  const own = rbac.ownRoles.find((one) => isNamed(one, access));
  if (!own) {
    const reason = `the ${kind} ${role}${kind === "Role" ? ` in ${namespaces[0]}` : ""} is not made in the cluster, so binding it gives nothing`;
    const stray = world.clusters.flatMap((one) => one.rbac.ownRoles).find((one) => isStray(one, declared));
    const binding = rbac.all.find(({ roleKind, roleName }) => roleKind === kind && roleName === role);
    const resource = stray?.resource ?? refusedRole(world, access) ?? binding?.resource;
    const at = resource ? { place: placeOf(resource), resource } : { place: edge.client.place };
    return [{ code: "missing-grant", ...at, ...fault, reason }];
  }
  const held = rbac.rulesOf({ roleKind: kind, roleName: role, namespace: own.namespace }) ?? [];
  const at = own.resource
    ? { place: placeOf(own.resource), resource: own.resource, argument: "rule" }
    : { place: edge.client.place };
  const [missing] = missingRules(held, declared);
  const [further] = missingRules(declared, held);
  const found: Finding[] = [];
  if (missing) {
    const reason = `the ${kind} ${role} does not permit to ${ruleWords(missing)}, which the document says that it does`;
    found.push({ code: "missing-grant", ...at, ...fault, reason });
  }
  if (further) {
    const reason = `the ${kind} ${role} permits to ${ruleWords(further)}, and the document says no such thing`;
    found.push({ code: "further-right", ...at, ...fault, reason });
  }
  return found;
}

/** A role of the name, or without a name, that is no role of the cluster: the API server refuses it. */
function refusedRole({ configuration }: World, { kind, role }: DeclaredAccess): Resource | undefined {
  const suffixes = kind === "Role" ? ["role", "role_v1"] : ["cluster_role", "cluster_role_v1"];
  const nameOf = (one: Resource) => unlessUnresolved(() => text(block(one.argument("metadata")).name) ?? "", undefined);
  const all = suffixes.flatMap((suffix) => configuration.resources(`kubernetes_${suffix}`));
  return all.find((one) => nameOf(one) === role) ?? all.find((one) => nameOf(one) === "");
}

function isNamed({ name, namespace }: Role, { kind, role, namespaces }: DeclaredAccess): boolean {
  if (name !== role) return false;
  return kind === "Role" ? namespace !== undefined && namespaces.includes(namespace) : namespace === undefined;
}

/** A role that permits exactly what is declared of another one: it has the wrong name, or is in the wrong place. */
function isStray({ rules, resource }: Role, declared: readonly DeclaredRule[]): boolean {
  return (
    resource !== undefined &&
    declared.length > 0 &&
    missingRules(rules, declared).length + missingRules(declared, rules).length === 0
  );
}
