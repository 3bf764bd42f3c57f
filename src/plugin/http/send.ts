import { IncomingMessage } from "node:http";
import { Hop, PluginFailure } from "../failure";
import { Run } from "../run";
import { openRequest, ProxyRefusal } from "./connection";

/** A request to one endpoint. */
export interface HttpRequest {
  readonly hop: Hop;
  /** Who is asked, for messages: "AWS STS". */
  readonly peer: string;
  readonly vendor: "aws" | "google" | "azure";
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

/** An answer, read to its end. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
}

/** No answer came, or none that could be read. */
export class TransportFault extends Error {
  public constructor(
    message: string,
    /** Whether another try could succeed. */
    public readonly heals: boolean,
    public readonly wayOut?: string,
    public readonly code?: string,
  ) {
    super(message);
  }
}

/** Answers of token endpoints are a few kilobytes; more is not one. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024;

/** One try may not use up the whole run, or a silent server would leave no time for a second. */
const SHARE_OF_REMAINING_TIME = 0.5;
const LEAST_TRY_MS = 1000;

/**
 * Sends a request once and reads the answer. Redirects are not followed: a token goes only where it was addressed.
 *
 * @throws TransportFault when no whole answer came
 */
export async function send(run: Run, request: HttpRequest): Promise<HttpResponse> {
  const limit = Math.min(
    run.deadline.remaining,
    Math.max(LEAST_TRY_MS, run.deadline.remaining * SHARE_OF_REMAINING_TIME),
  );
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limit);
  const started = Date.now();
  try {
    const response = await receive(run, request, abort.signal);
    noteClock(run, response, started);
    run.log.debug(`${request.peer} answered ${response.status} in ${Date.now() - started} ms`);
    return response;
  } catch (error) {
    if (error instanceof PluginFailure) throw error;
    if (abort.signal.aborted) throw new TransportFault(`did not answer within ${Math.round(limit)} ms`, true);
    throw error instanceof TransportFault ? error : explain(error as NodeJS.ErrnoException);
  } finally {
    clearTimeout(timer);
  }
}

async function receive(run: Run, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const url = new URL(request.url);
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const headers = { ...request.headers, ...(body ? { "content-length": String(body.length) } : {}) };
  const outgoing = await openRequest(
    { url, vendor: request.vendor, env: run.env, signal },
    { method: request.method, headers },
  );
  return await new Promise((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAXIMUM_ANSWER_BYTES) {
          reject(new TransportFault(`answered with more than ${MAXIMUM_ANSWER_BYTES} bytes`, false));
          outgoing.destroy();
        } else chunks.push(chunk);
      });
      incoming.once("error", reject);
      incoming.once("aborted", () => reject(new TransportFault("cut the connection in mid-answer", true)));
      incoming.once("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    outgoing.end(body);
  });
}

/** The Date header is whole seconds at the answer's start; half the round trip is too little to matter here. */
function noteClock(run: Run, response: HttpResponse, started: number): void {
  const date = Date.parse(String(response.headers.date ?? ""));
  if (Number.isFinite(date)) run.clockBehind = Math.round((date - (started + Date.now()) / 2) / 1000);
}

const HEALING_CODES = ["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"];
const CERTIFICATE_CODES = /CERT|SIGNED|UNABLE_TO_|ERR_TLS_CERT/;

function explain(error: NodeJS.ErrnoException): TransportFault {
  const code = error.code ?? "";
  if (error instanceof ProxyRefusal) {
    return new TransportFault(
      error.message,
      error.status === 429 || error.status >= 500,
      "Check HTTPS_PROXY and NO_PROXY.",
    );
  }
  if (CERTIFICATE_CODES.test(code)) {
    const wayOut = "Name a private CA's bundle in SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE.";
    return new TransportFault(`has a certificate that is not trusted (${error.message})`, false, wayOut, code);
  }
  const wayOut = code === "ENOTFOUND" ? "Check the name, the cluster's DNS, and HTTPS_PROXY." : undefined;
  return new TransportFault(`could not be reached (${error.message})`, HEALING_CODES.includes(code), wayOut, code);
}
