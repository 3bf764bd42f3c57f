import type { HttpRequest, HttpResponse } from "./send";
import { TransportFault } from "./transport-fault";

/** Answers of token endpoints are a few kilobytes; more is not one. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;
/** What Node.js's own parser allows (`--max-http-header-size`). */
const MAXIMUM_HEAD_BYTES = 16 * 1024;
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
    if (/[^\t\x20-\x7e]/.test(value)) throw new TransportFault(`cannot be sent this value of "${name}"`, false);
    head += `${name}: ${value}\r\n`;
  }
  return Buffer.concat([Buffer.from(`${head}\r\n`), content]);
}

/**
 * The head of an answer, or undefined when more must come first (RFC 9112, sections 4 and 5).
 *
 * @throws TransportFault for what is no HTTP
 */
export function readHead(bytes: Buffer): Head | undefined {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(HEAD_END, start);
    if ((end < 0 ? bytes.length : end) - start > MAXIMUM_HEAD_BYTES) throw notHttp();
    if (end < 0) return undefined;
    const [first, ...lines] = bytes.toString("latin1", start, end).split("\r\n");
    const status = Number(/^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first)?.[1]);
    if (!status) throw notHttp();
    start = end + HEAD_END.length;
    // "100 Continue" and its like come before the answer; "101 Switching Protocols" answers what nobody asked.
    if (status >= 200 || status === 101) return { status, headers: headersIn(lines), end: start };
  }
}

/**
 * An answer, or undefined when more must come first (RFC 9112, section 6).
 *
 * @param ended whether nothing more will come
 * @throws TransportFault for what is no HTTP, or too long
 */
export function readResponse(bytes: Buffer, ended: boolean): HttpResponse | undefined {
  const head = readHead(bytes);
  if (!head) return undefined;
  const { status, headers } = head;
  const rest = bytes.subarray(head.end);
  const body = status === 204 || status === 304 ? "" : bodyIn(rest, headers, ended)?.toString("utf8");
  return body === undefined ? undefined : { status, headers, body };
}

function headersIn(lines: readonly string[]): { readonly [name: string]: string } {
  const headers: { [name: string]: string } = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || name.trim() !== name) throw notHttp();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

function bodyIn(rest: Buffer, headers: Head["headers"], ended: boolean): Buffer | undefined {
  const coding = headers["transfer-encoding"];
  const length = headers["content-length"];
  if (coding === undefined && length !== undefined && !/^\d{1,15}$/.test(length)) throw notHttp();
  if (Math.max(rest.length, coding === undefined ? Number(length ?? 0) : 0) > MAXIMUM_ANSWER_BYTES) {
    throw new TransportFault(`answered with more than ${MAXIMUM_ANSWER_BYTES} bytes`, false);
  }
  if (coding !== undefined) {
    if (coding.toLowerCase() !== "chunked") throw notHttp();
    return joinedChunks(rest);
  }
  if (length === undefined) return ended ? rest : undefined;
  return rest.length < Number(length) ? undefined : rest.subarray(0, Number(length));
}

/** The body that comes in chunks, each with its size in front (RFC 9112, section 7.1). */
function joinedChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(rest.toString("latin1", at, lineEnd))?.[1];
    if (size === undefined) throw notHttp();
    const start = lineEnd + 2;
    const end = start + parseInt(size, 16);
    // Behind the last one, of no bytes, fields may come, which end as a head does.
    if (end === start) return rest.indexOf(HEAD_END, lineEnd) < 0 ? undefined : Buffer.concat(chunks);
    if (rest.length < end + 2) return undefined;
    if (rest.toString("latin1", end, end + 2) !== "\r\n") throw notHttp();
    chunks.push(rest.subarray(start, end));
    at = end + 2;
  }
}

function notHttp(): TransportFault {
  return new TransportFault("answered with something that is not HTTP", false);
}
