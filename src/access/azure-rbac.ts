import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AccessLevel, ClusterAccess } from "./cluster-access";
import { AksCluster } from "../clusters";

/** Azure's built-in roles for objects in AKS, by id: ids are the same in every tenant, names may be translated. */
const ROLE_IDS: Record<AccessLevel, string> = {
  [AccessLevel.VIEW]: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  [AccessLevel.EDIT]: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  [AccessLevel.ADMIN]: "3498e952-d568-435e-9b2c-8d77e338d7f7",
  [AccessLevel.CLUSTER_ADMIN]: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
};

/** What the assignments of one access are made from. */
export interface AzureAssignments {
  readonly cluster: AksCluster;
  /** The object id of the service principal. */
  readonly principalId: string;
  readonly access: ClusterAccess;
}

/**
 * Assigns Azure's RBAC Reader, Writer, Admin or Cluster Admin role on the cluster, or on each namespace of it.
 * Assignments that the scope has already are not made again.
 *
 * AKS documentation: "Use Azure role-based access control for Kubernetes authorization".
 */
export function assignRoles(scope: Construct, { cluster, principalId, access }: AzureAssignments): TerraformResource[] {
  const { level } = access;
  if (level === undefined) return [];
  const places: (string | undefined)[] = access.isClusterWide ? [undefined] : access.namespaces;
  return places
    .map((namespace) => ({
      namespace,
      id: `${namespace === undefined ? "everywhere" : `in-${namespace}`}_azure-rbac_${level}`,
    }))
    .filter(({ id }) => !scope.node.tryFindChild(id))
    .map(
      ({ namespace, id }) =>
        new RoleAssignment(scope, id, {
          provider: cluster.azurermProvider,
          scope: namespace === undefined ? cluster.clusterId : `${cluster.clusterId}/namespaces/${namespace}`,
          roleDefinitionId: `/subscriptions/${cluster.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ROLE_IDS[level]}`,
          principalId,
          principalType: "ServicePrincipal",
          skipServicePrincipalAadCheck: true,
        }),
    );
}
