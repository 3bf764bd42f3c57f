import { CustomPermission } from "./read";
import { AccessRequest, combined } from "../kubernetes/request";

/** Data actions of a role, without the common beginning. */
interface AzureRole {
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

function actions(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}

const READER = actions(`
  apps/controllerrevisions/read apps/daemonsets/read apps/deployments/read apps/replicasets/read apps/statefulsets/read
  autoscaling/horizontalpodautoscalers/read batch/cronjobs/read batch/jobs/read configmaps/read
  discovery.k8s.io/endpointslices/read endpoints/read events.k8s.io/events/read events/read
  extensions/daemonsets/read extensions/deployments/read extensions/ingresses/read extensions/networkpolicies/read
  extensions/replicasets/read limitranges/read metrics.k8s.io/pods/read metrics.k8s.io/nodes/read namespaces/read
  networking.k8s.io/ingresses/read networking.k8s.io/networkpolicies/read persistentvolumeclaims/read pods/read
  policy/poddisruptionbudgets/read replicationcontrollers/read resourcequotas/read serviceaccounts/read services/read`);

const WRITER = actions(`
  apps/controllerrevisions/read apps/daemonsets/* apps/deployments/* apps/replicasets/* apps/statefulsets/*
  autoscaling/horizontalpodautoscalers/* batch/cronjobs/* batch/jobs/* configmaps/* endpoints/*
  coordination.k8s.io/leases/read coordination.k8s.io/leases/write coordination.k8s.io/leases/delete
  discovery.k8s.io/endpointslices/read events.k8s.io/events/read events/*
  extensions/daemonsets/* extensions/deployments/* extensions/ingresses/* extensions/networkpolicies/*
  extensions/replicasets/* limitranges/read metrics.k8s.io/pods/read metrics.k8s.io/nodes/read namespaces/read
  networking.k8s.io/ingresses/* networking.k8s.io/networkpolicies/* persistentvolumeclaims/* pods/*
  policy/poddisruptionbudgets/* replicationcontrollers/* resourcequotas/read secrets/* serviceaccounts/* services/*`);

/**
 * Azure's built-in roles for objects in AKS, by id.
 *
 * Azure documentation: "Azure built-in roles for Containers".
 */
const ROLES: Readonly<Record<string, AzureRole>> = {
  "7f6c6a51-bcf8-42ba-9220-52d62157d7db": { dataActions: READER, notDataActions: [] },
  "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb": { dataActions: WRITER, notDataActions: [] },
  "3498e952-d568-435e-9b2c-8d77e338d7f7": {
    dataActions: ["*"],
    notDataActions: ["resourcequotas/write", "resourcequotas/delete", "namespaces/write", "namespaces/delete"],
  },
  "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": { dataActions: ["*"], notDataActions: [] },
  // Nothing inside a cluster: Cluster User, Reader, AcrPull and AcrPush.
  "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": { dataActions: [], notDataActions: [] },
  "acdd72a7-3385-48ef-bd42-f606fba81ae7": { dataActions: [], notDataActions: [] },
  "7f951dda-4ed3-4680-a7ca-43fe172d538d": { dataActions: [], notDataActions: [] },
  "8311e382-0749-4cb8-b61a-304f252e45ec": { dataActions: [], notDataActions: [] },
};

/** Azure's roles by the level that ClusterAccess names. */
export const AZURE_ROLES: Readonly<Record<string, string>> = {
  view: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  edit: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  admin: "3498e952-d568-435e-9b2c-8d77e338d7f7",
  "cluster-admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
};

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

/** Whether a role, by its id, is one of those above. */
export function isBuiltIn(roleId: string): boolean {
  return Object.hasOwn(ROLES, roleId);
}

/** Whether a built-in role, by its id, has a data action; undefined for a role that is not known here. */
export function roleHas(roleId: string, dataAction: string): boolean | undefined {
  const role = ROLES[roleId];
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
  const asked = `Microsoft.ContainerService/managedClusters/${dataAction}`;
  return role.some(
    ({ dataActions, notDataActions }) =>
      dataActions.some((one) => covers(one, asked)) && !notDataActions.some((one) => covers(one, asked)),
  );
}

/** Whether a role surely permits nothing inside clusters; one that is neither built in nor read may permit anything. */
export function permitsNothingInside(roleId: string, custom?: readonly CustomPermission[]): boolean {
  const known = ROLES[roleId];
  if (known) return known.dataActions.length === 0;
  const mayBeAboutClusters = (one: string) => /^(\*|microsoft\.(\*|containerservice\/))/i.test(one);
  return custom?.every(({ dataActions }) => !dataActions.some(mayBeAboutClusters)) === true;
}

/** A `*` stands for any text, also in the middle; upper and lower case are the same. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
