import { ServerOptions } from "./server-options";
import { TargetCluster } from "../../clusters";
import { isLiteral, problem } from "../../common";

/** What keeps a document for clients from naming a cluster's API server. `what` is the document. */
export function serverProblems(cluster: TargetCluster, options: ServerOptions, what: string): (string | undefined)[] {
  const { endpoint, certificateAuthorityData: authority } = cluster;
  const where = cluster.node.path;
  return [
    endpoint ? endpointProblem(`${where} endpoint`, endpoint) : missing(`${where} endpoint`, what),
    authorityProblem(`${where} certificateAuthorityData`, authority),
    serverNameProblem(options.tlsServerName),
    proxyProblem(options.proxyUrl),
  ];
}

function missing(property: string, what: string): string {
  return problem(property, `is missing, and ${what} needs it`, "Give the cluster its endpoint: the API server's URL");
}

function endpointProblem(property: string, endpoint: string): string | undefined {
  if (!isLiteral(endpoint)) return undefined;
  const way = "Give the API server's URL: https://, the host, and a port if it is not 443";
  const url = parsed(endpoint);
  if (!url) return problem(property, `"${endpoint}" is not a URL`, way);
  if (url.username || url.password) return problem(property, "the URL holds a user name or password", way);
  if (url.protocol !== "https:") return problem(property, `"${endpoint}" would send credentials in clear text`, way);
  if (url.search || url.hash) return problem(property, `"${endpoint}" has a query or a fragment`, way);
  return undefined;
}

/** PEM in base64 begins with these characters, whatever follows. */
const CERTIFICATE_IN_BASE64 = Buffer.from("-----BEGIN CERTIFICATE-----").toString("base64");

function authorityProblem(property: string, authority: string | undefined): string | undefined {
  if (!isLiteral(authority) || authority === "") return undefined;
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(authority) && authority.startsWith(CERTIFICATE_IN_BASE64.slice(0, -4))) {
    const text = Buffer.from(authority, "base64").toString("latin1");
    if (!/PRIVATE KEY/.test(text)) return undefined;
    return problem(property, "holds a private key", "Give the certificate alone; it is public");
  }
  return problem(property, "is not a PEM certificate in base64", "Give it as the cloud hands it out, in base64");
}

function serverNameProblem(name: string | undefined): string | undefined {
  if (!isLiteral(name) || /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/.test(name)) return undefined;
  return problem("tlsServerName", `"${name}" is not a host's name`, "Give the name without scheme, port and path");
}

function proxyProblem(proxy: string | undefined): string | undefined {
  if (!isLiteral(proxy)) return undefined;
  const way = "Give an http, https or socks5 URL: http://proxy.example:3128";
  const url = parsed(proxy);
  if (!url || !["http:", "https:", "socks5:"].includes(url.protocol)) {
    return problem("proxyUrl", "is not a proxy's URL", way);
  }
  if (url.username || url.password) {
    return problem("proxyUrl", "holds a user name or password, and the document must hold no secret", way);
  }
  return undefined;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
