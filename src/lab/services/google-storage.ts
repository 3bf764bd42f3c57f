import { createHash } from "node:crypto";
import { decoded, Handler, json, LabRequest, LabResponse, objectOf } from "../network/http";
import { crc32c } from "./crc32c";
import { failure, GoogleCaller } from "./google-caller";
import { GoogleUploads } from "./google-uploads";
import { Objects } from "./objects";

const PATH = /^(?:\/(upload|download))?\/storage\/v1\/b(?:\/([^/]+)(?:\/o(?:\/(.+))?)?)?$/;

/**
 * Cloud Storage's JSON API: buckets.get, objects.list, objects.get with and without the content, objects.insert in one request or as a
 * resumable upload.
 *
 * Cloud Storage documentation: "JSON API overview".
 */
export class GoogleStorage {
  private readonly objects = new Objects();
  private readonly uploads = new GoogleUploads();

  public constructor(private readonly caller: GoogleCaller) {}

  public readonly handler: Handler = (request) => {
    const [matched, way, rawBucket = "", rawName] = PATH.exec(request.path) ?? [];
    if (matched === undefined || !rawBucket) return notPlayed();
    const [bucket, name] = [decoded(rawBucket), rawName === undefined ? undefined : decoded(rawName)];
    const isObjects = /\/o(\/|$)/.test(request.path.slice(request.path.indexOf("/b/") + 3 + rawBucket.length));
    const resource = `//storage.googleapis.com/projects/_/buckets/${bucket}`;
    const may = (action: string, of = resource) => this.caller.refusal(request, { action, resource: of });
    if (!isObjects) {
      return may("storage.buckets.get") ?? json(200, { kind: "storage#bucket", id: bucket, name: bucket });
    }
    if (request.method === "POST" && way === "upload") return this.insert(request, bucket, may);
    if (request.method === "PUT" && way === "upload") return this.resume(request);
    if (request.method !== "GET") return notPlayed();
    if (name === undefined) return may("storage.objects.list") ?? this.list(bucket, request.query.get("prefix") ?? "");
    return may("storage.objects.get", `${resource}/objects/${name}`) ?? this.read(bucket, name, request);
  };

  private insert(request: LabRequest, bucket: string, may: May): LabResponse {
    const { query, headers, body } = request;
    const type = query.get("uploadType") ?? "";
    if (!["multipart", "media", "resumable"].includes(type)) return notPlayed();
    const isResumable = type === "resumable";
    const given = isResumable ? metadataIn(request) : uploaded(String(headers["content-type"]), body.toString());
    const { name = query.get("name") ?? "", content } = given;
    const refusal = may(
      "storage.objects.create",
      `//storage.googleapis.com/projects/_/buckets/${bucket}/objects/${name}`,
    );
    if (refusal) return refusal;
    if (isResumable) return this.uploads.begin(request, bucket, name);
    return this.put(bucket, name, content);
  }

  /** The session's URI is the authorization: its requests need no token. */
  private resume(request: LabRequest): LabResponse {
    const answer = this.uploads.take(request);
    return "content" in answer ? this.put(answer.bucket, answer.name, answer.content) : answer;
  }

  private put(bucket: string, name: string, content: string): LabResponse {
    this.objects.put(bucket, name, content);
    return json(200, metadata(bucket, name, content));
  }

  private list(bucket: string, prefix: string): LabResponse {
    const items = this.objects
      .list(bucket, prefix)
      .map((name) => metadata(bucket, name, this.objects.get(bucket, name) ?? ""));
    return json(200, { kind: "storage#objects", items });
  }

  private read(bucket: string, name: string, { query }: LabRequest): LabResponse {
    const content = this.objects.get(bucket, name);
    if (content === undefined) return failure(404, `No such object: ${bucket}/${name}`, "notFound", "NOT_FOUND");
    if (query.get("alt") !== "media") return json(200, metadata(bucket, name, content));
    const hashes = `crc32c=${crc32c(content)},md5=${md5(content)}`;
    const headers = { "content-type": "text/plain", "x-goog-hash": hashes, "x-goog-generation": "1" };
    return {
      status: 200,
      headers: { ...headers, "x-goog-stored-content-length": String(content.length) },
      body: content,
    };
  }
}

type May = (action: string, of?: string) => LabResponse | undefined;

function metadata(bucket: string, name: string, content: string): object {
  return {
    ...{ kind: "storage#object", id: `${bucket}/${name}/1`, name, bucket, generation: "1", metageneration: "1" },
    ...{ contentType: "text/plain", size: String(content.length), md5Hash: md5(content), crc32c: crc32c(content) },
  };
}

/** The metadata that begins a resumable upload. */
function metadataIn(request: LabRequest): { readonly name?: string; readonly content: string } {
  const { name } = objectOf(request);
  return { ...(typeof name === "string" ? { name } : {}), content: "" };
}

/** The name and the content of an upload, with the metadata in front of it or without. */
function uploaded(type: string, body: string): { readonly name?: string; readonly content: string } {
  const [, boundary] = /^multipart\/related;.*boundary="?([^";]+)"?/i.exec(type) ?? [];
  if (boundary === undefined) return { content: body };
  const [, head = "", data = ""] = body.split(`--${boundary}`);
  const after = (part: string) => part.replace(/^\r?\n[^]*?\r?\n\r?\n/, "").replace(/\r?\n$/, "");
  const { name } = JSON.parse(after(head) || "{}") as { name?: string };
  return { ...(name === undefined ? {} : { name }), content: after(data) };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("base64");
}

function notPlayed(): LabResponse {
  return failure(501, "The lab does not play this operation.", "notImplemented", "UNIMPLEMENTED");
}
