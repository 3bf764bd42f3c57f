import { createServer, Server } from "node:https";
import { AddressInfo } from "node:net";
import { TestAuthority } from "./certificates";

/** As much of a Kubernetes API server as `kubectl get --raw` and `kubectl get pods` need, over TLS. */
export class FakeApiServer {
  public readonly authority = new TestAuthority();
  /** The bearer tokens that arrived, in order. */
  public readonly bearers: string[] = [];
  /** Whether a bearer token is let in. */
  public accepts: (bearer: string) => boolean = () => true;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(this.authority.issue(["localhost", "127.0.0.1"]), (request, response) => {
      const bearer = (request.headers.authorization ?? "").replace(/^Bearer /, "");
      this.bearers.push(bearer);
      const let_in = this.accepts(bearer);
      const status = let_in ? "Success" : "Failure";
      const body = { kind: "Status", apiVersion: "v1", status, code: let_in ? 200 : 401, reason: "Unauthorized" };
      response.writeHead(body.code, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  }

  public static async start(): Promise<FakeApiServer> {
    const server = new FakeApiServer();
    await new Promise<void>((resolve) => server.server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  public get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
