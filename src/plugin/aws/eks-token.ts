import { EKS_CLUSTER_HEADER, EKS_TOKEN_PREFIX, MAX_EKS_TOKEN_BYTES } from "../../vendor/aws/eks";
import { AwsCredentials, ClusterCredential, publishedExpiry } from "../credential";
import { PluginFailure } from "../failure";
import { keepSecret } from "../redaction";
import { amzDate, credentialScope, percentEncode, Scope, SignableRequest, signature } from "./sigv4";

/** What the aws CLI writes; the API server counts fifteen minutes from X-Amz-Date whatever stands here. */
const URL_EXPIRES_SECONDS = "60";
const TOKEN_LIFE_MS = 14 * 60_000;

/**
 * The token that an EKS API server accepts: a presigned GetCallerIdentity URL that names the cluster. It is the same,
 * byte for byte, that `aws eks get-token` makes. Nothing is sent.
 *
 * @param host STS's own host in the cluster's partition, never an override: the API server calls it
 * @throws PluginFailure (signing) when the token would be too large or the credentials have expired
 */
export function eksToken(
  clusterName: string,
  region: string,
  host: string,
  credentials: AwsCredentials,
  time: Date = new Date(),
): ClusterCredential {
  const now = time.getTime();
  if (credentials.expires !== undefined && credentials.expires <= now) {
    throw new PluginFailure(
      "signing",
      "the AWS credentials have expired already.",
      "If they are fresh, this machine's clock is wrong.",
    );
  }
  const scope: Scope = { region, service: "sts", time };
  const session = credentials.sessionToken;
  // The order is the aws CLI's, which puts the session token behind the signed headers.
  const query: [string, string][] = [
    ["Action", "GetCallerIdentity"],
    ["Version", "2011-06-15"],
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", credentialScope(credentials, scope)],
    ["X-Amz-Date", amzDate(time)],
    ["X-Amz-Expires", URL_EXPIRES_SECONDS],
    ["X-Amz-SignedHeaders", `host;${EKS_CLUSTER_HEADER}`],
  ];
  if (session !== undefined) query.push(["X-Amz-Security-Token", session]);
  const request: SignableRequest = {
    method: "GET",
    path: "/",
    query,
    headers: [
      ["host", host],
      [EKS_CLUSTER_HEADER, clusterName],
    ],
    body: "",
  };
  query.push(["X-Amz-Signature", signature(request, credentials, scope)]);
  const search = query.map(([name, value]) => `${name}=${percentEncode(value)}`).join("&");
  const token = EKS_TOKEN_PREFIX + Buffer.from(`https://${host}/?${search}`).toString("base64url");
  if (token.length > MAX_EKS_TOKEN_BYTES) {
    throw new PluginFailure(
      "signing",
      `the EKS token has ${token.length} bytes; API servers take at most ${MAX_EKS_TOKEN_BYTES}.`,
      "The role's session token is too long: drop session tags and session policies.",
    );
  }
  const end = now + TOKEN_LIFE_MS;
  const capped = credentials.expires === undefined ? end : Math.min(end, publishedExpiry(credentials.expires, now));
  return { token: keepSecret(token), expires: capped };
}
