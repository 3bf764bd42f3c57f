import { randomBytes } from "node:crypto";
import type { Answer, Arrived, FakeCloud } from "./fake-cloud";
import { newAwsKey } from "./fake-sts";
import { projectedToken, signToken } from "./tokens";

export const INSTANCE_ROLE = "arn:aws:iam::111122223333:role/node-role";
export const POD_TOKEN = "pod-identity-token-0123456789";
/** What a job of GitHub Actions may ask for ID tokens with. */
export const GITHUB_REQUEST_TOKEN = "github-request-token-0123456789";
const IMDS_SESSION = "imds-session-token-0123456789";

/** The metadata servers of the three clouds and the EKS Pod Identity agent. */
export function answerMetadata(cloud: FakeCloud, request: Arrived): Answer {
  const url = new URL(request.path, "http://metadata");
  if (url.pathname.startsWith("/computeMetadata/")) return google(cloud, request, url);
  if (url.pathname.startsWith("/metadata/identity/")) return azure(cloud, request, url);
  if (url.pathname === "/v1/credentials") {
    return request.headers.authorization === POD_TOKEN
      ? awsCredentials(cloud, "arn:aws:iam::111122223333:role/pod-role")
      : plain(401, "unauthorized");
  }
  if (url.pathname === "/github/token") return github(cloud, request, url);
  return instance(cloud, request, url);
}

/** "OpenID Connect reference", GitHub Docs: the token is the member `value`. */
function github(cloud: FakeCloud, { headers }: Arrived, url: URL): Answer {
  if (headers.authorization !== `Bearer ${GITHUB_REQUEST_TOKEN}`) return plain(401, "unauthorized");
  const value = projectedToken(url.searchParams.get("audience") ?? "https://github.com/octo-org");
  cloud.secrets.push(value);
  return json(200, { count: value.length, value });
}

function instance(cloud: FakeCloud, { method, headers }: Arrived, url: URL): Answer {
  if (method === "PUT" && url.pathname === "/latest/api/token") {
    const seconds = Number(headers["x-aws-ec2-metadata-token-ttl-seconds"]);
    return seconds >= 1 && seconds <= 21_600 ? plain(200, IMDS_SESSION) : plain(400, "bad ttl");
  }
  if (headers["x-aws-ec2-metadata-token"] !== IMDS_SESSION) return plain(401, "unauthorized");
  switch (url.pathname) {
    case "/latest/meta-data/iam/security-credentials/":
      return plain(200, "node-role");
    case "/latest/meta-data/iam/security-credentials/node-role":
      return awsCredentials(cloud, INSTANCE_ROLE);
    case "/latest/meta-data/placement/region":
      return plain(200, "eu-west-1");
    default:
      return plain(404, "not found");
  }
}

function awsCredentials(cloud: FakeCloud, role: string): Answer {
  const { id, secret, session } = newAwsKey(cloud, role);
  const Expiration = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
  return json(200, { Code: "Success", AccessKeyId: id, SecretAccessKey: secret, Token: session, Expiration });
}

function google(cloud: FakeCloud, { headers }: Arrived, url: URL): Answer {
  if (headers["metadata-flavor"] !== "Google") return plain(403, "Missing required header: Metadata-Flavor");
  if (url.pathname.endsWith("/service-accounts/default/identity")) {
    const audience = url.searchParams.get("audience");
    if (!audience) return plain(400, "non-empty audience parameter required");
    const token = projectedToken(audience, {
      iss: "https://accounts.google.com",
      sub: "104567890123456789012",
      aud: audience,
      azp: "104567890123456789012",
    });
    cloud.secrets.push(token);
    return plain(200, token);
  }
  if (url.pathname.endsWith("/service-accounts/default/token")) {
    const token = `ya29.c.${randomBytes(40).toString("base64url")}`;
    cloud.secrets.push(token);
    return json(200, { access_token: token, expires_in: 3599, token_type: "Bearer" });
  }
  return plain(404, "not found");
}

function azure(cloud: FakeCloud, { headers }: Arrived, url: URL): Answer {
  if (headers.metadata !== "true") {
    return json(400, { error: "invalid_request", error_description: "Required metadata header not specified" });
  }
  if (url.searchParams.get("api-version") !== "2018-02-01") return json(400, { error: "invalid_request" });
  if (url.searchParams.get("client_id") === "00000000-0000-0000-0000-000000000000") {
    return json(400, { error: "invalid_request", error_description: "Identity not found" });
  }
  const expires = Math.floor(Date.now() / 1000) + 86_000;
  const token = signToken({
    aud: url.searchParams.get("resource"),
    iss: "https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/",
    sub: "9f8e7d6c-0000-4000-8000-000000000000",
    exp: expires,
  });
  cloud.secrets.push(token);
  return json(200, {
    access_token: token,
    expires_in: "86000",
    expires_on: String(expires),
    resource: url.searchParams.get("resource"),
    token_type: "Bearer",
  });
}

function plain(status: number, body: string): Answer {
  return { status, type: "text/plain", body };
}

function json(status: number, value: object): Answer {
  return { status, type: "application/json", body: JSON.stringify(value) };
}
