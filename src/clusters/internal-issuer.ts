import { isLiteral, problem } from "../common";

/** Names that only a cluster or a private network resolves (RFC 2606, RFC 6762, RFC 8375; Kubernetes' own `.svc`). */
const PRIVATE_NAME = /(^|\.)(svc|local|localhost|internal|intranet|lan|home\.arpa|test|invalid)$/;
/** RFC 1918, RFC 3927, RFC 6598 and loopback. */
const PRIVATE_ADDRESS =
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[(::1|f[cd]|fe80))/;

/**
 * What is wrong with an issuer whose keys a cloud has to fetch: its host must be known on the internet.
 *
 * @param way how else the keys can get there, in this direction
 */
export function internalIssuerProblem(issuer: string, way: string): string | undefined {
  // A host with a colon and no port is malformed, which is told where it is given.
  if (!isLiteral(issuer) || /^https?:\/\/[^/]*:(\/|$)/.test(issuer)) return undefined;
  let host: string;
  try {
    host = new URL(issuer).hostname.toLowerCase();
  } catch {
    return undefined;
  }
  if (host.includes(".") || host.startsWith("[")) {
    if (!PRIVATE_NAME.test(host) && !PRIVATE_ADDRESS.test(host)) return undefined;
  }
  return problem(
    "issuer",
    `"${issuer}" is known only inside its cluster or network, and the target's cloud fetches the keys from there`,
    way,
    "issuer-internal",
  );
}
