import {
  ACR_PULL_ROLE_ID,
  ACR_PUSH_ROLE_ID,
  AKS_ROLE_IDS,
  CLUSTER_USER_ROLE_ID,
  READER_ROLE_ID,
} from "../../vendor/azure/roles";
import { CustomPermission } from "./read";
import { AccessRequest, combined } from "../kubernetes/request";
import { covers } from "./service-roles";

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
  [AKS_ROLE_IDS.view]: { dataActions: READER, notDataActions: [] },
  [AKS_ROLE_IDS.edit]: { dataActions: WRITER, notDataActions: [] },
  [AKS_ROLE_IDS.admin]: {
    dataActions: ["*"],
    notDataActions: ["resourcequotas/write", "resourcequotas/delete", "namespaces/write", "namespaces/delete"],
  },
  [AKS_ROLE_IDS["cluster-admin"]]: { dataActions: ["*"], notDataActions: [] },
  // Nothing inside a cluster: Cluster User, Reader, AcrPull and AcrPush.
  [CLUSTER_USER_ROLE_ID]: { dataActions: [], notDataActions: [] },
  [READER_ROLE_ID]: { dataActions: [], notDataActions: [] },
  [ACR_PULL_ROLE_ID]: { dataActions: [], notDataActions: [] },
  [ACR_PUSH_ROLE_ID]: { dataActions: [], notDataActions: [] },
};

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
/** What data actions on objects of a cluster begin with. */
export const OBJECTS = "Microsoft.ContainerService/managedClusters";
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
  const asked = `${OBJECTS}/${dataAction}`;
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
