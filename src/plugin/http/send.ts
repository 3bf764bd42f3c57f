import type { SecureContext } from "node:tls";
import { Deadline } from "../deadline";
import { Hop } from "../failure";
import { Run } from "../run";
import { Environment } from "../settings";
import type { Connection } from "./connection";
import { hostOf, portOf } from "./endpoint";
import { AnswerReader, requestBytes } from "./message";
import { proxyFor, tunnel } from "./proxy";
import { race } from "./race";
import { secureContext } from "./secure-context";

/** A request to one endpoint. */
export interface HttpRequest {
  readonly hop: Hop;
  /** Who is asked, for messages: "AWS STS". */
  readonly peer: string;
  readonly vendor: "aws" | "google" | "azure" | "github";
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

/** A server may be silent for so much of what is left, so that there is time for another try. */
const SHARE_OF_REMAINING_TIME = 0.5;
const LEAST_TRY_MS = 1000;

/**
 * Sends a request once and reads the answer. Redirects are not followed: a token goes only where it was addressed.
 *
 * @throws TransportFault when no whole answer came
 */
export async function send(run: Run, request: HttpRequest): Promise<HttpResponse> {
  const started = Date.now();
  const response = await receive(run, request);
  noteClock(run, response, started);
  run.log.debug(`${request.peer} answered ${response.status} in ${Date.now() - started} ms`);
  return response;
}

async function receive({ env, deadline }: Run, request: HttpRequest): Promise<HttpResponse> {
  const url = new URL(request.url);
  const message = requestBytes(request, url.pathname + url.search, url.host);
  if (url.protocol !== "https:") {
    // A metadata server only reads: asking each of its addresses is better than waiting for a silent one.
    return await race({ host: hostOf(url), port: portOf(url), peer: "" }, deadline, async (connection) => {
      await connection.accepted();
      const answer = await connection.ask(message, "answer", new AnswerReader());
      connection.close();
      return answer;
    });
  }
  const connection = await connectTo(url, request.vendor, env, deadline);
  try {
    const silence = Math.max(LEAST_TRY_MS, deadline.remaining * SHARE_OF_REMAINING_TIME);
    return await connection.ask(message, "answer", new AnswerReader(), Math.min(silence, deadline.remaining));
  } finally {
    // Not left to the server, which may go on sending.
    connection.close();
  }
}

/** A connection over TLS to the host itself, through the proxy if there is one. */
async function connectTo(url: URL, vendor: string, env: Environment, deadline: Deadline): Promise<Connection> {
  const proxy = proxyFor(url, env);
  let context: SecureContext | undefined;
  const peer = proxy ? `could not be reached: the proxy ${proxy.host} ` : "";
  return await race({ host: hostOf(proxy ?? url), port: portOf(proxy ?? url), peer }, deadline, async (connection) => {
    // Made while the first address is being connected to.
    context ??= secureContext(vendor, env);
    await connection.accepted();
    if (proxy) await tunnel(connection, proxy, url, env);
    await connection.secure(context, hostOf(url));
    return connection;
  });
}

/** The Date header is whole seconds at the answer's start; half the round trip is too little to matter here. */
function noteClock(run: Run, response: HttpResponse, started: number): void {
  const date = Date.parse(response.headers.date ?? "");
  if (Number.isFinite(date)) run.clockBehind = Math.round((date - (started + Date.now()) / 2) / 1000);
}
