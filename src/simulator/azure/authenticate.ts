import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";

/** Whom an AKS cluster sees in a service principal's Entra token: its object id, as a user and never as a group. */
export function entraUser(objectId: string): KubernetesUser {
  return {
    name: objectId,
    groups: [EVERYONE_AUTHENTICATED],
    extra: { oid: [objectId] },
    cloudName: { cloud: "azure", objectId },
  };
}
