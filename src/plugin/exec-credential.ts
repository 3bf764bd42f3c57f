import { ClusterCredential } from "./credential";
import { ApiVersion } from "./exec-info";

/** The ExecCredential as one line of JSON, its expiry in RFC 3339 and whole seconds, rounded down. */
export function execCredential(apiVersion: ApiVersion, credential: ClusterCredential): string {
  const expirationTimestamp = `${new Date(credential.expires).toISOString().slice(0, -".000Z".length)}Z`;
  return JSON.stringify({
    kind: "ExecCredential",
    apiVersion,
    spec: {},
    status: { expirationTimestamp, token: credential.token },
  });
}
