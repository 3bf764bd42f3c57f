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
  readonly method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH" | "HEAD" | "OPTIONS";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: object;
  /** In place of a body: its text, as it is sent. */
  readonly text?: string;
}

/** An answer, with what its body is in JSON. */
export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";
const PROGRAM = join(__dirname, "bin/apiserver");

/** A real kube-apiserver of the Go module `k8s.io/kubernetes`, with an etcd of the module `go.etcd.io/etcd/server`. */
export class KubeApiServer {
  public static async start(known: readonly Known[]): Promise<KubeApiServer> {
    build();
    const folder = mkdtempSync(join(tmpdir(), "trust-mesh-apiserver-"));
    const tokens = join(folder, "tokens.csv");
    // An empty column is one group without a name.
    const rows = known.map(({ token, user, groups = [] }) =>
      [token, `"${user}"`, `"${user}"`, ...(groups.length > 0 ? [`"${groups.join(",")}"`] : [])].join(),
    );
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

  public async ask(token: string | undefined, asked: Asked): Promise<Answered> {
    const { method, path, headers = {}, body } = asked;
    const text = asked.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const all = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
      ...headers,
    };
    return await new Promise((resolve, reject) => {
      const outgoing = request(this.url, { method, path, ca: this.ca, headers: all }, (response) => {
        // A watch has no end.
        if (response.statusCode === 200 && path.includes("watch")) {
          response.destroy();
          return resolve({ status: 200, body: {} });
        }
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("end", () => resolve(answered(response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8"))));
      });
      outgoing.once("error", reject);
      outgoing.end(text);
    });
  }

  /** Gives view, edit and admin their rules, as a controller does that runs beside an API server. */
  public async aggregate(token: string): Promise<void> {
    const path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    for (const name of ["view", "edit", "admin"]) {
      const { body } = await this.ask(token, { method: "GET", path });
      const roles = body.items as (object & {
        metadata: { name: string; labels?: Record<string, string> };
        rules?: [];
      })[];
      const chosen = roles.filter(({ metadata }) => metadata.labels?.[`${AGGREGATE}${name}`] === "true");
      const own = roles.find(({ metadata }) => metadata.name === name);
      const whole = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", ...own };
      const rules = chosen.flatMap(({ rules: each = [] }) => each);
      const put = { method: "PUT", path: `${path}/${name}`, body: { ...whole, rules } } as const;
      const { status, body: answer } = await this.ask(token, put);
      if (status !== 200) throw new Error(JSON.stringify(answer));
    }
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
