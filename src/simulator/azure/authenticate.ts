import { Answer, granted } from "../answer";
import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { azureName } from "./name";
import { ManagedIdentity } from "./read";

/** AKS takes every Entra token for its server; rights are another matter. */
export function authenticate({ principalId, resource }: ManagedIdentity): Answer<KubernetesUser> {
  return granted("authentication", entraUser(principalId), { resource, line: `oid is ${principalId}` });
}

/** The user that an AKS cluster sees in a service principal's Entra token: its object id, as a user and never as a group. */
export function entraUser(objectId: string): KubernetesUser {
  return {
    name: objectId,
    groups: [EVERYONE_AUTHENTICATED],
    extra: { oid: [objectId] },
    cloudName: azureName(objectId),
  };
}
