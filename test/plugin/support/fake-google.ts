import { randomBytes } from "node:crypto";
import type { Answer, Arrived, FakeCloud } from "./fake-cloud";
import { checkToken, hasAudience } from "./fake-token-check";

export const PROVIDER =
  "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/west-pool/providers/west-eks";
export const GOOGLE_ACCOUNT = "deployer@euro-project.iam.gserviceaccount.com";
const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";
const federated = new Set<string>();

/** Google's Security Token Service. */
export function answerGoogleSts(cloud: FakeCloud, { form, headers }: Arrived): Answer {
  if (!headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return refuse("invalid_request", "type");
  }
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:token-exchange") {
    return refuse("unsupported_grant_type", "grant_type");
  }
  if (form.get("requested_token_type") !== ACCESS_TOKEN_TYPE) return refuse("invalid_request", "requested_token_type");
  if (!form.get("scope")?.includes("https://www.googleapis.com/auth/cloud-platform")) {
    return refuse("invalid_scope", "scope");
  }
  if (form.get("audience") !== PROVIDER) {
    return refuse("invalid_target", 'The target service indicated by the "audience" parameters is invalid.');
  }
  if (form.get("subject_token_type") !== "urn:ietf:params:oauth:token-type:jwt") {
    return refuse("invalid_request", "subject_token_type");
  }
  const { claims, wrong } = checkToken(form.get("subject_token") ?? "");
  if (!claims || wrong) {
    return refuse("invalid_grant", "The ID Token's signature is invalid or it is stale to sign-in.");
  }
  if (claims.iss !== cloud.trust.issuer) {
    return refuse("invalid_grant", `The issuer in ID Token ${claims.iss as string} does not match the expected ones.`);
  }
  if (!hasAudience(claims, cloud.trust.audience ?? `https:${PROVIDER}`, PROVIDER)) {
    return refuse("invalid_grant", "The audience in ID Token does not match the expected audience.");
  }
  if (claims.sub !== cloud.trust.subject) {
    return refuse("unauthorized_client", "The given credential is rejected by the attribute condition.");
  }
  const token = `ya29.d.${randomBytes(40).toString("base64url")}`;
  federated.add(token);
  cloud.secrets.push(token);
  const seconds = Math.min(3599, Math.floor((claims.exp as number) - Date.now() / 1000));
  return json(200, {
    access_token: token,
    issued_token_type: ACCESS_TOKEN_TYPE,
    token_type: "Bearer",
    expires_in: seconds,
  });
}

/** The IAM Service Account Credentials API. */
export function answerGoogleIam(cloud: FakeCloud, { headers, path, body }: Arrived): Answer {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  if (!federated.has(bearer)) return error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
  const account = decodeURIComponent(/serviceAccounts\/([^:]+):/.exec(path)?.[1] ?? "");
  if (account !== GOOGLE_ACCOUNT) {
    return error(
      403,
      "PERMISSION_DENIED",
      "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
    );
  }
  const { scope, lifetime } = JSON.parse(body) as { scope?: unknown; lifetime?: unknown };
  if (!Array.isArray(scope) || scope.length === 0) return error(400, "INVALID_ARGUMENT", "scope");
  const seconds = Number(
    /^(\d+)s$/.exec(lifetime === undefined ? "3600s" : JSON.stringify(lifetime).slice(1, -1))?.[1],
  );
  if (!(seconds >= 600 && seconds <= 3600)) {
    return error(400, "INVALID_ARGUMENT", "The requested lifetime is too long.");
  }
  const token = `ya29.c.${randomBytes(60).toString("base64url")}`;
  cloud.secrets.push(token);
  return json(200, { accessToken: token, expireTime: new Date(Date.now() + seconds * 1000).toISOString() });
}

function refuse(code: string, description: string): Answer {
  return json(400, { error: code, error_description: description });
}

function error(status: number, name: string, message: string): Answer {
  return json(status, { error: { code: status, message, status: name } });
}

function json(status: number, value: object): Answer {
  return { status, type: "application/json; charset=UTF-8", body: JSON.stringify(value) };
}
