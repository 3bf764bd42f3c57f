import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { Answer, granted } from "../answer";
import { googleName } from "./name";
import { Principal } from "./principal";

/** GKE takes every valid access token; rights are another matter. */
export function authenticate(principal: Principal): Answer<KubernetesUser> {
  const line = `an access token of ${principal.kind === "service account" ? principal.email : principal.name}`;
  return granted("authentication", googleUser(principal), { line });
}

/**
 * The user that a GKE cluster sees in a Google access token: the whole `principal://` of a federated identity, the e-mail of
 * a service account, the member name of GKE's own pool.
 */
export function googleUser(principal: Principal): KubernetesUser {
  return {
    name: principal.kind === "service account" ? principal.email : principal.name,
    groups: [EVERYONE_AUTHENTICATED],
    extra: {},
    cloudName: googleName(principal),
  };
}
