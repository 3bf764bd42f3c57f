import type * as net from "node:net";
import { PluginFailure } from "../failure";
import { keepSecret } from "../redaction";
import { Environment } from "../settings";
import { parseUrl } from "./endpoint";

/**
 * The proxy for an https address, from HTTPS_PROXY and NO_PROXY (either case; the upper one first, as Go has it).
 *
 * @throws PluginFailure (usage) when HTTPS_PROXY is not an http or https URL
 */
export async function proxyFor(host: string, port: number, env: Environment): Promise<URL | undefined> {
  const setting = env.HTTPS_PROXY || env.https_proxy;
  if (!setting || (await isExempt(host, port, env.NO_PROXY || env.no_proxy || ""))) return undefined;
  const proxy = parseUrl(setting.includes("://") ? setting : `http://${setting}`);
  if (!proxy) throw refuse("is not a URL");
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") throw refuse(`has the scheme ${proxy.protocol}`);
  if (proxy.password) keepSecret(decodeURIComponent(proxy.password));
  return proxy;
}

/** The value of Proxy-Authorization for the user and password in a proxy's URL. */
export function proxyAuthorization(proxy: URL): string | undefined {
  if (!proxy.username) return undefined;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${keepSecret(Buffer.from(pair).toString("base64"))}`;
}

/** Whether NO_PROXY names the host: `*`, a domain with its subdomains, an address, or a range such as 10.0.0.0/8. */
async function isExempt(host: string, port: number, noProxy: string): Promise<boolean> {
  const { BlockList, isIP } = await import("node:net");
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isInRange(isIP, new BlockList(), bare, entry);
      const withPort = /^(.*[^:]):(\d+)$/.exec(entry);
      if (withPort && Number(withPort[2]) !== port) return false;
      const name = (withPort ? withPort[1] : entry).replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
      return bare === name || (!isIP(bare) && bare.endsWith(`.${name}`));
    });
}

function isInRange(isIP: typeof net.isIP, list: net.BlockList, address: string, range: string): boolean {
  const version = isIP(address);
  if (!version) return false;
  const [network, bits] = range.split("/");
  try {
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? "ipv6" : "ipv4");
  } catch {
    return false;
  }
  return list.check(address, version === 6 ? "ipv6" : "ipv4");
}

function refuse(what: string): PluginFailure {
  return new PluginFailure("usage", `HTTPS_PROXY ${what}.`, "Write it as http://host:port.");
}
