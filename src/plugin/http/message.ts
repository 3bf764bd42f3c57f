import type { HttpRequest, HttpResponse } from "./send";
import { TransportFault } from "./transport-fault";

/** Answers of token endpoints are a few kilobytes; more is not one. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;
/** What Node.js's own parser allows (`--max-http-header-size`). */
const MAXIMUM_HEAD_BYTES = 16 * 1024;
const HTTP = "HTTP/1.";
const NO_HEADER = "Correct it: it has a line end, or a character beyond ASCII.";
const HEAD_END = "\r\n\r\n";

/** The first part of an answer. */
export interface Head {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | undefined };
  /** Where the body begins. */
  readonly end: number;
}

/**
 * A request as it is sent (RFC 9112, section 3). The connection is for this request alone, which is why node:http is not
 * needed: loading it and running its agent take longer than the exchange itself.
 *
 * @param target what stands after the method: a path, or a host and port for a proxy
 * @throws TransportFault for a header that could be read as two
 */
export function requestBytes(
  { method, headers, body }: Pick<HttpRequest, "headers" | "body"> & { readonly method: string },
  target: string,
  host: string,
): Buffer {
  const content = Buffer.from(body ?? "");
  const all: { [name: string]: string } = { host, connection: "close", ...headers };
  if (method === "POST" || method === "PUT") all["content-length"] = String(content.length);
  let head = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of Object.entries(all)) {
    if (/[^\t\x20-\x7e]/.test(value)) {
      throw new TransportFault(`cannot be sent this value of "${name}"`, false, NO_HEADER);
    }
    head += `${name}: ${value}\r\n`;
  }
  return Buffer.concat([Buffer.from(`${head}\r\n`), content]);
}

/**
 * Reads the head of an answer as it comes in (RFC 9112, sections 4 and 5). Each byte is looked at once, however small the
 * pieces are in which it comes.
 */
export class HeadReader {
  private buffer = Buffer.alloc(0);
  private size = 0;
  /** Where the head begins, behind announcements of it. */
  private start = 0;
  /** No head ends before this. */
  private searched = 0;
  private known: Head | undefined;

  /**
   * The head, once it is whole.
   *
   * @throws TransportFault for what is no HTTP, or too long
   */
  public take(bytes: Buffer): Head | undefined {
    if (this.size + bytes.length > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(4096, 2 * (this.size + bytes.length)));
      this.buffer.copy(larger, 0, 0, this.size);
      this.buffer = larger;
    }
    this.size += bytes.copy(this.buffer, this.size);
    return (this.known ??= this.findHead());
  }

  /** What came so far. */
  public get bytes(): Buffer {
    return this.buffer.subarray(0, this.size);
  }

  private findHead(): Head | undefined {
    const { bytes } = this;
    for (;;) {
      // What begins otherwise may never send a line's end.
      if (!HTTP.startsWith(bytes.toString("latin1", this.start, this.start + HTTP.length))) throw notHttp();
      const end = bytes.indexOf(HEAD_END, Math.max(this.start, this.searched - HEAD_END.length));
      this.searched = end < 0 ? bytes.length : end;
      if (this.searched - this.start > MAXIMUM_HEAD_BYTES) throw tooLong(MAXIMUM_HEAD_BYTES, " before its content");
      if (this.searched > MAXIMUM_ANSWER_BYTES) throw tooLong(MAXIMUM_ANSWER_BYTES);
      if (end < 0) return undefined;
      const [first, ...lines] = bytes.toString("latin1", this.start, end).split("\r\n");
      const status = Number(/^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first)?.[1]);
      if (!status) throw notHttp();
      this.start = end + HEAD_END.length;
      // "100 Continue" and its like come before the answer; "101 Switching Protocols" answers what was not asked.
      if (status >= 200 || status === 101) return { status, headers: headersIn(lines), end: this.start };
    }
  }
}

