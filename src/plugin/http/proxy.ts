import type * as net from "node:net";
import { PluginFailure } from "../failure";
import { keepSecret } from "../redaction";
import { load } from "../node-modules";
import { Environment } from "../settings";
import type { Connection } from "./connection";
import { hostOf, parseUrl, portOf } from "./endpoint";
import { readHead, requestBytes } from "./message";
import { secureContext } from "./secure-context";
import { TransportFault } from "./transport-fault";

/**
 * The proxy for an https address, from HTTPS_PROXY and NO_PROXY (either case; the upper one first, as Go has it). Plain
 * http is never proxied.
 *
 * @throws PluginFailure (usage) when HTTPS_PROXY is not an http or https URL
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const setting = env.HTTPS_PROXY || env.https_proxy;
  if (!setting || url.protocol !== "https:" || isExempt(url, env.NO_PROXY || env.no_proxy || "")) return undefined;
  const proxy = parseUrl(setting.includes("://") ? setting : `http://${setting}`);
  if (!proxy) throw refuse("is not a URL");
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") throw refuse(`has the scheme ${proxy.protocol}`);
  if (proxy.password) keepSecret(decodeURIComponent(proxy.password));
  return proxy;
}

/**
 * Makes a connection to a proxy one to the target (RFC 9110, section 9.3.6).
 *
 * @throws TransportFault when the proxy refuses
 */
export async function tunnel(connection: Connection, proxy: URL, target: URL, env: Environment): Promise<void> {
  if (proxy.protocol === "https:") await connection.secure(secureContext("proxy", env), hostOf(proxy));
  const authorization = proxyAuthorization(proxy);
  const headers = authorization ? { "proxy-authorization": authorization } : undefined;
  const host = `${target.hostname}:${portOf(target)}`;
  const { status } = await connection.ask(requestBytes({ method: "CONNECT", headers }, host, host), readHead);
  if (status === 200) return;
  throw new TransportFault(
    `could not be reached: the proxy ${proxy.host} answered CONNECT with ${status}`,
    status === 429 || status >= 500,
    "Check HTTPS_PROXY and NO_PROXY.",
  );
}

/** The value of Proxy-Authorization for the user and password in a proxy's URL. */
function proxyAuthorization(proxy: URL): string | undefined {
  if (!proxy.username) return undefined;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${keepSecret(Buffer.from(pair).toString("base64"))}`;
}

/** Whether NO_PROXY names the host: `*`, a domain with its subdomains, an address, or a range such as 10.0.0.0/8. */
function isExempt(url: URL, noProxy: string): boolean {
  const { BlockList, isIP } = load.net();
  const bare = hostOf(url).toLowerCase();
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isInRange(isIP, new BlockList(), bare, entry);
      const withPort = /^(.*[^:]):(\d+)$/.exec(entry);
      if (withPort && Number(withPort[2]) !== portOf(url)) return false;
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
