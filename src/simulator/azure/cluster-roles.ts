import {
  ACR_PULL_ROLE_ID,
  ACR_PUSH_ROLE_ID,
  AKS_ROLE_IDS,
  CLUSTER_USER_ROLE_ID,
  READER_ROLE_ID,
} from "../../vendor/azure/roles";

/** What data actions on objects of a cluster begin with. */
export const OBJECTS = "Microsoft.ContainerService/managedClusters";

/** Data actions of a role, without the common beginning. */
export interface AzureRole {
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
 * Azure documentation: "Azure built-in roles for Containers", as MicrosoftDocs/azure-docs had it in 2024 (0088bfa).
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
 */
export const CLUSTER_ROLES: Readonly<Record<string, AzureRole>> = {
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
