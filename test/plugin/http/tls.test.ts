import { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { createServer } from "node:tls";
import { HANDED_OVER } from "../../../src/plugin/http/secure-context";
import { FakeCloud, FakeProxy, PLUGIN, run, runPlugin, Sandbox, TestEnvironment } from "../support";
import { useFakes } from "../support/use-fakes";
import { TestAuthority } from "../support/certificates";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const bare = () => ({ HOME: box.folder });

it("refuses a certificate that no root signs, and says where to name one", async () => {
  const result = await runPlugin(box.aks("--no-cache"), bare());
  expect([result.code, result.stdout]).toEqual([4, ""]);
  expect(result.stderr).toContain("has a certificate that is not trusted");
  expect(result.stderr).toContain("SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE");
  expect(cloud.requests).toEqual([]);
});

it("cannot be talked out of verification", async () => {
  const result = await runPlugin(box.aks("--no-cache"), { ...bare(), NODE_TLS_REJECT_UNAUTHORIZED: "0" });
  expect(result.code).toBe(4);
  expect(result.stderr).toContain("has a certificate that is not trusted");
  expect(cloud.requests).toEqual([]);
});

it("sends nothing before the certificate is verified", async () => {
  const received: Buffer[] = [];
  const server = createServer(new TestAuthority().issue(["localhost"]), (socket) => {
    socket.on("data", (data: Buffer) => received.push(data)).on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? `https://localhost:${port}` : arg));
    expect((await runPlugin(args, box.env())).code).toBe(4);
    expect(received).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

it("refuses an expired certificate", async () => {
  const expired = await FakeCloud.start({ expiredCertificate: true });
  try {
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? expired.url : arg));
    const result = await runPlugin(args, { ...bare(), SSL_CERT_FILE: expired.caFile });
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("certificate has expired");
    expect(expired.requests).toEqual([]);
  } finally {
    await expired.close();
  }
});

it("refuses a certificate for another name", async () => {
  const proxy = await FakeProxy.start(cloud.port);
  try {
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? "https://login.example" : arg));
    const result = await runPlugin(args, box.env({ HTTPS_PROXY: proxy.host }));
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("has a certificate that is not trusted (it is for DNS:localhost, ");
    expect(proxy.targets).toEqual(["login.example:443"]);
    expect(cloud.requests).toEqual([]);
  } finally {
    await proxy.close();
  }
});

describe("trusts the authority that is named", () => {
  it.each(["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"])("by %s", async (variable) => {
    const env = { ...bare(), [variable]: cloud.caFile };
    expect((await runPlugin(box.aks("--no-cache"), env)).code).toBe(0);
    expect((await runPlugin(box.eks("--no-cache"), env)).code).toBe(0);
  });

  it("by NODE_EXTRA_CA_CERTS beside an SSL_CERT_FILE that names another", async () => {
    const other = box.write("other.pem", new TestAuthority().cert);
    const env = { ...bare(), SSL_CERT_FILE: other, NODE_EXTRA_CA_CERTS: cloud.caFile };
    expect((await runPlugin(box.aks("--no-cache"), env)).code).toBe(0);
  });

  it("by AWS_CA_BUNDLE, for AWS alone", async () => {
    const env = { ...bare(), AWS_CA_BUNDLE: cloud.caFile };
    expect((await runPlugin(box.eks("--no-cache"), env)).code).toBe(0);
    expect((await runPlugin(box.aks("--no-cache"), env)).code).toBe(4);
  });
});

describe("says so when a variable names what is no bundle", () => {
  it.each([
    ["/nowhere/ca.pem", "cannot be read (ENOENT)"],
    [__dirname, "cannot be read (EISDIR)"],
    [__filename, "holds no PEM certificate"],
    ["/dev/null", "holds no PEM certificate"],
  ])("%s", async (file, message) => {
    for (const [variable, args, others] of [
      ["SSL_CERT_FILE", box.aks("--no-cache"), {}],
      ["AWS_CA_BUNDLE", box.eks("--no-cache"), { SSL_CERT_FILE: cloud.caFile }],
      ["NODE_EXTRA_CA_CERTS", box.aks("--no-cache"), { SSL_CERT_FILE: cloud.caFile }],
    ] as const) {
      const result = await runPlugin(args, { ...bare(), ...others, [variable]: file });
      expect([result.code, result.stdout]).toEqual([2, ""]);
      expect(result.stderr).toContain(`${variable} names ${file}, which ${message}`);
      expect(cloud.requests).toEqual([]);
    }
  });

  it("but leaves it to Node.js what becomes of NODE_EXTRA_CA_CERTS beside its own roots", async () => {
    const env = { ...bare(), NODE_EXTRA_CA_CERTS: "/nowhere/ca.pem" };
    const result = await runPlugin(box.aks("--no-cache"), env);
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("has a certificate that is not trusted");
  });
});

