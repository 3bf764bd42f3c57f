import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccessLevel, ClusterAccess } from "./cluster-access";
import { AksCluster } from "../clusters";
import { followRenaming, idsOf, mapIds, renamedChild, resolved, SharedObjects } from "../common";
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
    const shared = cluster._stableKey.id((key) => `aks-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new AzureRoleAssignments(root, id, cluster));
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
    const wanted = { identity: identity.principalId };
    return access._places.map((namespace) => {
      const place = namespace === undefined ? "everywhere" : `in-${namespace}`;
      const key = identity._existingKey;
      const ids = key === undefined ? idsOf(identity) : { id: key, formerId: key };
      const id = renamedChild(
        this,
        mapIds(ids, (principal) => `${principal}_${level}_${place}`),
      );
      return (
        this.find<RoleAssignment>(id, wanted) ?? this.keep(id, wanted, this.assignment(id, level, identity, namespace))
      );
    });
  }

  /** The place of the cluster's assignments, for claims. */
  public get _place(): string | undefined {
    return this.cluster._place?.toLowerCase();
  }

  private assignment(
    id: string,
    level: AccessLevel,
    identity: AzureFederatedIdentity,
    namespace: string | undefined,
  ): RoleAssignment {
    const { azurermProvider, clusterId, subscriptionId } = this.cluster;
    const assignment = new RoleAssignment(this, id, {
      provider: azurermProvider,
      scope: namespace === undefined ? clusterId : `${clusterId}/namespaces/${namespace}`,
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${AKS_ROLE_IDS[level]}`,
      principalId: identity.principalId,
      principalType: "ServicePrincipal",
      skipServicePrincipalAadCheck: true,
    });
    this.claim({
      property: "access",
      name: () => `${level} for ${String(resolved(this, identity.principalId))} in ${namespace ?? "the whole cluster"}`,
      by: assignment,
      wayOut: "Azure takes each role assignment once: declare the cluster once, and grant the access in one stack",
      place: this,
    });
    return followRenaming(assignment);
  }
}
