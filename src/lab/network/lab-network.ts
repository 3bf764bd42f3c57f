import { createServer as createHttpServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { AddressInfo, Socket } from "node:net";
import { CertificateAuthority } from "./certificate-authority";
import { Handler, hostOf, json, LabRequest, LabResponse, MalformedRequest, readRequest } from "./http";

/** The bytes of headers that are read: Go's net/http `DefaultMaxHeaderBytes`, which kube-apiserver leaves as it is. */
const MAX_HEADER_BYTES = 1 << 20;

/**
 * The lab's network: an HTTP proxy on loopback. CONNECT to a host that the lab plays ends in the lab, behind a certificate
 * of the lab's authority; to every other host it is refused, so nothing ever leaves the machine.
 */
export class LabNetwork {
  /**
   * Starts the proxy. The hosts are those of `handlers`, by their names in lower case; a first label `*` is any.
   *
   * @param furtherNames what else the servers' certificate is made for
   */
  public static async start(
    authority: CertificateAuthority,
    handlers: ReadonlyMap<string, Handler>,
    furtherNames: readonly string[] = [],
  ): Promise<LabNetwork> {
    const identity = await authority.issue([...new Set([...handlers.keys(), ...furtherNames])]);
    const options = { ...identity, maxHeaderSize: MAX_HEADER_BYTES };
    const network = new LabNetwork(handlers, (answer) => createHttpsServer(options, answer));
    await new Promise<void>((resolve) => network.proxy.listen(0, "127.0.0.1", resolve));
    return network;
  }

  private readonly proxy: Server;
  private readonly behind: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly handlers: ReadonlyMap<string, Handler>,
    secured: (answer: (message: IncomingMessage, response: ServerResponse) => void) => Server,
  ) {
    this.behind = secured((message, response) => void this.answer(message, response));
    // Clients keep connections for as long as the lab lives; one that is closed for idleness may be just about to be used.
    this.behind.keepAliveTimeout = 0;
    // A client that goes away in the middle of a handshake is no fault of the lab's.
    this.behind.on("tlsClientError", () => undefined);
    this.proxy = createHttpServer((_message, response) => {
      response.writeHead(403, { "content-type": "text/plain" });
      response.end("The lab's proxy takes CONNECT only.\n");
    });
    this.proxy.on("connect", (message: IncomingMessage, socket: Socket, head: Buffer) =>
      this.connect(message, socket, head),
    );
    this.proxy.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
  }

  /** The proxy's URL, for HTTPS_PROXY. */
  public get proxyUrl(): string {
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.proxy.close(() => resolve()));
  }

  /** By the whole name, or by one whose first label is `*`. */
  private handlerOf(host: string): Handler | undefined {
    return this.handlers.get(host) ?? this.handlers.get(host.replace(/^[^.]+/, "*"));
  }

  private connect(message: IncomingMessage, socket: Socket, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const host = hostOf(message.url ?? "");
    if (!this.handlerOf(host)) {
      socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\nThe lab plays no host "${host}".\n`);
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    // A client may send its handshake before it has the answer.
    if (head.length) socket.unshift(head);
    this.behind.emit("connection", socket);
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message).catch(() => undefined);
    if (!request) {
      response.writeHead(413).end();
      return;
    }
    const handler = this.handlerOf(request.host);
    const answer: LabResponse = handler
      ? await ask(handler, request)
      : { status: 421, body: `This connection is not for "${request.host}".\n` };
    response.writeHead(answer.status, { date: new Date().toUTCString(), ...answer.headers });
    response.end(answer.body);
  }
}

/** A handler's answer; none of its faults ends the lab or leaves a client waiting. */
async function ask(handler: Handler, request: LabRequest): Promise<LabResponse> {
  try {
    return await handler(request);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof MalformedRequest) return json(400, { message: `The request is malformed: ${message}.` });
    return json(500, { message: `The lab failed at ${request.method} ${request.path}: ${message}` });
  }
}
