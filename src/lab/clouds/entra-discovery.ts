import { json, LabResponse } from "../network/http";

/** The discovery document of a tenant. */
export function tenantDiscovery(host: string, tenant: string): LabResponse {
  const base = `https://${host}/${tenant}`;
  return json(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ["code", "id_token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
  });
}

/** What clients ask of a host that they do not know. */
export function instanceDiscovery(host: string, query: URLSearchParams): LabResponse {
  const [, tenant = "common"] = /^https:\/\/[^/]+\/([^/]+)\//.exec(query.get("authorization_endpoint") ?? "") ?? [];
  return json(200, {
    tenant_discovery_endpoint: `https://${host}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}
