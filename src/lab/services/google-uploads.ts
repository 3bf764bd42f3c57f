import { randomBytes } from "node:crypto";
import { LabRequest, LabResponse } from "../network/http";
import { failure } from "./google-caller";

/** An upload in several requests. */
interface Upload {
  readonly bucket: string;
  readonly name: string;
  readonly received: Buffer[];
}

/** An upload whose last byte has come. */
export interface FinishedUpload {
  readonly bucket: string;
  readonly name: string;
  readonly content: string;
}

/** With `*` for the last byte, the request's end is the object's: clients that do not know the length send so. */
const RANGE = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/;
/** What all unfinished uploads of a lab hold together; objects of test programs have bytes. */
const MAXIMUM_BYTES = 16 * 1024 * 1024;

/**
 * Resumable uploads: a session whose URI is its own authorization, and its bytes in one request or in several.
 *
 * Cloud Storage documentation: "Perform resumable uploads", "Resumable uploads".
 *
 * @see https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export class GoogleUploads {
  private readonly uploads = new Map<string, Upload>();

  /** Begins an upload; the caller has been let in. */
  public begin({ host, path }: LabRequest, bucket: string, name: string): LabResponse {
    const id = randomBytes(24).toString("base64url");
    this.uploads.set(id, { bucket, name, received: [] });
    const query = new URLSearchParams({ uploadType: "resumable", name, upload_id: id });
    return {
      status: 200,
      headers: { location: `https://${host}${path}?${query.toString()}`, "x-guploader-uploadid": id },
      body: "",
    };
  }

  /** Takes bytes of an upload: the answer that asks for more, or the whole. */
  public take({ query, headers, body }: LabRequest): LabResponse | FinishedUpload {
    const id = query.get("upload_id") ?? "";
    const upload = this.uploads.get(id);
    if (!upload) return failure(404, "No such upload session.", "notFound", "NOT_FOUND");
    const range = headers["content-range"];
    const [matched, first, last, total] =
      RANGE.exec(String(range ?? `bytes 0-${body.length - 1}/${body.length}`)) ?? [];
    const has = sizeOf(upload);
    const isEmpty = range === undefined && body.length === 0;
    if (!isEmpty) {
      if (matched === undefined) return invalid("The Content-Range header is malformed.");
      if (first !== undefined && Number(first) !== has) return more(has);
      if (first !== undefined && last !== "*" && Number(last) - Number(first) + 1 !== body.length) {
        return invalid("The Content-Range header does not match the body.");
      }
      if (this.held + body.length > MAXIMUM_BYTES) return invalid("The lab holds no more bytes of unfinished uploads.");
      upload.received.push(body);
    }
    const now = sizeOf(upload);
    if (!isEmpty && last !== "*" && total !== String(now)) return more(now);
    this.uploads.delete(id);
    return { bucket: upload.bucket, name: upload.name, content: Buffer.concat(upload.received).toString() };
  }

  private get held(): number {
    return [...this.uploads.values()].reduce((sum, upload) => sum + sizeOf(upload), 0);
  }
}

function sizeOf({ received }: Upload): number {
  return received.reduce((sum, { length }) => sum + length, 0);
}

/** The answer that asks for the bytes after those that have come. */
function more(has: number): LabResponse {
  return { status: 308, headers: has ? { range: `bytes=0-${has - 1}` } : {}, body: "" };
}

function invalid(message: string): LabResponse {
  return failure(400, message, "invalid", "INVALID_ARGUMENT");
}
