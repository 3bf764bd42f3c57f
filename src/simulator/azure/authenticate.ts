import { Answer, granted, refused } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { becauseOf, settingIn } from "../clusters/setting";
import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { azureName } from "./name";
import { ManagedIdentity } from "./read";

/**
 * AKS takes every Entra token for its server where the cluster has the Entra integration, and none where it has not; rights
 * are another matter.
 *
 * Azure Kubernetes Service documentation: "AKS-managed Microsoft Entra integration".
 *
 * @param groups the object ids of the identity's groups
 */
export function authenticate(
  { name, settings, entraTenant }: CloudCluster,
  { principalId, resource, tenantId }: Pick<ManagedIdentity, "principalId" | "resource"> & Partial<ManagedIdentity>,
  groups: readonly string[] = [],
): Answer<KubernetesUser> {
  const entra = settingIn(settings, "entraIntegration");
  if (entra?.value === false) {
    const line = `${name} has no Entra integration, so its API server takes no token of Entra`;
    return refused("authentication", "401", "Unauthorized", becauseOf(entra, line));
  }
  if (entra && entraTenant !== undefined && tenantId !== undefined && !isSame(entraTenant, tenantId)) {
    const line = `${name} takes tokens of the tenant ${entraTenant}, and the identity is of ${tenantId}`;
    const because = { ...becauseOf(entra, line), argument: `${String(entra.argument)}.tenant_id` };
    return refused("authentication", "401", "Unauthorized", because);
  }
  return granted("authentication", entraUser(principalId, groups), { resource, line: `oid is ${principalId}` });
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * The user that an AKS cluster sees in a service principal's Entra token: its object id, as a user and never as a group, and the object
 * ids of its groups.
 */
export function entraUser(objectId: string, groups: readonly string[] = []): KubernetesUser {
  return {
    name: objectId,
    groups: [...groups, EVERYONE_AUTHENTICATED],
    extra: { oid: [objectId] },
    cloudName: azureName(objectId),
  };
}
