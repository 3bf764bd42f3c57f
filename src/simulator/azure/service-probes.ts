import { ServiceEdge } from "../services/service-edge";
import { distinctProbes, nextNames, ProbeKind, ServiceProbe } from "../services/service-request";
import type { CustomPermission } from "./custom-roles";
import { AzureWorld } from "./read";
import { permissionsOfRole } from "./service-decision";
import { typeOf } from "./resource-kinds";
import { OPERATIONS, permits, samplesIn } from "./service-roles";

/** What an edge is tried by: each of its accesses, what else is assigned to its principal, and what is next to them. */
export function serviceProbes(azure: AzureWorld, { service, declaration }: ServiceEdge): readonly ServiceProbe[] {
  const declared = service.grants.flatMap(({ role = "", resources }) =>
    resources.map((scope) => ({ permissions: permissionsOfRole(azure, role.split("/").at(-1) ?? ""), scope })),
  );
  const assigned = azure.assignmentsOf(declaration.principal).map(({ roleId, scope }) => ({
    permissions: permissionsOfRole(azure, roleId),
    scope,
  }));
  // A role on something wider than one resource holds for those that are declared, and for others.
  const scopes = declared.map(({ scope }) => scope);
  const wide = assigned.filter(({ scope }) => OPERATIONS[typeOf(scope)] === undefined);
  const own = [
    ...[...declared, ...assigned].flatMap(({ permissions, scope }) => probes("own", permissions, scope)),
    ...wide.flatMap(({ permissions }) => scopes.flatMap((scope) => probes("own", permissions, scope))),
  ];
  const next = declared.flatMap(({ permissions, scope }) => [
    ...nextTo(scope).flatMap((other) => probes("next-resource", permissions, other)),
    ...probes("next-verb", undefined, scope),
  ]);
  return distinctProbes([...own, ...next]);
}

/** The operations that a role permits on what a scope names; all where the role is not known. */
function probes(kind: ProbeKind, permissions: readonly CustomPermission[] | undefined, scope: string): ServiceProbe[] {
  const asked = OPERATIONS[typeOf(scope)];
  // A scope that is wider than one resource is tried by resources in it.
  if (!asked) return samplesIn(scope).flatMap((sample) => probes(kind, permissions, sample));
  return asked
    .filter(([action]) => !permissions || permits(permissions, action))
    .map(([action, below]) => ({ kind, request: { action, resource: `${scope}${below}` } }));
}

/** Its siblings, and where it is inside an account or a vault, that itself. */
function nextTo(scope: string): readonly string[] {
  const [, before, name] = /^(.*\/)([^/]+)$/.exec(scope) ?? [];
  const siblings = name === undefined ? [] : nextNames(name).map((next) => `${before}${next}`);
  const outer = /^(.*\/(?:storageAccounts|vaults|namespaces)\/[^/]+)\/./i.exec(scope)?.[1];
  return outer === undefined ? siblings : [...siblings, outer];
}
