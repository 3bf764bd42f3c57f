import { partitionOf, stsHosts } from "../../simulator";
import { EKS_CLUSTER_HEADER, EKS_TOKEN_PREFIX, EKS_TOKEN_SECONDS, MAX_EKS_TOKEN_BYTES } from "../../vendor/aws/eks";
import { GLOBAL_STS_HOST } from "../../vendor/aws/partitions";
import { amzTime } from "../clouds/aws-signature";

/** Why an EKS API server does not even ask STS. */
export class MalformedToken extends Error {}

const PARAMETERS = [
  "action",
  "version",
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
];
/** Taken apart as it stands: a URL parser would put right what must be refused. */
const URL_FORM = /^([a-zA-Z]+):\/\/([^/?#]*)([^?#]*)\??([^#]*)(?:#.*)?$/;

/** The presigned URL in a token. */
export interface PresignedUrl {
  readonly host: string;
  readonly query: URLSearchParams;
}

/**
 * Reads a token as the authenticator of EKS does before it sends the URL in it to STS.
 *
 * Source: kubernetes-sigs/aws-iam-authenticator, `pkg/token`.
 *
 * @param partition the cluster's
 * @param now seconds since 1970
 * @throws MalformedToken
 */
export function readEksToken(token: string, partition: string, now: number): PresignedUrl {
  if (Buffer.byteLength(token) > MAX_EKS_TOKEN_BYTES) throw new MalformedToken("token is too large");
  if (!token.startsWith(EKS_TOKEN_PREFIX)) {
    throw new MalformedToken(`token is missing expected "${EKS_TOKEN_PREFIX}" prefix`);
  }
  const encoded = token.slice(EKS_TOKEN_PREFIX.length);
  if (!/^[\w-]+$/.test(encoded)) throw new MalformedToken("illegal base64 data");
  const parts = URL_FORM.exec(Buffer.from(encoded, "base64url").toString("utf8"));
  if (!parts) throw new MalformedToken("it is not a URL");
  const [, scheme, authority, path, text] = parts;
  // What stands before an @ is a user's name, and no part of the host.
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (scheme.toLowerCase() !== "https") throw new MalformedToken(`unexpected scheme "${scheme}" in pre-signed URL`);
  if (!isStsHost(host, partition)) throw new MalformedToken(`unexpected hostname "${host}" in pre-signed URL`);
  if (path !== "/") throw new MalformedToken("unexpected path in pre-signed URL");
  if (!isSound(text)) throw new MalformedToken("malformed query parameter");
  const query = new URLSearchParams(text);
  checkParameters(query);
  if (now > signedAt(query) + EKS_TOKEN_SECONDS) {
    throw new MalformedToken("X-Amz-Date parameter is expired (15 minute expiration)");
  }
  return { host, query };
}

/** The id of the key that signed a token, as far as the token can be read. */
export function accessKeyIn(token: string): string | undefined {
  const url = Buffer.from(token.slice(EKS_TOKEN_PREFIX.length), "base64url").toString("utf8");
  return /[?&]X-Amz-Credential=(\w+)/i.exec(url)?.[1];
}

/** Go refuses a query with a semicolon in it or with a percent sign that escapes nothing, where a URL parser lets both pass. */
function isSound(query: string): boolean {
  return !query.includes(";") && !/%(?![0-9A-Fa-f]{2})/.test(query);
}

/** A parameter by its name in any letter case. */
function parameter(query: URLSearchParams, name: string): string {
  for (const [given, value] of query) if (given.toLowerCase() === name) return value;
  return "";
}

function checkParameters(query: URLSearchParams): void {
  const seen = new Set<string>();
  for (const [name] of query) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) throw new MalformedToken(`duplicate query parameter found: "${name}"`);
    if (!PARAMETERS.includes(lower)) throw new MalformedToken(`non-whitelisted query parameter "${name}"`);
    seen.add(lower);
  }
  if (parameter(query, "action") !== "GetCallerIdentity") {
    throw new MalformedToken("unexpected action parameter in pre-signed URL");
  }
  const signed = parameter(query, "x-amz-signedheaders").toLowerCase().split(";");
  if (!signed.includes(EKS_CLUSTER_HEADER)) {
    throw new MalformedToken("client did not sign the x-k8s-aws-id header in the pre-signed URL");
  }
  const expires = parameter(query, "x-amz-expires");
  if (!/^[+-]?\d+$/.test(expires) || Number(expires) < 0 || Number(expires) > EKS_TOKEN_SECONDS) {
    throw new MalformedToken(`invalid X-Amz-Expires parameter in pre-signed URL: ${expires}`);
  }
}

function signedAt(query: URLSearchParams): number {
  const time = amzTime(parameter(query, "x-amz-date"));
  if (time === undefined) throw new MalformedToken("error parsing X-Amz-Date parameter");
  return time;
}

/** A regional host of the partition, plain, FIPS or dual stack; the global one only in the commercial partition. */
function isStsHost(host: string, partition: string): boolean {
  if (host === GLOBAL_STS_HOST) return partition === "aws";
  const [, region = ""] = /^sts(?:-fips)?\.([a-z0-9-]+)\./.exec(host) ?? [];
  return partitionOf(region) === partition && stsHosts(region).includes(host);
}
