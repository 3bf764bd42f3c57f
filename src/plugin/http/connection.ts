import type * as http from "node:http";
import type * as https from "node:https";
import type { Duplex } from "node:stream";
import type * as tls from "node:tls";
import { Environment } from "../settings";
import { proxyAuthorization, proxyFor } from "./proxy";
import { trustRoots } from "./trust-roots";

/** What a request needs to open its connection. */
export interface ConnectionNeeds {
  readonly url: URL;
  /** Whose endpoint it is: AWS_CA_BUNDLE counts for "aws" only. */
  readonly vendor: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

const HTTPS_PORT = 443;

/** Starts a request, through the proxy that the environment names for its host. Plain http is never proxied. */
export async function openRequest(needs: ConnectionNeeds, options: https.RequestOptions): Promise<http.ClientRequest> {
  const { url, env, signal, vendor } = needs;
  // Loaded here and not at the start: an answer from the cache needs none of them, and they cost milliseconds.
  if (url.protocol === "http:") return (await import("node:http")).request(url, { ...options, agent: false, signal });
  const [https, tls] = await Promise.all([import("node:https"), import("node:tls")]);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port) || HTTPS_PORT;
  const security: tls.ConnectionOptions = {
    ca: trustRoots(vendor, env),
    // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off otherwise.
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
  };
  const proxy = await proxyFor(url.hostname, port, env);
  if (!proxy) return https.request(url, { ...options, ...security, agent: false, signal });
  const socket = await tunnel(proxy, `${url.hostname}:${port}`, env, signal);
  const servername = isAddress(host) ? undefined : host;
  return https.request(url, {
    ...options,
    signal,
    // An agent, even none ("false"), would open a connection of its own.
    createConnection: () => tls.connect({ ...security, socket, host, servername }),
  });
}

/** A refusal by the proxy itself. */
export class ProxyRefusal extends Error {
  public constructor(
    public readonly status: number,
    proxy: URL,
  ) {
    super(`the proxy ${proxy.host} answered CONNECT with ${status}`);
  }
}

/** A connection to the target through an HTTP proxy (RFC 9110, section 9.3.6). */
async function tunnel(proxy: URL, target: string, env: Environment, signal: AbortSignal): Promise<Duplex> {
  const [http, https] = await Promise.all([import("node:http"), import("node:https")]);
  const authorization = proxyAuthorization(proxy);
  const options: https.RequestOptions = {
    method: "CONNECT",
    path: target,
    agent: false,
    signal,
    headers: { host: target, ...(authorization ? { "proxy-authorization": authorization } : {}) },
  };
  const address = { hostname: proxy.hostname.replace(/^\[|\]$/g, ""), port: proxy.port };
  return await new Promise((resolve, reject) => {
    const request =
      proxy.protocol === "https:"
        ? https.request({ ...options, ...address, ca: trustRoots("proxy", env), rejectUnauthorized: true })
        : http.request({ ...options, ...address });
    request.once("error", reject);
    // A proxy that refuses may answer as to an ordinary request.
    request.once("response", (response) => {
      response.resume();
      reject(new ProxyRefusal(response.statusCode ?? 0, proxy));
    });
    request.once("connect", (response, socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(response.statusCode ?? 0, proxy));
    });
    request.end();
  });
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
