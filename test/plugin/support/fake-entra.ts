import { randomUUID } from "node:crypto";
import type { Answer, Arrived, FakeCloud } from "./fake-cloud";
import { checkToken, hasAudience } from "./fake-token-check";
import { signToken } from "./tokens";

export const TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47";
/** The object id that role assignments name. */
export const PRINCIPAL = "5f1c0c62-7c5f-4f6e-8d11-0e9b5f0c7a22";
export const CLIENT = "2b8a9c1e-6a52-4a3d-9d5c-0c3f6b8e1a11";
const AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630";
const KNOWN_RESOURCES = [
  AKS_SERVER,
  "https://storage.azure.com",
  "https://vault.azure.net",
  "https://management.azure.com",
];

/** Entra's token endpoint, for the client credentials grant with a federated credential. */
export function answerEntra(cloud: FakeCloud, { form, path }: Arrived): Answer {
  const tenant = path.split("/")[1];
  if (tenant !== TENANT) return refuse(400, "invalid_request", 90002, `Tenant '${tenant}' not found.`);
  if (form.get("grant_type") !== "client_credentials") {
    return refuse(400, "unsupported_grant_type", 70003, "grant_type");
  }
  if (form.get("client_id") !== CLIENT) {
    return refuse(400, "unauthorized_client", 700016, "Application with identifier was not found in the directory.");
  }
  if (form.get("client_assertion_type") !== "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
    return refuse(401, "invalid_client", 7000216, "'client_assertion' or 'client_secret' is required.");
  }
  const scope = form.get("scope")?.split(" ") ?? [];
  const resource = KNOWN_RESOURCES.find((one) => scope.includes(`${one}/.default`));
  if (resource === undefined) {
    return refuse(400, "invalid_resource", 500011, `The resource principal was not found in the tenant.`);
  }
  const { claims, wrong } = checkToken(form.get("client_assertion") ?? "");
  if (wrong === "expired") {
    return refuse(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");
  }
  if (!claims || wrong) return refuse(401, "invalid_client", 50027, "JWT token is invalid or malformed.");
  const told = (what: string, value: unknown) =>
    `No matching federated identity record found for presented assertion ${what} '${String(value)}'.`;
  if (claims.iss !== cloud.trust.issuer) return refuse(401, "invalid_client", 700211, told("issuer", claims.iss));
  if (!hasAudience(claims, cloud.trust.audience ?? "api://AzureADTokenExchange")) {
    return refuse(401, "invalid_client", 700212, told("audience", claims.aud));
  }
  if (claims.sub !== cloud.trust.subject) return refuse(401, "invalid_client", 700213, told("subject", claims.sub));
  const now = Math.floor(Date.now() / 1000);
  const token = signToken({
    aud: resource,
    iss: `https://sts.windows.net/${TENANT}/`,
    appid: CLIENT,
    oid: PRINCIPAL,
    tid: TENANT,
    uti: randomUUID(),
    exp: now + 86_399,
  });
  cloud.secrets.push(token);
  return json(200, { token_type: "Bearer", expires_in: 86_399, ext_expires_in: 86_399, access_token: token });
}

/** Entra's refusal: the code stands in the description, before trace ids on lines of their own. */
export function refuse(status: number, error: string, code: number, description: string): Answer {
  const trace =
    "Trace ID: 0f0e1a2b-0000-0000-0000-000000000000\r\nCorrelation ID: 11111111-0000-0000-0000-000000000000";
  return json(status, {
    error,
    error_description: `AADSTS${code}: ${description}\r\n${trace}\r\nTimestamp: 2026-01-01 00:00:00Z`,
    error_codes: [code],
  });
}

function json(status: number, value: object): Answer {
  return { status, type: "application/json; charset=utf-8", body: JSON.stringify(value) };
}
