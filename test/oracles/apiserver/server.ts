import { ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Somebody whom the server knows by a token. */
export interface Known {
  readonly token: string;
  readonly user: string;
  readonly groups?: readonly string[];
}

/** A request, as both servers get it. */
export interface Asked {
  readonly method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: object;
}

/** An answer, with what its body is in JSON. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const PROGRAM = join(__dirname, "bin/apiserver");

/** A real kube-apiserver of the Go module `k8s.io/kubernetes`, with an etcd of the module `go.etcd.io/etcd/server`. */
export class KubeApiServer {
  public static async start(known: readonly Known[]): Promise<KubeApiServer> {
    build();
    const folder = mkdtempSync(join(tmpdir(), "trust-mesh-apiserver-"));
    const tokens = join(folder, "tokens.csv");
    const rows = known.map(({ token, user, groups = [] }) => `${token},"${user}","${user}","${groups.join(",")}"`);
    writeFileSync(tokens, `${rows.join("\n")}\n`);
    const options = [
      "genpkey",
      "-algorithm",
      "RSA",
      "-pkeyopt",
      "rsa_keygen_bits:2048",
      "-out",
      join(folder, "key.pem"),
    ];
    execFileSync("openssl", options, { stdio: "ignore" });
    const server = spawn(PROGRAM, [folder, tokens]);
    let told = "";
    server.stderr.on("data", (data: Buffer) => (told = `${told}${data.toString()}`.slice(-4000)));
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(server.stdout).once("line", resolve);
      server.once("exit", (code) => reject(new Error(`the API server ended with ${code}: ${told}`)));
    });
    const { server: url, ca } = JSON.parse(line) as { server: string; ca: string };
    const running = new KubeApiServer(folder, server, url, readFileSync(ca, "utf8"));
    await running.untilReady(known[0].token);
    return running;
  }

  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcessWithoutNullStreams,
    private readonly url: string,
    private readonly ca: string,
  ) {}

  public async ask(token: string | undefined, { method, path, headers = {}, body }: Asked): Promise<Answered> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const all = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      ...headers,
    };
    return await new Promise((resolve, reject) => {
      const outgoing = request(`${this.url}${path}`, { method, ca: this.ca, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => resolve(answered(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8"))));
      });
      outgoing.once("error", reject);
      outgoing.end(text);
    });
  }

  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once("close", resolve));
    this.server.stdin.end();
    const late = setTimeout(() => this.server.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(late);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The roles that every server has are made after it begins to listen. */
  private async untilReady(token: string): Promise<void> {
    for (let attempt = 0; attempt < 120; attempt++) {
      const { status } = await this.ask(token, { method: "GET", path: "/readyz" });
      if (status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error("the API server is not ready after a minute");
  }
}

/** An answer with its body; text that is no JSON is kept under `text`. */
export function answered(status: number, text: string): Answered {
  try {
    return { status, body: JSON.parse(text) as Answered["body"] };
  } catch {
    return { status, body: { text } };
  }
}

/** The first build compiles Kubernetes, for ten minutes and more. */
function build(): void {
  const { status, stderr } = spawnSync("go", ["build", "-ldflags", "-s -w", "-o", PROGRAM, "."], {
    cwd: __dirname,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "-mod=readonly" },
  });
  if (status !== 0) throw new Error(`go build: ${stderr}`);
}