describe("what a bundle replaces is not trusted any more", () => {
  let other: string;
  let folder: string;
  beforeEach(() => {
    // GIVEN a bundle of another authority, and the cloud's where OpenSSL looks for it
    other = box.write("other.pem", new TestAuthority().cert);
    folder = dirname(box.write(`roots/${cloud.authority.hashedName}`, cloud.authority.cert));
  });
  const codeWith = async (env: TestEnvironment) =>
    (await runPlugin(box.aks("--no-cache"), { ...bare(), SSL_CERT_DIR: folder, ...env })).code;

  it("such as the machine's SSL_CERT_DIR", async () => {
    expect(await codeWith({ NODE_OPTIONS: "--use-openssl-ca" })).toBe(0);
    expect(await codeWith({ SSL_CERT_FILE: other })).toBe(4);
    expect(await codeWith({ SSL_CERT_FILE: other, NODE_OPTIONS: "--use-openssl-ca" })).toBe(4);
    expect(await codeWith({ SSL_CERT_FILE: cloud.caFile, NODE_OPTIONS: "--use-openssl-ca" })).toBe(0);
  });

  it("while NODE_EXTRA_CA_CERTS keeps the roots that Node.js has, whichever those are", async () => {
    expect(await codeWith({ NODE_OPTIONS: "--use-openssl-ca", NODE_EXTRA_CA_CERTS: other })).toBe(0);
    expect(await codeWith({ NODE_EXTRA_CA_CERTS: other })).toBe(4);
  });

  it("whatever else NODE_OPTIONS chooses", async () => {
    for (const option of ["--use-bundled-ca", "--no-warnings"]) {
      expect(await codeWith({ SSL_CERT_FILE: other, NODE_OPTIONS: option })).toBe(4);
      expect(await codeWith({ SSL_CERT_FILE: cloud.caFile, NODE_OPTIONS: option })).toBe(0);
    }
  });
});

describe("names under which the shell hands variables over", () => {
  const smuggled = (file: string) => ({
    [`${HANDED_OVER}SSL_CERT_FILE`]: file,
    [`${HANDED_OVER}NODE_EXTRA_CA_CERTS`]: file,
  });

  it("say nothing when they come from elsewhere", async () => {
    const other = box.write("other.pem", new TestAuthority().cert);
    for (const named of [{}, { SSL_CERT_FILE: other }, { NODE_EXTRA_CA_CERTS: other }]) {
      const result = await runPlugin(box.aks("--no-cache"), { ...bare(), ...smuggled(cloud.caFile), ...named });
      expect(result.code).toBe(4);
      expect(result.stderr).toContain("has a certificate that is not trusted");
    }
    const result = await runPlugin(box.aks("--no-cache"), box.env(smuggled("/nowhere")));
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("cannot be used to switch verification off where there is no shell", async () => {
    const other = box.write("other.pem", new TestAuthority().cert);
    const direct = (env: TestEnvironment) =>
      run(process.execPath, [PLUGIN, ...box.aks("--no-cache")], { ...bare(), ...env });
    expect((await direct(smuggled(other))).code).toBe(4);
    expect((await direct({ ...smuggled(cloud.caFile), SSL_CERT_FILE: other, NODE_EXTRA_CA_CERTS: other })).code).toBe(
      4,
    );
    expect((await direct({ ...smuggled(other), NODE_TLS_REJECT_UNAUTHORIZED: "0" })).stderr).toContain(
      "has a certificate that is not trusted",
    );
    // AND the names that are meant work there as well
    expect((await direct({ SSL_CERT_FILE: cloud.caFile })).code).toBe(0);
    expect((await direct({ NODE_EXTRA_CA_CERTS: cloud.caFile })).code).toBe(0);
    expect((await direct({ SSL_CERT_FILE: other, NODE_EXTRA_CA_CERTS: cloud.caFile })).code).toBe(0);
  });
});
