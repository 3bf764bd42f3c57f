import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { Answer, Doubt, granted, reasonOfDoubt, Refused, refused } from "../answer";
import { CloudCluster, OpenEndpoints } from "../clusters/cluster";
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
  { name, project = "", servers = [], openEndpoints }: CloudCluster,
  principal: Principal,
  server?: string,
): Answer<KubernetesUser> {
  const used = server === undefined ? servers : [server];
  const byDns = used.length > 0 && used.every((url) => DNS_ENDPOINT.test(url));
  const closed = closedEndpoint(openEndpoints, used, byDns);
  if (closed) return closed;
  let doubt: Doubt | undefined;
  if (byDns) {
    const weighed = weigh(google.grantedIn(project, principal), onCluster(name));
    const connects = (role: string) => CONNECTING.includes(role) || google.holds(role, CONNECT);
    const grant = weighed.counting.find(({ role }) => connects(role) === true);
    const denial = google.denials.of(principal, CONNECT, project);
    if (denial) {
      return refused("authentication", "403", `Permission '${CONNECT}' denied.`, becauseDenied(denial, CONNECT));
    }
    const maybe = grant ? undefined : doubtOfRefusal(weighed, connects);
    if (maybe) {
      const because = { ...reasonOfDoubt(maybe), argument: "role" };
      return refused("authentication", "not simulated", maybe.reason, because);
    }
    if (!grant) {
      const line = `no role on the project ${project} gives ${memberOf(principal)} ${CONNECT}, which the DNS-based endpoint asks for`;
      return refused("authentication", "403", `Permission '${CONNECT}' denied.`, { line });
    }
    doubt = google.denials.doubtOf(principal, CONNECT, project) ?? doubtOfDns(openEndpoints);
  }
  const line = `an access token of ${principal.kind === "service account" ? principal.email : principal.name}`;
  return granted("authentication", googleUser(principal), { line }, doubt);
}

/** An endpoint that its cluster's own resource closes to users. */
function closedEndpoint(open: OpenEndpoints | undefined, used: readonly string[], byDns: boolean): Refused | undefined {
  const refuse = (argument: string, line: string) =>
    refused("authentication", "403", "The endpoint takes no users.", { resource: open?.resource, argument, line });
  const argument = "control_plane_endpoints_config";
  if (byDns && open?.dns === false) return refuse(argument, "allow_external_traffic is off for the DNS-based endpoint");
  const isByIp = used.length > 0 && !used.some((url) => DNS_ENDPOINT.test(url));
  return isByIp && open?.ip === false ? refuse(argument, "the IP-based endpoints are off") : undefined;
}

/** A cluster that says nothing of its DNS-based endpoint may keep users out of it. */
function doubtOfDns(open: OpenEndpoints | undefined): Doubt | undefined {
  if (!open || open.dns !== undefined || open.resource.mode === "data") return undefined;
  const reason = "whether the DNS-based endpoint takes users is not known: no allow_external_traffic says so";
  return { resource: open.resource, reason };
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
