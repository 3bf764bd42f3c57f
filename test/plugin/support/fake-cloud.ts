import { createServer as createHttpServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestAuthority } from "./certificates";
import { answerEntra } from "./fake-entra";
import { answerGoogleIam, answerGoogleSts } from "./fake-google";
import { answerMetadata } from "./fake-metadata";
import { serviceAt } from "./fake-services";
import { answerAwsSts } from "./fake-sts";
import { ISSUER, SUBJECT } from "./tokens";

/** What an endpoint does instead of its work, for one request. */
export type Behaviour =
  | "silent"
  | "cut off"
  | "huge"
  | "not JSON"
  | "redirect"
  | { readonly slow: number }
  | {
      readonly status: number;
      readonly headers?: { readonly [name: string]: string };
      readonly body?: string | Buffer;
    };

/** A request as it arrived. */
export interface Arrived {
  readonly service: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly form: URLSearchParams;
}

/** An answer of a fake. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What the fake clouds trust; a test changes what it wants refused. */
export interface Trust {
  issuer: string;
  subject: string;
  /** Unset: the usual one of each cloud. */
  audience?: string;
}

/** Names that a certificate of the fakes is made for, besides localhost: the clouds' own. */
const CLOUD_NAMES = [
  "*.amazonaws.com",
  "*.eu-west-1.amazonaws.com",
  "*.us-east-1.amazonaws.com",
  "*.s3.eu-west-1.amazonaws.com",
  "*.blob.core.windows.net",
  "*.vault.azure.net",
  "*.cn-north-1.amazonaws.com.cn",
  "*.googleapis.com",
  "*.example-universe.com",
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.chinacloudapi.cn",
];

/** The token endpoints of three clouds on one TLS port of the loopback, and their metadata servers on a plain one. */
export class FakeCloud {
  public readonly trust: Trust = { issuer: ISSUER, subject: SUBJECT };
  public readonly requests: Arrived[] = [];
  public readonly authority = new TestAuthority();
  public readonly folder = mkdtempSync(join(tmpdir(), "fake-cloud-"));
  /** The authority's certificate, for SSL_CERT_FILE. */
  public readonly caFile = join(this.folder, "ca.pem");
  /** Secrets of the AWS keys that were handed out, by key id. */
  public readonly awsKeys = new Map<string, { readonly secret: string; readonly session: string; role: string }>();
  /** Every secret that left the fakes: none may be seen in an error or log. */
  public readonly secrets: string[] = [];
  /** Seconds by which the clouds' clocks are ahead of this machine's. */
  public clockAhead = 0;
  private readonly behaviours: Behaviour[] = [];
  private readonly servers: Server[];

  private constructor(expired: boolean) {
    writeFileSync(this.caFile, this.authority.cert);
    const identity = this.authority.issue(["localhost", "127.0.0.1", ...CLOUD_NAMES], expired);
    const handler = (request: IncomingMessage, response: ServerResponse) => void this.handle(request, response);
    this.servers = [createHttpsServer(identity, handler), createHttpServer(handler)];
  }

  /** Starts the fakes. */
  public static async start(options: { readonly expiredCertificate?: boolean } = {}): Promise<FakeCloud> {
    const cloud = new FakeCloud(options.expiredCertificate ?? false);
    for (const server of cloud.servers) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    return cloud;
  }

  /** The address of the token endpoints. */
  public get url(): string {
    return `https://localhost:${this.port}`;
  }

  public get port(): number {
    return (this.servers[0].address() as AddressInfo).port;
  }

  /** The address of the metadata servers. */
  public get metadataUrl(): string {
    return `http://127.0.0.1:${(this.servers[1].address() as AddressInfo).port}`;
  }

  /** What the next requests get, one each; the ones after are answered properly. */
  public next(...behaviours: Behaviour[]): void {
    this.behaviours.push(...behaviours);
  }

  /** The services that were asked, in order. */
  public get asked(): string[] {
    return this.requests.map(({ service }) => service);
  }

  public reset(): void {
    this.requests.length = 0;
    this.behaviours.length = 0;
    this.clockAhead = 0;
    Object.assign(this.trust, { issuer: ISSUER, subject: SUBJECT, audience: undefined });
  }

  public async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(this.folder, { recursive: true });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { service, answer } = this.route(request, body);
    const arrived: Arrived = {
      service,
      method: request.method ?? "",
      host: request.headers.host ?? "",
      path: request.url ?? "",
      headers: request.headers,
      body,
      form: new URLSearchParams(body),
    };
    this.requests.push(arrived);
    response.setHeader("date", new Date(Date.now() + this.clockAhead * 1000).toUTCString());
    const behaviour = this.behaviours.shift();
    if (behaviour !== undefined && typeof behaviour === "object" && "slow" in behaviour) {
      await new Promise((resolve) => setTimeout(resolve, behaviour.slow));
    } else if (behaviour !== undefined) return misbehave(behaviour, response);
    const { status, type, body: text } = answer(this, arrived);
    response.writeHead(status, { "content-type": type }).end(text);
  }

  private route(
    { url = "", method, headers }: IncomingMessage,
    body: string,
  ): { service: string; answer: (cloud: FakeCloud, request: Arrived) => Answer } {
    const path = url.split("?")[0];
    const own = serviceAt(headers.host ?? "");
    if (own) return own;
    const action = new URLSearchParams(body).get("Action");
    if (method === "POST" && path === "/" && action) return { service: `AWS ${action}`, answer: answerAwsSts };
    if (method === "POST" && path === "/v1/token") return { service: "Google STS", answer: answerGoogleSts };
    if (method === "POST" && path.endsWith(":generateAccessToken")) {
      return { service: "Google IAM", answer: answerGoogleIam };
    }
    if (method === "POST" && path.endsWith("/oauth2/v2.0/token")) return { service: "Entra", answer: answerEntra };
    return { service: `metadata ${path}`, answer: answerMetadata };
  }
}

const HUGE = "x".repeat(64 * 1024);

function misbehave(behaviour: Exclude<Behaviour, { slow: number }>, response: ServerResponse): void {
  if (behaviour === "silent") return;
  if (behaviour === "cut off") {
    response.writeHead(200, { "content-length": "5000" }).write('{"access_token":');
    setTimeout(() => response.destroy(), 20);
  } else if (behaviour === "huge") {
    response.writeHead(200);
    const more = () => {
      if (!response.destroyed) response.write(HUGE, more);
    };
    more();
  } else if (behaviour === "not JSON") {
    response.writeHead(200, { "content-type": "text/html" }).end("<html>portal</html>");
  } else if (behaviour === "redirect") response.writeHead(302, { location: "https://localhost:1/elsewhere" }).end();
  else response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body ?? "");
}
