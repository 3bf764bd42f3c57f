import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { Principal } from "./principal";

/**
 * Whom a GKE cluster sees in a Google access token: the whole `principal://` of a federated identity, the e-mail of a
 * service account, the member name of GKE's own pool. Every valid token is somebody; rights are another matter.
 */
export function googleUser(principal: Principal): KubernetesUser {
  return {
    name: principal.kind === "service account" ? principal.email : principal.name,
    groups: [EVERYONE_AUTHENTICATED],
    extra: {},
    cloudName: { cloud: "google", principal },
  };
}