/** Reads an answer as it comes in (RFC 9112, section 6). */
export class AnswerReader {
  private readonly reader = new HeadReader();
  private readonly chunks: Buffer[] = [];
  /** Where the line with the next chunk's size begins, and how far it was searched for its end. */
  private line = 0;
  private searched = 0;
  /** Where the next chunk begins and ends, once its line has come. */
  private chunk: readonly [start: number, end: number] | undefined;

  /**
   * The answer, once it is whole.
   *
   * @param ended whether nothing more will come
   * @throws TransportFault for what is no HTTP, or too long
   */
  public take(bytes: Buffer, ended: boolean): HttpResponse | undefined {
    const head = this.reader.take(bytes);
    if (!head) return undefined;
    const { status, headers } = head;
    const body = status === 204 || status === 304 ? "" : this.body(head, ended)?.toString("utf8");
    return body === undefined ? undefined : { status, headers, body };
  }

  private body({ headers, end }: Head, ended: boolean): Buffer | undefined {
    const { bytes } = this.reader;
    const coding = headers["transfer-encoding"];
    const length = headers["content-length"];
    const size = bytes.length - end;
    if (coding === undefined && length !== undefined && !/^\d{1,15}$/.test(length)) throw notHttp();
    if (Math.max(size, coding === undefined ? Number(length ?? 0) : 0) > MAXIMUM_ANSWER_BYTES) {
      throw tooLong(MAXIMUM_ANSWER_BYTES);
    }
    if (coding !== undefined) {
      if (coding.toLowerCase() !== "chunked") throw notHttp();
      return this.joinedChunks(bytes, end);
    }
    if (length === undefined) return ended ? bytes.subarray(end) : undefined;
    return size < Number(length) ? undefined : bytes.subarray(end, end + Number(length));
  }

  /** The body that comes in chunks, each with its size in front (RFC 9112, section 7.1). */
  private joinedChunks(bytes: Buffer, bodyStart: number): Buffer | undefined {
    this.line ||= bodyStart;
    while ((this.chunk ??= this.nextChunk(bytes))) {
      const [start, end] = this.chunk;
      // Behind the last one, of no bytes, fields may come, which end as a head does.
      if (end === start) {
        const found = bytes.indexOf(HEAD_END, Math.max(start - 2, this.searched - HEAD_END.length)) >= 0;
        this.searched = bytes.length;
        return found ? Buffer.concat(this.chunks) : undefined;
      }
      if (bytes.length < end + 2) return undefined;
      if (bytes.toString("latin1", end, end + 2) !== "\r\n") throw notHttp();
      this.chunks.push(bytes.subarray(start, end));
      this.line = end + 2;
      this.chunk = undefined;
    }
    return undefined;
  }

  private nextChunk(bytes: Buffer): readonly [start: number, end: number] | undefined {
    const lineEnd = bytes.indexOf("\r\n", Math.max(this.line, this.searched - 1));
    this.searched = lineEnd < 0 ? bytes.length : lineEnd;
    if (lineEnd < 0) return undefined;
    const size = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(bytes.toString("latin1", this.line, lineEnd))?.[1];
    if (size === undefined) throw notHttp();
    return [lineEnd + 2, lineEnd + 2 + parseInt(size, 16)];
  }
}

/** The head at the beginning of bytes, or undefined when more must come: the reader in one call, as fuzzers ask it. */
export function readHead(bytes: Buffer): Head | undefined {
  return new HeadReader().take(bytes);
}

/** The answer in bytes, or undefined when more must come: the reader in one call, as fuzzers ask it. */
export function readResponse(bytes: Buffer, ended: boolean): HttpResponse | undefined {
  return new AnswerReader().take(bytes, ended);
}

function headersIn(lines: readonly string[]): { readonly [name: string]: string } {
  // Without a prototype, since a header may be named "constructor".
  const headers = Object.create(null) as { [name: string]: string };
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || name.trim() !== name) throw notHttp();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

function notHttp(): TransportFault {
  return new TransportFault("answered with something that is not HTTP", false);
}

function tooLong(limit: number, where = ""): TransportFault {
  return new TransportFault(`answered with more than ${limit} bytes${where}`, false);
}
