import type * as net from "node:net";
import { usageFailure } from "../failure";
import { keepSecret } from "../redaction";
import { load } from "../node-modules";
import { Environment } from "../settings";
import type { Connection } from "./connection";
import { hostOf, parseUrl, portOf } from "./endpoint";
import { HeadReader, requestBytes } from "./message";
import { secureContext } from "./secure-context";
import { TransportFault } from "./transport-fault";

/**
 * The proxy for an https address, from HTTPS_PROXY and NO_PROXY (either case; the upper one first, as Go has it). Plain
 * http is never proxied.
 *
 * @throws PluginFailure (usage) when it is not an http or https URL, or its user or password is not percent-encoded
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const setting = env.HTTPS_PROXY || env.https_proxy;
  if (!setting || url.protocol !== "https:" || isExempt(url, env.NO_PROXY || env.no_proxy || "")) return undefined;
  const proxy = parseUrl(setting.includes("://") ? setting : `http://${setting}`);
  const refuse = (what: string, wayOut = "Write it as http://host:port.") =>
    usageFailure(`${env.HTTPS_PROXY ? "HTTPS_PROXY" : "https_proxy"} ${what}.`, wayOut);
  if (!proxy) throw refuse("is not a URL", `Write it as http://host:port. ${ENCODE}`);
  if (proxy.protocol !== "http:" && proxy.protocol !== "https:") throw refuse(`has the scheme ${proxy.protocol}`);
  // Such as a slash in a password, which would make the user's name the host.
  if (proxy.pathname !== "/" || proxy.search || proxy.hash) throw refuse("has a path, query or fragment", ENCODE);
  const user = decodedUser(proxy);
  if (!user) throw refuse("has a percent sign in its user or password that is not percent-encoding", ENCODE);
  keepSecret(user.password);
  return proxy;
}

const ENCODE = "Percent-encode what is special in its user and password (% as %25, / as %2F, # as %23).";

/** The user and password in a proxy's URL, or undefined when they are not percent-encoded as they should be. */
function decodedUser(proxy: URL): { readonly name: string; readonly password: string } | undefined {
  try {
    return { name: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
  } catch {
    return undefined;
  }
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
  const message = requestBytes({ method: "CONNECT", headers }, host, host);
  const { status } = await connection.ask(message, "answer CONNECT", new HeadReader());
  if (status >= 200 && status < 300) return connection.passedProxy();
  throw new TransportFault(
    `could not be reached: the proxy ${proxy.host} answered CONNECT with ${status}`,
    status === 429 || status >= 500,
    status === 407 ? UNKNOWN_TO_PROXY[authorization ? 1 : 0] : "Check HTTPS_PROXY and NO_PROXY.",
  );
}

/** Without and with a user in the proxy's URL. */
const UNKNOWN_TO_PROXY = [
  "Put the proxy's user and password into HTTPS_PROXY.",
  "Correct the user and password in HTTPS_PROXY; the proxy must take Basic authentication.",
] as const;

/** The value of Proxy-Authorization for the user and password in a proxy's URL. */
function proxyAuthorization(proxy: URL): string | undefined {
  const { name, password } = decodedUser(proxy) ?? {};
  if (!name && !password) return undefined;
  return `Basic ${keepSecret(Buffer.from(`${name}:${password}`).toString("base64"))}`;
}

/** Whether NO_PROXY names the host: `*`, a domain with its subdomains, an address, or a range such as 10.0.0.0/8. */
function isExempt(url: URL, noProxy: string): boolean {
  const { BlockList, isIP } = load.net();
  const bare = hostOf(url).replace(/\.$/, "");
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.includes("/")) return isInRange(isIP, new BlockList(), bare, entry);
      const withPort = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry);
      if (withPort && Number(withPort[2]) !== portOf(url)) return false;
      const name = (withPort ? withPort[1] : entry).replace(/^\[|\]$/g, "").replace(/^\*?\.|\.$/g, "");
      return bare === name || (!isIP(bare) && bare.endsWith(`.${name}`));
    });
}

function isInRange(isIP: typeof net.isIP, list: net.BlockList, address: string, range: string): boolean {
  const version = isIP(address);
  if (!version) return false;
  const [network, bits, ...rest] = range.split("/");
  try {
    // Without digits it is no range: an empty text would be a number, and the range everything.
    list.addSubnet(network, /^\d+$/.test(bits) && !rest[0] ? Number(bits) : -1, isIP(network) === 6 ? "ipv6" : "ipv4");
  } catch {
    return false;
  }
  return list.check(address, version === 6 ? "ipv6" : "ipv4");
}
