import { PluginFailure } from "../failure";
import { Settings } from "../settings";
import { hostOf, parseUrl } from "./endpoint";

/** Names that the clouds give to their metadata servers, and their fixed addresses. */
const METADATA_HOSTS = ["metadata.google.internal", "metadata", "localhost", "fd00:ec2::23", "fd00:ec2::254"];

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
    if (!parseUrl(override)) {
      throw new PluginFailure("usage", "--metadata-endpoint is not a URL.", "Write it as http://host:port.");
    }
    return override.replace(/\/+$/, "");
  }
  const named = variable === undefined ? undefined : settings.env[variable];
  if (!named) return own;
  const address = named.includes("://") ? named : `http://${named}`;
  if (!isNearby(address)) {
    throw new PluginFailure(
      "usage",
      `${variable} names an address that is neither link-local nor loopback.`,
      "Pass it as --metadata-endpoint if that is meant.",
    );
  }
  return address.replace(/\/+$/, "");
}

/** Whether only this machine, its node or its cloud's metadata service can be behind the URL. */
export function isNearby(address: string): boolean {
  const url = parseUrl(address);
  if (!url) return false;
  const host = hostOf(url);
  return METADATA_HOSTS.includes(host) || NEARBY.test(host);
}
