import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { Answer, Doubt, granted, refused } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { becauseDenied } from "./deny";
import { onCluster } from "./grants";
import { googleName } from "./name";
import { memberOf, Principal } from "./principal";
import { GoogleWorld } from "./read";
import { doubtOfRefusal, weigh } from "./weighed";

/** The domain of the endpoints that IAM guards before RBAC is asked. */
const DNS_ENDPOINT = /^https:\/\/[^/]+\.gke\.goog(?=[:/]|$)/i;
/** Google's own roles that hold `container.clusters.connect`. */
const CONNECTING = [
  ...["admin", "clusterAdmin", "clusterViewer", "developer", "viewer"].map((name) => `roles/container.${name}`),
  ...["roles/owner", "roles/editor", "roles/viewer"],
];
const CONNECT = "container.clusters.connect";

/** Whether a role lets its members look clusters up. Google Cloud documentation: "Google Kubernetes Engine roles and permissions". */
export function permissionsToLookUp(google: GoogleWorld, role: string): boolean {
  return CONNECTING.includes(role) || google.permissionsOf(role)?.includes("container.clusters.get") === true;
}

/**
 * GKE takes every valid access token; rights are another matter. Through a DNS-based endpoint IAM is asked first.
 *
 * Google Kubernetes Engine documentation: "About network isolation in GKE", section "DNS-based endpoint".
 *
 * @param server the URL that the client uses; any of the cluster's unless given
 */
export function authenticate(
  google: GoogleWorld,
  { name, project = "", servers = [] }: CloudCluster,
  principal: Principal,
  server?: string,
): Answer<KubernetesUser> {
  const used = server === undefined ? servers : [server];
  let doubt: Doubt | undefined;
  if (used.length > 0 && used.every((url) => DNS_ENDPOINT.test(url))) {
    const weighed = weigh(google.grantedIn(project, principal), onCluster(name));
    const connects = (role: string) => CONNECTING.includes(role) || google.holds(role, CONNECT);
    const grant = weighed.counting.find(({ role }) => connects(role) === true);
    const denial = google.denials.of(principal, CONNECT, project);
    if (denial) {
      return refused("authentication", "403", `Permission '${CONNECT}' denied.`, becauseDenied(denial, CONNECT));
    }
    const maybe = grant ? undefined : doubtOfRefusal(weighed, connects);
    if (maybe) {
      const because = { resource: maybe.resource, argument: "role", line: maybe.reason };
      return refused("authentication", "not simulated", maybe.reason, because);
    }
    if (!grant) {
      const line = `no role on the project ${project} gives ${memberOf(principal)} ${CONNECT}, which the DNS-based endpoint asks for`;
      return refused("authentication", "403", `Permission '${CONNECT}' denied.`, { line });
    }
    doubt = google.denials.doubtOf(principal, CONNECT, project);
  }
  const line = `an access token of ${principal.kind === "service account" ? principal.email : principal.name}`;
  return granted("authentication", googleUser(principal), { line }, doubt);
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
