import { AKS_ROLE_IDS } from "../../vendor/azure/roles";
import { CLUSTER_ROLES, OBJECTS } from "./cluster-roles";
import type { CustomPermission } from "./custom-roles";
import { AccessRequest, combined } from "../kubernetes/request";
import { covers } from "./service-roles";

/** Azure's roles by the level that ClusterAccess names. */
export const AZURE_ROLES: Readonly<Record<string, string>> = AKS_ROLE_IDS;

/** What Azure calls a verb. */
const ACTIONS: Readonly<Record<string, string>> = {
  get: "read",
  list: "read",
  watch: "read",
  create: "write",
  patch: "write",
  update: "write",
  delete: "delete",
  deletecollection: "delete",
  bind: "bind/action",
  escalate: "escalate/action",
  use: "use/action",
  impersonate: "impersonate/action",
};
/** Subresources that count as their resource. */
const COLLAPSED = ["status", "scale", "log", "logs"];

/**
 * A request as Azure names it: `apps/deployments/write`, `pods/exec/action`, `metrics/read` for the path of that name.
 *
 * Azure/guard source: `authz/providers/azure/rbac/checkaccessreqhelper.go`.
 */
export function dataActionOf(request: AccessRequest): string {
  const action = ACTIONS[request.verb] ?? "";
  if ("path" in request) return [...request.path.split("/"), action].filter(Boolean).join("/");
  const prefix = request.group ? `${request.group}/` : "";
  const collapses = !request.subresource || COLLAPSED.includes(request.subresource) || action.endsWith("action");
  return collapses ? `${prefix}${request.resource}/${action}` : `${prefix}${combined(request)}/action`;
}

/** Whether a role, by its id, is one of those for clusters. */
export function isBuiltIn(roleId: string): boolean {
  return Object.hasOwn(CLUSTER_ROLES, roleId);
}

/** Whether a built-in role, by its id, has a data action; undefined for a role that is not known here. */
export function roleHas(roleId: string, dataAction: string): boolean | undefined {
  const role = CLUSTER_ROLES[roleId];
  if (!role) return undefined;
  const matches = (pattern: string) =>
    pattern.endsWith("*") ? dataAction.startsWith(pattern.slice(0, -1)) : pattern === dataAction;
  return role.dataActions.some(matches) && !role.notDataActions.some(matches);
}

/**
 * Whether a role of one's own has a data action.
 *
 * Azure documentation: "Understand Azure role definitions", on wildcards and NotDataActions.
 */
export function customRoleHas(role: readonly CustomPermission[], dataAction: string): boolean {
  const asked = `${OBJECTS}/${dataAction}`;
  return role.some(
    ({ dataActions, notDataActions }) =>
      dataActions.some((one) => covers(one, asked)) && !notDataActions.some((one) => covers(one, asked)),
  );
}

/** Whether a role surely permits nothing inside clusters; one that is neither built in nor read may permit anything. */
export function permitsNothingInside(roleId: string, custom?: readonly CustomPermission[]): boolean {
  const known = CLUSTER_ROLES[roleId];
  if (known) return known.dataActions.length === 0;
  const mayBeAboutClusters = (one: string) => /^(\*|microsoft\.(\*|containerservice\/))/i.test(one);
  return custom?.every(({ dataActions }) => !dataActions.some(mayBeAboutClusters)) === true;
}
