import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccessLevel, ClusterAccess } from "./cluster-access";
import { AksCluster } from "../clusters";
import { digest, SharedObjects } from "../common";
import { AzureFederatedIdentity } from "../accounts";
import { AKS_ROLE_IDS } from "../vendor/azure/roles";

/**
 * The role assignments on one AKS cluster: Azure's RBAC Reader, Writer, Admin or Cluster Admin on the cluster or on
 * namespaces of it. Azure takes each assignment of a principal once, so trusts share them.
 *
 * AKS documentation: "Use Azure role-based access control for Kubernetes authorization".
 */
export class AzureRoleAssignments extends SharedObjects {
  /** The assignments on a cluster in the stack of the trusts into it. */
  public static on(cluster: AksCluster, stack: TerraformStack): AzureRoleAssignments {
    const id = `aks-${cluster._key}`;
    return SharedObjects.in(stack, id, (root) => new AzureRoleAssignments(root, id, cluster));
  }

  private constructor(
    scope: Construct,
    id: string,
    private readonly cluster: AksCluster,
  ) {
    super(scope, id);
  }

  /** Assigns the role of an access to an identity, in each place of the access. */
  public assign(identity: AzureFederatedIdentity, access: ClusterAccess): TerraformResource[] {
    const { level } = access;
    if (level === undefined || !access._isRealisable) return [];
    const principal = `${identity.node.id}-${digest(identity.node.path)}`;
    return access._places.map((namespace) => {
      const id = `${principal}_${level}_${namespace === undefined ? "everywhere" : `in-${namespace}`}`;
      return this.find<RoleAssignment>(id, {}) ?? this.keep(id, {}, this.assignment(id, level, identity, namespace));
    });
  }

  private assignment(
    id: string,
    level: AccessLevel,
    identity: AzureFederatedIdentity,
    namespace: string | undefined,
  ): RoleAssignment {
    const { azurermProvider, clusterId, subscriptionId } = this.cluster;
    return new RoleAssignment(this, id, {
      provider: azurermProvider,
      scope: namespace === undefined ? clusterId : `${clusterId}/namespaces/${namespace}`,
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${AKS_ROLE_IDS[level]}`,
      principalId: identity.principalId,
      principalType: "ServicePrincipal",
      skipServicePrincipalAadCheck: true,
    });
  }
}
