import { createHash, randomBytes } from "node:crypto";
import { AwsSession, ServiceRequest } from "../../simulator";
import { decoded, Handler, LabRequest, LabResponse } from "../network/http";
import { AwsCaller, AwsRefusal } from "./aws-caller";
import { Objects, xmlText } from "./objects";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A request to S3: in the host's style, or in the path's. */
interface Asked {
  readonly bucket: string;
  readonly key: string;
}

/**
 * S3: ListBuckets, ListObjectsV2, HeadBucket, GetObject, HeadObject, PutObject and DeleteObject.
 *
 * Amazon S3 API Reference: "Error responses", "ListObjectsV2".
 */
export class AwsS3 {
  private readonly objects = new Objects();

  /** @param buckets those that a listing tells */
  public constructor(
    private readonly caller: AwsCaller,
    private readonly buckets: readonly string[],
  ) {}

  public readonly handler: Handler = (request) => {
    const signer = this.caller.signer(request);
    if (!("session" in signer)) return refuse(request, signer);
    const asked = askedOf(request);
    const wanted = actionOf(request, asked, signer.session);
    if (!wanted) return error(501, { code: "NotImplemented", message: "The lab does not play this operation." });
    const refusal = this.caller.refusal(signer.session, signer.bearer, wanted);
    if (refusal) return refuse(request, refusal);
    return this.answer(request, asked);
  };

  private answer({ method, query, body, headers }: LabRequest, { bucket, key }: Asked): LabResponse {
    if (!bucket) return this.listBuckets();
    if (!key) return method === "HEAD" ? { status: 200, body: "" } : this.list(bucket, query);
    if (method === "PUT") {
      this.objects.put(bucket, key, payloadOf(body, headers["content-encoding"]));
      return { status: 200, headers: { etag: etagOf(body.toString()) }, body: "" };
    }
    if (method === "DELETE") return { status: 204, body: "" };
    const content = this.objects.get(bucket, key);
    if (content === undefined) return error(404, { code: "NoSuchKey", message: "The specified key does not exist." });
    const told = {
      "content-type": "binary/octet-stream",
      etag: etagOf(content),
      "last-modified": new Date().toUTCString(),
    };
    if (method === "HEAD") {
      return { status: 200, headers: { ...told, "content-length": String(content.length) }, body: "" };
    }
    return { status: 200, headers: told, body: content };
  }

  private listBuckets(): LabResponse {
    const created = "<CreationDate>2027-01-01T00:00:00.000Z</CreationDate>";
    const all = this.buckets.map((name) => `<Bucket><Name>${xmlText(name)}</Name>${created}</Bucket>`);
    const owner = "<Owner><ID>lab</ID></Owner>";
    return xml(
      `<ListAllMyBucketsResult xmlns="${NAMESPACE}">${owner}<Buckets>${all.join("")}</Buckets></ListAllMyBucketsResult>`,
    );
  }

  private list(bucket: string, query: URLSearchParams): LabResponse {
    const prefix = query.get("prefix") ?? "";
    const names = this.objects.list(bucket, prefix);
    const contents = names.map((name) => {
      const content = this.objects.get(bucket, name) ?? "";
      const told =
        query.get("encoding-type") === "url" ? encodeURIComponent(name).replaceAll("%2F", "/") : xmlText(name);
      return `<Contents><Key>${told}</Key><LastModified>2027-01-01T00:00:00.000Z</LastModified><ETag>&#34;${md5(content)}&#34;</ETag><Size>${content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
    });
    const encoding = query.has("encoding-type") ? "<EncodingType>url</EncodingType>" : "";
    const counts = `<KeyCount>${names.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>`;
    return xml(
      `<ListBucketResult xmlns="${NAMESPACE}"><Name>${bucket}</Name><Prefix>${xmlText(prefix)}</Prefix>${encoding}${counts}${contents.join("")}</ListBucketResult>`,
    );
  }
}

function askedOf({ host, path }: LabRequest): Asked {
  const [, ofHost] = /^(.+)\.s3[.-]/.exec(host) ?? [];
  const parts = path.slice(1).split("/").map(decoded);
  if (ofHost !== undefined) return { bucket: ofHost, key: parts.join("/") };
  return { bucket: parts[0], key: parts.slice(1).join("/") };
}

/** What a request asks of IAM; undefined for what is not played. */
function actionOf(
  { method, query }: LabRequest,
  { bucket, key }: Asked,
  { role }: AwsSession,
): ServiceRequest | undefined {
  if (!bucket) return method === "GET" ? { action: "s3:ListAllMyBuckets", resource: "*" } : undefined;
  const arn = `arn:${role.partition}:s3:::${bucket}`;
  if (!key) {
    const isList = method === "HEAD" || (method === "GET" && query.get("list-type") === "2");
    const keys = query.has("prefix") ? { keys: { "s3:prefix": [query.get("prefix") ?? ""] } } : {};
    return isList ? { action: "s3:ListBucket", resource: arn, ...keys } : undefined;
  }
  const actions: Readonly<Record<string, string>> = {
    ...{ GET: "s3:GetObject", HEAD: "s3:GetObject", PUT: "s3:PutObject", DELETE: "s3:DeleteObject" },
  };
  const action = actions[method];
  return action === undefined || query.has("acl") ? undefined : { action, resource: `${arn}/${key}` };
}

/** A body as it was meant: SDKs send it in chunks with a checksum at the end. */
function payloadOf(body: Buffer, encoding: string | undefined): string {
  if (!encoding?.includes("aws-chunked")) return body.toString();
  const parts: string[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf("\r\n", at);
    const size = parseInt(body.subarray(at, end).toString(), 16);
    if (end < 0 || !size) break;
    parts.push(body.subarray(end + 2, end + 2 + size).toString());
    at = end + 2 + size + 2;
  }
  return parts.join("");
}

/** A HEAD request has an answer without a body. */
function refuse({ method }: LabRequest, refusal: AwsRefusal): LabResponse {
  return method === "HEAD" ? { status: 403, body: "" } : error(403, refusal);
}

function error(status: number, { code, message }: AwsRefusal): LabResponse {
  const ids = `<RequestId>${randomBytes(8).toString("hex").toUpperCase()}</RequestId><HostId>lab</HostId>`;
  return { ...xml(`<Error><Code>${code}</Code><Message>${xmlText(message)}</Message>${ids}</Error>`), status };
}

function xml(body: string): LabResponse {
  return { status: 200, headers: { "content-type": "application/xml" }, body: `${HEAD}${body}` };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function etagOf(text: string): string {
  return `"${md5(text)}"`;
}
