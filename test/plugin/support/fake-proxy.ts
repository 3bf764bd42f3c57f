import { createServer, Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { AddressInfo, connect } from "node:net";
import { Duplex } from "node:stream";
import { Identity } from "./certificates";

/** An HTTP proxy that tunnels every CONNECT to one port of the loopback, whatever host was asked for. */
export class FakeProxy {
  public readonly targets: string[] = [];
  private readonly sockets = new Set<Duplex>();
  private readonly server: Server;

  private constructor(
    toPort: number,
    { credentials, refusal, identity }: { credentials?: string; refusal?: number; identity?: Identity },
  ) {
    this.server = identity ? createTlsServer(identity) : createServer();
    this.server.on("request", (_request, response) => response.writeHead(405).end());
    this.server.on("connect", (request, client: Duplex) => {
      this.targets.push(request.url ?? "");
      const expected = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
      if (expected && request.headers["proxy-authorization"] !== expected) {
        client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      if (refusal !== undefined) {
        client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
        return;
      }
      const upstream = connect(toPort, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on("error", () => socket.destroy());
      }
    });
  }

  /** Starts a proxy, which may want a user and password, refuse every tunnel, or speak TLS itself. */
  public static async start(
    toPort: number,
    options: { readonly credentials?: string; readonly refusal?: number; readonly identity?: Identity } = {},
  ): Promise<FakeProxy> {
    const proxy = new FakeProxy(toPort, options);
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  public get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
