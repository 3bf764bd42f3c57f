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
const URL_FORM = /^([a-zA-Z]+):\/\/([^/?#]*)([^?#]*)\??([^#]*)(?:#(.*))?$/;
/** Go's `net/url` takes no control characters in a URL, and nothing else before the @ than this. */
const CONTROL = /[\0-\x1f\x7f]/;
const USERINFO = /^[\w\-.:~!$&'()*+,;=%@]*$/;

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
  // Four letters are three bytes, so that one letter alone is none.
  if (!/^[\w-]+$/.test(encoded) || encoded.length % 4 === 1) throw new MalformedToken("illegal base64 data");
  const url = Buffer.from(encoded, "base64url").toString("utf8");
  const parts = URL_FORM.exec(url);
  if (!parts || CONTROL.test(url)) throw new MalformedToken("it is not a URL");
  const [, scheme, authority, path, text, fragment = ""] = parts;
  // What stands before an @ is a user's name, and no part of the host.
  const at = authority.lastIndexOf("@") + 1;
  const [userinfo, host] = [authority.slice(0, at), authority.slice(at)];
  if (!USERINFO.test(userinfo) || !areEscapesSound(userinfo + fragment)) throw new MalformedToken("it is not a URL");
  if (scheme.toLowerCase() !== "https") throw new MalformedToken(`unexpected scheme "${scheme}" in pre-signed URL`);
  if (!isStsHost(host, partition)) throw new MalformedToken(`unexpected hostname "${host}" in pre-signed URL`);
  if (path !== "/") throw new MalformedToken("unexpected path in pre-signed URL");
  if (!isSound(text)) throw new MalformedToken("malformed query parameter");
  // A question mark that begins the text would be passed over.
  const query = new URLSearchParams(text.replace(/^\?/, "%3F"));
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
  return !query.includes(";") && areEscapesSound(query);
}

function areEscapesSound(text: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(text);
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
