import { IncomingMessage } from "node:http";

/** A request to a host of the lab, read to its end. */
export interface LabRequest {
  readonly method: string;
  /** The host without its port. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as they were sent: neither decoded nor put right. */
  readonly target?: string;
  readonly headers: IncomingMessage["headers"];
  /** The values of each header as they were sent, one by one. */
  readonly values?: IncomingMessage["headersDistinct"];
  readonly body: Buffer;
}

/** What a host answers. */
export interface LabResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What stands behind a host's name. */
export type Handler = (request: LabRequest) => LabResponse | Promise<LabResponse>;

const HTTPS_PORT = 443;
/** Token endpoints and API servers get kilobytes; more is a mistake. */
const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** Reads a request; undefined where its body is too large. */
export async function readRequest(message: IncomingMessage): Promise<LabRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > MAXIMUM_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  const target = message.url ?? "/";
  // A path may begin with two slashes, which are no host's.
  const url = target.startsWith("/") ? new URL(`https://host${target}`) : new URL(target, "https://host");
  return {
    method: message.method ?? "GET",
    host: hostOf(message.headers.host ?? ""),
    port: Number(/:(\d+)$/.exec(message.headers.host ?? "")?.[1] ?? HTTPS_PORT),
    path: url.pathname,
    query: url.searchParams,
    target,
    headers: message.headers,
    values: message.headersDistinct,
    body: Buffer.concat(chunks),
  };
}

/** A request that no server understands. */
export class MalformedRequest extends Error {}

/** The object that a body is in JSON; an empty body is an empty object. @throws MalformedRequest */
export function objectOf({ body }: LabRequest): Readonly<Record<string, unknown>> {
  const value = parsed(body.toString("utf8") || "{}");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MalformedRequest("the body is not a JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRequest("the body is not JSON");
  }
}

/** A part of a path without its percent signs. @throws MalformedRequest */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new MalformedRequest(`"${part}" in the path is not UTF-8`);
  }
}

/** The fields of a form. */
export function formOf({ body }: LabRequest): URLSearchParams {
  return new URLSearchParams(body.toString("utf8"));
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): LabResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

/** A Host header's or a CONNECT target's host, in lower case, without port and brackets. */
export function hostOf(authority: string): string {
  return authority
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
}
