import { ServerOptions } from "./server-options";
import { TargetCluster } from "../../clusters";
import { isLiteral, problem } from "../../common";

/** What keeps a document for clients from naming a cluster's API server. `what` is the document. */
export function serverProblems(cluster: TargetCluster, options: ServerOptions, what: string): (string | undefined)[] {
  return [
    cluster.endpoint ? undefined : missing(`${cluster.node.path} endpoint`, what),
    serverNameProblem(options.tlsServerName),
    proxyProblem(options.proxyUrl),
  ];
}

function missing(property: string, what: string): string {
  return problem(property, `is missing, and ${what} needs it`, "Give the cluster its endpoint: the API server's URL");
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
