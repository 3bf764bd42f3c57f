import { createPublicKey, JsonWebKey, verify } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectSecurely } from "node:tls";
import { Tunnel } from "../../src/lab/clients/tunnel";
import { CertificateAuthority } from "../../src/lab/network/certificate-authority";
import { LabNetwork } from "../../src/lab/network/lab-network";
import { buildMesh } from "./support/meshes";
import { LabFixture } from "./support/use-lab";
import { run } from "../plugin/support";

const fixture = new LabFixture(buildMesh);

/** How the lab's proxy answers a request that is made of it. */
function askProxy(method: string, target: string): Promise<number> {
  const { hostname, port } = new URL(fixture.lab.proxyUrl);
  return new Promise((resolve, reject) => {
    const asking = request({ method, hostname, port, path: target, agent: false });
    asking.once("connect", (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asking.once("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.once("error", reject);
    asking.end();
  });
}

describe("the lab's proxy", () => {
  it.each(["sts.us-west-2.amazonaws.com:443", "sts.googleapis.com:443", "login.microsoftonline.com:443"])(
    "connects to %s, which the lab plays",
    async (target) => expect(await askProxy("CONNECT", target)).toBe(200),
  );

  it.each(["example.com:443", "s3.us-west-2.amazonaws.com:443", "169.254.169.254:80", "127.0.0.1:22"])(
    "refuses %s: nothing leaves the machine",
    async (target) => expect(await askProxy("CONNECT", target)).toBe(403),
  );

  it("forwards no plain request", async () => {
    expect(await askProxy("GET", "http://example.com/")).toBe(403);
  });

  it("loses nothing of a client that begins its handshake with the CONNECT", async () => {
    // GIVEN a socket whose first two writes leave as one
    const { hostname, port } = new URL(fixture.lab.proxyUrl);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.cork();
    socket.write("CONNECT sts.googleapis.com:443 HTTP/1.1\r\nHost: sts.googleapis.com:443\r\n\r\n");

    // WHEN the handshake goes out before the answer is read
    const through = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, done) => {
        socket.write(chunk, () => undefined);
        socket.uncork();
        done();
      },
    });
    let answer = "";
    socket.on("data", (chunk: Buffer) => {
      const end = answer ? 0 : chunk.indexOf("\r\n\r\n") + 4;
      answer ||= chunk.subarray(0, end).toString();
      if (chunk.length > end) through.push(chunk.subarray(end));
    });
    const ca = readFileSync(fixture.lab.caFile);
    const secured = connectSecurely({ socket: through, servername: "sts.googleapis.com", ca });

    // THEN
    await once(secured, "secureConnect");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(secured.authorized).toBe(true);
    secured.destroy();
    socket.destroy();
  });

  it("serves certificates of the lab's authority alone, which nobody else trusts", async () => {
    const { stdout } = await run(
      process.execPath,
      [
        "-e",
        `const { HttpsProxyAgent } = require("https-proxy-agent");
         require("node:https").get("https://sts.googleapis.com/", { agent: new HttpsProxyAgent(process.env.PROXY) },
           () => console.log("trusted")).once("error", (error) => console.log(error.code));`,
      ],
      { PROXY: fixture.lab.proxyUrl },
      { cwd: `${__dirname}/../..` },
    );
    expect(stdout.trim()).toMatch(/UNABLE_TO_VERIFY|SELF_SIGNED/);
  });

  it("answers only for hosts of its own inside a connection", async () => {
    const answer = await fixture.ask("https://sts.googleapis.com/v1/token", { headers: { host: "example.com" } });
    expect(answer.status).toBe(421);
  });

  // net/http, "Constants": DefaultMaxHeaderBytes is a megabyte, and 431 is answered above it. https://pkg.go.dev/net/http#pkg-constants
  it.each([
    ["takes headers of 20 kB", 20_000, 404],
    ["refuses headers of more than a megabyte", 1024 * 1024 + 1, 431],
  ])("%s", async (_what, length, status) => {
    const answer = await fixture.ask("https://sts.googleapis.com/", { headers: { "x-long": "x".repeat(length) } });
    expect(answer.status).toBe(status);
  });

  it("takes no body of more than a megabyte", async () => {
    const body = "x".repeat(1024 * 1024 + 1);
    const asked = fixture.ask("https://sts.googleapis.com/v1/token", { method: "POST", body });
    await expect(asked.then(({ status }) => status)).resolves.toBe(413);
  });
});

describe("a host that fails", () => {
  it("answers so, and the lab goes on", async () => {
    // GIVEN
    const authority = await CertificateAuthority.create();
    const handler = ({ path }: { path: string }) => {
      if (path === "/fails") throw new TypeError("x is undefined");
      return { status: 200, body: "fine" };
    };
    const network = await LabNetwork.start(authority, new Map([["fails.example.com", handler]]));
    const tunnel = new Tunnel(network.proxyUrl, authority.cert, new URL("https://fails.example.com"));

    try {
      // WHEN
      const failed = await tunnel.send({ method: "GET", path: "/fails" });

      // THEN
      expect(failed.status).toBe(500);
      expect(JSON.parse(failed.body)).toEqual({ message: "The lab failed at GET /fails: x is undefined" });
      expect(await tunnel.send({ method: "GET", path: "/" })).toEqual({ status: 200, body: "fine" });
    } finally {
      tunnel.close();
      await network.close();
    }
  });
});

describe("the issuer of a source cluster", () => {
  it.each([
    ["corp:deploy/deployer → west", "openid/v1/jwks"],
    ["euro:deploy/deployer → west", "/jwks"],
    ["west:deploy/deployer → euro", "/keys"],
  ])("of %s publishes the key that signs its tokens", async (name, jwks) => {
    // GIVEN
    const edge = fixture.edge(name);
    const { issuer } = edge.declaration.source;
    const token = await fixture.token(edge);

    // WHEN
    const discovery = await fixture.ask(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const document = JSON.parse(discovery.body) as { issuer: string; jwks_uri: string };
    const keys = JSON.parse((await fixture.ask(document.jwks_uri)).body) as { keys: (JsonWebKey & { kid: string })[] };

    // THEN
    expect(document.issuer).toBe(issuer);
    expect(document.jwks_uri.endsWith(jwks)).toBe(true);
    const [header, payload, signature] = token.split(".");
    const { kid, alg } = JSON.parse(Buffer.from(header, "base64url").toString()) as { kid: string; alg: string };
    const key = keys.keys.find((one) => one.kid === kid);
    expect(alg).toBe("RS256");
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: "jwk" });
    const good = verify("sha256", Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, "base64url"));
    expect(good).toBe(true);
  });

  it("has nothing else", async () => {
    const { issuer } = fixture.edge("west:deploy/deployer → euro").declaration.source;
    expect((await fixture.ask(`${issuer}/other`)).status).toBe(404);
  });
});
