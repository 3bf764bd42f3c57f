import { usageFailure } from "../failure";
import { Settings } from "../settings";
import { baseOf, hostOf, parseUrl } from "./endpoint";

/** Names of Google's metadata server. A cluster may have services of them: no token is sent there. */
const GOOGLE_NAMES = ["metadata.google.internal", "metadata"];
/** AWS's fixed addresses in IPv6, and the machine itself. */
const NEARBY_HOSTS = ["localhost", "fd00:ec2::23", "fd00:ec2::254"];

/** Loopback and link-local addresses, in the form in which URLs write them. */
const NEARBY = /^(127|169\.254)(\.\d{1,3}){2,3}$|^::1$|^fe[89ab][\da-f]:/;

/**
 * The address of the source cloud's metadata server: its own, one that the environment names, or the flag's. Those
 * servers speak plain http and hand out credentials to whoever asks, so the environment may name link-local and
 * loopback addresses only.
 *
 * @throws PluginFailure (usage) for an address elsewhere
 */
export function metadataEndpoint(settings: Settings, own: string, variable?: string): string {
  const override = settings.get("metadata-endpoint");
  if (override !== undefined) {
    const url = parseUrl(override);
    if (url?.protocol === "https:" || url?.protocol === "http:") return baseOf(url);
    throw usageFailure("--metadata-endpoint is not a URL.", "Write it as http://host:port.");
  }
  const named = variable === undefined ? undefined : settings.env[variable];
  if (!named) return own;
  const address = named.includes("://") ? named : `http://${named}`;
  const url = parseUrl(address);
  if (!url || !isMetadata(address)) {
    throw usageFailure(
      `${variable} names an address that is neither link-local nor loopback.`,
      "Pass it as --metadata-endpoint if that is meant.",
    );
  }
  return baseOf(url);
}

/** Whether it may be a metadata server: nearby, or Google's by its name. For questions that bring no token. */
export function isMetadata(address: string): boolean {
  return isHttpTo(address, (host) => isNearbyHost(host) || GOOGLE_NAMES.includes(host));
}

/** Whether only this machine, its node or its cloud's metadata service can be behind the URL. */
export function isNearby(address: string): boolean {
  return isHttpTo(address, isNearbyHost);
}

function isNearbyHost(host: string): boolean {
  return NEARBY_HOSTS.includes(host) || NEARBY.test(host);
}

function isHttpTo(address: string, accept: (host: string) => boolean): boolean {
  const url = parseUrl(address);
  return url !== undefined && /^https?:$/.test(url.protocol) && accept(hostOf(url));
}
