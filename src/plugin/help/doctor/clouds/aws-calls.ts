import type { AwsCredentials } from "../../../credential";
import type { HttpResponse } from "../../../http/send";
import type { Run } from "../../../run";
import {
  amzDate,
  asObject,
  authorization,
  elementText,
  excerpt,
  jsonObject,
  load,
  lookUp,
  NO_MESSAGE,
  percentEncode,
} from "../../borrowed";
import { call, Refused } from "./call";

/** Where services are. */
interface Place {
  readonly region: string;
  readonly partition: string;
  readonly suffix: string;
}

/** A call that is signed for a service. */
interface AwsCall {
  readonly what: string;
  readonly service: string;
  readonly host: string;
  readonly path?: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Whether the body is a form, and not JSON. */
  readonly form?: boolean;
  readonly target?: string;
  /** What a refusal means where AWS says no more than AccessDenied. */
  readonly denied?: string;
}

const ELSEWHERE = "a boundary, an SCP, the resource's own policy or a VPC endpoint's";

/** ListObjectsV2 (Amazon S3 API Reference). A name with a dot does not fit into the host that the certificate names. */
export function objectsOf({ region, suffix, partition }: Place, bucket: string, prefix: string | undefined): AwsCall {
  const s3 = `s3.${region}.${suffix}`;
  const inPath = bucket.includes(".");
  const query = [["list-type", "2"] as const, ["max-keys", "1"] as const];
  return {
    what: `ListObjectsV2 of ${bucket}${prefix === undefined ? "" : `, prefix ${prefix}`}`,
    service: "s3",
    host: inPath ? s3 : `${bucket}.${s3}`,
    path: inPath ? `/${bucket}` : "/",
    query: prefix === undefined ? query : [...query, ["prefix", prefix]],
    denied: `Allow s3:ListBucket on arn:${partition}:s3:::${bucket} for the role (with s3:prefix where that is a condition: pass --prefix), or look for a refusal by ${ELSEWHERE}.`,
  };
}

/** ListBuckets (Amazon S3 API Reference). */
export function bucketsOf({ region, suffix }: Place): AwsCall {
  const denied = `Allow s3:ListAllMyBuckets on * for the role, or look for a refusal by ${ELSEWHERE}.`;
  return { what: "ListBuckets", service: "s3", host: `s3.${region}.${suffix}`, denied };
}

/** GetSecretValue (AWS Secrets Manager API Reference). */
export function secretOf({ region, suffix }: Place, secret: string): AwsCall {
  return {
    what: `GetSecretValue of ${secret}`,
    service: "secretsmanager",
    host: `secretsmanager.${region}.${suffix}`,
    body: JSON.stringify({ SecretId: secret }),
    target: "secretsmanager.GetSecretValue",
    denied: `Allow secretsmanager:GetSecretValue on the secret for the role, and kms:Decrypt on a key of your own; or look for a refusal by ${ELSEWHERE}.`,
  };
}

/** Makes a call with a role's credentials (AWS Signature Version 4). */
export async function signedCall(
  run: Run,
  region: string,
  credentials: AwsCredentials,
  { what, service, host, path = "/", query = [], body = "", form, target, denied }: AwsCall,
): Promise<HttpResponse> {
  const scope = { region, service, time: new Date(run.serverTime) };
  const type = form ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1";
  const headers: [string, string][] = [
    ...(body ? [["content-type", type] as [string, string]] : []),
    ["host", host],
    ["x-amz-content-sha256", load.crypto().createHash("sha256").update(body).digest("hex")],
    ["x-amz-date", amzDate(scope.time)],
    ["x-amz-security-token", credentials.sessionToken ?? ""],
    ...(target ? [["x-amz-target", target] as [string, string]] : []),
  ];
  const method = body ? "POST" : "GET";
  const signature = authorization({ method, path, query, headers, body }, credentials, scope);
  const search = query.map(([name, value]) => `${name}=${percentEncode(value)}`).join("&");
  return await call(
    run,
    what,
    {
      peer: `AWS (${service})`,
      vendor: "aws",
      method,
      url: `https://${host}${path}${search && `?${search}`}`,
      headers: { ...Object.fromEntries(headers), authorization: signature },
      body: body || undefined,
    },
    (response) => refusal(response, region, denied),
  );
}

const SKEW = "Correct this machine's clock.";
const ADVICE: { readonly [code: string]: string } = {
  NoSuchBucket: "There is no bucket of this name: correct --bucket.",
  ResourceNotFoundException: "There is no such secret in this region and account, or it has no value.",
  RequestTimeTooSkewed: SKEW,
  SignatureDoesNotMatch: SKEW,
  InvalidAccessKeyId: "The credentials are of another partition.",
  InvalidToken: "The credentials are of another partition.",
  DecryptionFailure: "Allow kms:Decrypt on the secret's key for the role, in the key's policy too.",
};

function refusal({ status, headers, body }: HttpResponse, region: string, denied: string | undefined): Refused {
  const answer = jsonObject(body);
  const named = answer
    ? (typeof answer.__type === "string" ? answer.__type : "").replace(/^.*#/, "")
    : elementText(body, "Code");
  const code = named || `HTTP ${status}`;
  const told = answer
    ? (answer.message ?? answer.Message ?? asObject(answer.Error)?.Message)
    : elementText(body, "Message");
  const message = (typeof told === "string" && excerpt(told)) || NO_MESSAGE;
  const home = headers["x-amz-bucket-region"] ?? elementText(body, "Region");
  if (home && home !== region) {
    return { code, message, advice: `The bucket is in ${home}: set AWS_REGION, or pass --region.` };
  }
  return { code, message, advice: /^AccessDenied/.test(code) ? denied : lookUp(ADVICE, code) };
}
