import { Token } from "cdktf";
import { IConstruct } from "constructs";
import { isLiteral, problem, resolved } from "../common";

/** Where clients find an API server. */
interface ApiServer extends IConstruct {
  readonly endpoint?: string;
  readonly certificateAuthorityData?: string;
}

/** What is wrong with an API server's URL and authority, as far as they are known at synth. */
export function apiServerProblems(cluster: ApiServer): (string | undefined)[] {
  return [endpointProblem(cluster), authorityProblem(cluster.certificateAuthorityData)];
}

const WAY = "Give the API server's URL: https://, the host, and a port if it is not 443";

/** Attributes that are a host alone: of GKE and AKS, `dns_endpoint_config` of GKE included. */
const HOST_ATTRIBUTE =
  /^\$\{(data\.)?(google_container_cluster\.[^}]*endpoint|azurerm_kubernetes_cluster\.[^}]*fqdn)\}/;

function endpointProblem(cluster: ApiServer): string | undefined {
  const { endpoint } = cluster;
  if (endpoint === undefined || endpoint === "") return undefined;
  if (Token.isUnresolved(endpoint)) {
    const text = String(resolved(cluster, endpoint));
    return HOST_ATTRIBUTE.test(text)
      ? problem("endpoint", "is an attribute that has the host alone", "Put https:// in front of it")
      : undefined;
  }
  const url = parsed(endpoint);
  if (!url) return problem("endpoint", `"${endpoint}" is not a URL`, WAY);
  if (url.username || url.password) return problem("endpoint", "the URL holds a user name or password", WAY);
  if (url.protocol !== "https:") return problem("endpoint", `"${endpoint}" would send credentials in clear text`, WAY);
  if (url.search || url.hash) return problem("endpoint", `"${endpoint}" has a query or a fragment`, WAY);
  return undefined;
}

/** PEM in base64 begins with these characters, whatever follows. */
const CERTIFICATE_IN_BASE64 = Buffer.from("-----BEGIN CERTIFICATE-----").toString("base64");

function authorityProblem(authority: string | undefined): string | undefined {
  const property = "certificateAuthorityData";
  if (!isLiteral(authority) || authority === "") return undefined;
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(authority) && authority.startsWith(CERTIFICATE_IN_BASE64.slice(0, -4))) {
    const text = Buffer.from(authority, "base64").toString("latin1");
    if (!/PRIVATE KEY/.test(text)) return undefined;
    return problem(property, "holds a private key", "Give the certificate alone; it is public");
  }
  return problem(property, "is not a PEM certificate in base64", "Give it as the cloud hands it out, in base64");
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
