import { AwsCredentials } from "../credential";
import { load } from "../node-modules";
import { keepSecret } from "../redaction";

const ALGORITHM = "AWS4-HMAC-SHA256";

/** Where and when a signature counts ("AWS Signature Version 4", AWS General Reference). */
export interface Scope {
  readonly region: string;
  readonly service: string;
  readonly time: Date;
}

/** A request as it is signed. Header names are lower case and in alphabetical order. */
export interface SignableRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** `20150830T123600Z`, the form of X-Amz-Date. */
export function amzDate(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** `KEY/20150830/us-east-1/sts/aws4_request`, the credential as it is named in requests. */
export function credentialScope(credentials: AwsCredentials, scope: Scope): string {
  return `${credentials.accessKeyId}/${scopeOf(scope)}`;
}

/** The names of the signed headers, joined. */
export function signedHeaders(request: SignableRequest): string {
  return request.headers.map(([name]) => name).join(";");
}

/** The hexadecimal signature of a request. Who has it can send the request for a while, so it is a secret. */
export function signature(request: SignableRequest, credentials: AwsCredentials, scope: Scope): string {
  const { createHash, createHmac } = load.crypto();
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const canonicalRequest = [
    request.method,
    request.path,
    [...request.query]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
      .join("&"),
    ...request.headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, " ")}`),
    "",
    signedHeaders(request),
    sha256(request.body),
  ].join("\n");
  const stringToSign = [ALGORITHM, amzDate(scope.time), scopeOf(scope), sha256(canonicalRequest)].join("\n");
  let key: string | Buffer = `AWS4${credentials.secretAccessKey}`;
  for (const part of scopeOf(scope).split("/")) key = createHmac("sha256", key).update(part).digest();
  return keepSecret(createHmac("sha256", key).update(stringToSign).digest("hex"));
}

/** The value of the Authorization header. */
export function authorization(request: SignableRequest, credentials: AwsCredentials, scope: Scope): string {
  return [
    `${ALGORITHM} Credential=${credentialScope(credentials, scope)}`,
    `SignedHeaders=${signedHeaders(request)}`,
    `Signature=${signature(request, credentials, scope)}`,
  ].join(", ");
}

/** Percent-encoding as AWS signs it: everything but the unreserved characters of RFC 3986. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function scopeOf({ region, service, time }: Scope): string {
  return `${amzDate(time).slice(0, 8)}/${region}/${service}/aws4_request`;
}
