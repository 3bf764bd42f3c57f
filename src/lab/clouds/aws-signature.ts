import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { LabRequest } from "../network/http";

/** What a signed request says of its signer. */
export interface AwsSignature {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  /** The signature's time, in seconds since 1970. */
  readonly signedAt: number;
  readonly isPresigned: boolean;
  /** Whether a secret key made it. */
  matches(secret: string): boolean;
}

/** A request that is not signed, or not as AWS signs. */
export class UnsignedRequest extends Error {}

interface Scope {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly sessionToken?: string;
  readonly isPresigned: boolean;
}

/**
 * Reads a Signature Version 4, from the Authorization header or from a presigned URL's query.
 *
 * AWS documentation: "Create a signed AWS API request".
 *
 * @throws UnsignedRequest
 */
export function signatureOf(request: LabRequest): AwsSignature {
  const scope = request.query.has("X-Amz-Signature") ? fromQuery(request.query) : fromHeader(request);
  const [accessKeyId, ...rest] = scope.credential.split("/");
  const [date, region, service, end] = rest;
  if (rest.length !== 4 || end !== "aws4_request") throw new UnsignedRequest("the credential scope is malformed");
  const signedAt = amzTime(scope.date);
  if (signedAt === undefined) throw new UnsignedRequest("the date is malformed");
  return {
    accessKeyId,
    signedAt,
    isPresigned: scope.isPresigned,
    ...(scope.sessionToken ? { sessionToken: scope.sessionToken } : {}),
    matches: (secret) => {
      const hash = createHash("sha256").update(canonical(request, scope)).digest("hex");
      const text = ["AWS4-HMAC-SHA256", scope.date, rest.join("/"), hash].join("\n");
      const key = [date, region, service, end].reduce<string | Buffer>(
        (made, part) => hmac(made, part),
        `AWS4${secret}`,
      );
      const expected = createHmac("sha256", key).update(text).digest("hex");
      return (
        expected.length === scope.signature.length &&
        timingSafeEqual(Buffer.from(expected), Buffer.from(scope.signature))
      );
    },
  };
}

/** An `X-Amz-Date` in seconds since 1970; undefined for what is none. */
export function amzTime(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A 60th second or a 24th hour would be one of the next minute or day.
  return time.toISOString().replace(/[-:]|\.000/g, "") === text ? time.getTime() / 1000 : undefined;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function fromQuery(query: URLSearchParams): Scope {
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    date: query.get("X-Amz-Date") ?? "",
    sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
    isPresigned: true,
  };
}

function fromHeader({ headers }: LabRequest): Scope {
  const authorization = headers.authorization ?? "";
  const fields = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  if (!fields) throw new UnsignedRequest("there is no signature");
  return {
    credential: fields[1],
    signedHeaders: fields[2].split(";"),
    signature: fields[3],
    date: String(headers["x-amz-date"] ?? ""),
    sessionToken: headers["x-amz-security-token"] as string | undefined,
    isPresigned: false,
  };
}

function canonical(request: LabRequest, { signedHeaders, isPresigned }: Scope): string {
  const query = [...request.query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const headers = signedHeaders.map((name) => `${name}:${valueOf(request, name)}\n`);
  // S3 lets a client leave its body out, or sign chunks of it.
  const said = String(request.headers["x-amz-content-sha256"] ?? "");
  const body = isPresigned ? "" : request.body;
  const isUnsigned = /^(UNSIGNED-PAYLOAD|STREAMING-)/.test(said);
  const digest = isUnsigned ? said : createHash("sha256").update(body).digest("hex");
  return [request.method, request.path, query.join("&"), headers.join(""), signedHeaders.join(";"), digest].join("\n");
}

function valueOf({ headers }: LabRequest, name: string): string {
  return String(headers[name] ?? "")
    .trim()
    .replace(/ +/g, " ");
}

/** RFC 3986: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
