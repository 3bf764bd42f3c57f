import { Hop, PluginFailure } from "../failure";
import { Run } from "../run";
import { Connection } from "./connection";
import { hostOf, portOf } from "./endpoint";
import { readResponse, requestBytes } from "./message";
import { proxyFor, tunnel } from "./proxy";
import { secureContext } from "./secure-context";
import { TransportFault } from "./transport-fault";

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
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
}

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
  const started = Date.now();
  try {
    const response = await receive(run, request, limit);
    noteClock(run, response, started);
    run.log.debug(`${request.peer} answered ${response.status} in ${Date.now() - started} ms`);
    return response;
  } catch (error) {
    const known = error instanceof PluginFailure || error instanceof TransportFault;
    throw known ? error : explain(error as NodeJS.ErrnoException);
  }
}

async function receive({ env }: Run, request: HttpRequest, limit: number): Promise<HttpResponse> {
  const url = new URL(request.url);
  const proxy = proxyFor(url, env);
  const connection = new Connection(hostOf(proxy ?? url), portOf(proxy ?? url));
  const timer = setTimeout(
    () => connection.fail(new TransportFault(`did not answer within ${Math.round(limit)} ms`, true)),
    limit,
  );
  try {
    if (proxy) await tunnel(connection, proxy, url, env);
    if (url.protocol === "https:") await connection.secure(secureContext(request.vendor, env), hostOf(url));
    return await connection.ask(requestBytes(request, url.pathname + url.search, url.host), readResponse);
  } catch (error) {
    // After an answer the server closes, as it was asked to.
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The Date header is whole seconds at the answer's start; half the round trip is too little to matter here. */
function noteClock(run: Run, response: HttpResponse, started: number): void {
  const date = Date.parse(response.headers.date ?? "");
  if (Number.isFinite(date)) run.clockBehind = Math.round((date - (started + Date.now()) / 2) / 1000);
}

const HEALING_CODES = ["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"];
const CERTIFICATE_CODES = /CERT|SIGNED|UNABLE_TO_|ERR_TLS_CERT/;

function explain(error: NodeJS.ErrnoException): TransportFault {
  const code = error.code ?? "";
  if (CERTIFICATE_CODES.test(code)) {
    const wayOut = "Name a private CA's bundle in SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE.";
    return new TransportFault(`has a certificate that is not trusted (${error.message})`, false, wayOut, code);
  }
  const wayOut = code === "ENOTFOUND" ? "Check the name, the cluster's DNS, and HTTPS_PROXY." : undefined;
  return new TransportFault(`could not be reached (${error.message})`, HEALING_CODES.includes(code), wayOut, code);
}
