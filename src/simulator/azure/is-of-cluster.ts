import { AKS_ROLE_IDS, azureRoleId, CLUSTER_USER_ROLE_ID } from "../../vendor/azure/roles";
import { CloudCluster } from "../clusters/cluster";
import { Edge } from "../edges/edge";
import { ServiceGrant } from "../services/service-grant";
import { scopeIn } from "./scope-in";

const IN_CLUSTERS: readonly string[] = Object.values(AKS_ROLE_IDS);
/** Operations of `Azure Kubernetes Service Cluster User Role`: "Azure built-in roles for Containers". */
const LOOKUPS: readonly string[] = [
  "microsoft.containerservice/managedclusters/listclusterusercredential/action",
  "microsoft.containerservice/managedclusters/read",
];

/** Whether a role assignment only lets an identity get the edge's cluster's kubeconfig, or counts inside this cluster alone. */
export function isOfCluster(
  _edge: Edge,
  cluster: CloudCluster,
  { name, actions, dataActions, resources }: ServiceGrant,
) {
  const places = resources.map((scope) => ({ scope, is: scopeIn(cluster.name, scope) }));
  if (places.some(({ is }) => is === "elsewhere")) return false;
  const roleId = azureRoleId(name) ?? name;
  if (roleId === CLUSTER_USER_ROLE_ID) return true;
  // What holds above the cluster holds in others too, and the rights in the cluster say so where Azure decides there.
  const isTold = cluster.azureRbac === true || places.every(({ scope }) => isWithin(cluster, scope));
  if (IN_CLUSTERS.includes(roleId)) return isTold;
  const ofData = (dataActions ?? []).map((one) => one.toLowerCase());
  const isLookup = actions?.every((one) => LOOKUPS.includes(one.toLowerCase())) === true;
  return isLookup && ofData.every((one) => isTold && one.startsWith("microsoft.containerservice/"));
}

function isWithin({ name }: CloudCluster, scope: string): boolean {
  const own = scope.toLowerCase();
  return own === name || own.startsWith(`${name}/`);
}
