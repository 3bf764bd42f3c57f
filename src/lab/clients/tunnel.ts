import { Agent, ClientRequest, IncomingMessage, request as httpRequest } from "node:http";
import { isIP, Socket } from "node:net";
import { connect, TLSSocket } from "node:tls";

/** An answer, read to its end. */
export interface TunnelAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request through a tunnel. */
interface TunnelRequest {
  readonly method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH" | "HEAD" | "OPTIONS";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** Requests to one host through the lab's proxy, over TLS that is verified, on one connection after another. */
export class Tunnel {
  private readonly agent: Agent;

  public constructor(
    private readonly proxyUrl: string,
    private readonly ca: string,
    private readonly origin: URL,
    private readonly serverName: string = origin.hostname,
  ) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    // Node.js's type leaves out that the connection may come later, by the callback.
    Object.assign(agent, {
      createConnection: (_options: unknown, done: (error: Error | null, socket?: TLSSocket) => void) => {
        this.open().then(
          (socket) => done(null, socket),
          (error: Error) => done(error),
        );
      },
    });
    this.agent = agent;
  }

  public async send({ method, path, headers = {}, body }: TunnelRequest): Promise<TunnelAnswer> {
    const { host, pathname } = this.origin;
    const prefix = pathname.replace(/\/$/, "");
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      method,
      path: `${prefix}${path}`,
      agent: this.agent,
      headers: { host, ...headers, ...length },
    };
    return await new Promise((resolve, reject) => {
      const outgoing = httpRequest(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }

  public close(): void {
    this.agent.destroy();
  }

  private async open(): Promise<TLSSocket> {
    const socket = await this.connectToProxy();
    // A URL has brackets about an IPv6 address, a certificate has none; an address is no server name.
    const host = this.serverName.replace(/^\[|\]$/g, "");
    const secured = connect({ socket, host, servername: isIP(host) ? undefined : host, ca: this.ca });
    return await new Promise((resolve, reject) => {
      secured.once("secureConnect", () => resolve(secured));
      secured.once("error", reject);
    });
  }

  private connectToProxy(): Promise<Socket> {
    const { hostname, port } = new URL(this.proxyUrl);
    const target = `${this.origin.hostname}:${this.origin.port || 443}`;
    return new Promise((resolve, reject) => {
      const asking: ClientRequest = httpRequest({ method: "CONNECT", hostname, port, path: target, agent: false });
      asking.once("connect", (answer: IncomingMessage, socket: Socket) => {
        if (answer.statusCode === 200) return resolve(socket);
        socket.destroy();
        reject(new Error(`the lab's proxy answered ${answer.statusCode} for ${target}`));
      });
      asking.once("error", reject);
      asking.end();
    });
  }
}
