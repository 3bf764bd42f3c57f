import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
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
    ["/dev/null", "cannot be read (it is a device or socket, not a file)"],
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
  beforeEach(() => (other = box.write("other.pem", new TestAuthority().cert)));
  const codeWith = async (env: TestEnvironment) => (await runPlugin(box.aks("--no-cache"), { ...bare(), ...env })).code;

  it("such as what OpenSSL trusts by itself", async () => {
    expect(await codeWith({ NODE_OPTIONS: "--use-openssl-ca" })).toBe(4);
    expect(await codeWith({ SSL_CERT_FILE: other, NODE_OPTIONS: "--use-openssl-ca" })).toBe(4);
    expect(await codeWith({ SSL_CERT_FILE: cloud.caFile, NODE_OPTIONS: "--use-openssl-ca" })).toBe(0);
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

describe("SSL_CERT_DIR", () => {
  let folder: string;
  let other: string;
  beforeEach(() => {
    // GIVEN a folder with the cloud's authority under the name that OpenSSL looks for, and files of other kinds
    folder = dirname(box.write(`roots/${cloud.authority.hashedName}`, cloud.authority.cert));
    box.write("roots/README", "nothing here");
    box.write("roots/more/inner.pem", "nothing here either");
    other = box.write("other.pem", new TestAuthority().cert);
    box.write("others/ca.crt", new TestAuthority().cert);
  });
  const withEnv = async (env: TestEnvironment, args = box.aks("--no-cache")) => runPlugin(args, { ...bare(), ...env });

  it("replaces the roots by all certificates in it, whatever the files are named", async () => {
    box.write("mounted/..data/ca.crt", cloud.authority.cert);
    symlinkSync("..data/ca.crt", join(box.folder, "mounted/ca.crt"));
    for (const path of [folder, join(box.folder, "mounted"), `/nowhere:${box.folder}/others:${folder}`]) {
      expect((await withEnv({ SSL_CERT_DIR: path })).code).toBe(0);
      expect((await withEnv({ SSL_CERT_DIR: path, NODE_OPTIONS: "--use-openssl-ca" })).code).toBe(0);
    }
    expect((await withEnv({ SSL_CERT_DIR: join(box.folder, "others") })).code).toBe(4);
  });

  it("counts beside SSL_CERT_FILE, as in OpenSSL and Go, and beside NODE_EXTRA_CA_CERTS", async () => {
    const others = join(box.folder, "others");
    expect((await withEnv({ SSL_CERT_FILE: other, SSL_CERT_DIR: folder })).code).toBe(0);
    expect((await withEnv({ SSL_CERT_FILE: cloud.caFile, SSL_CERT_DIR: others })).code).toBe(0);
    expect((await withEnv({ SSL_CERT_FILE: cloud.caFile, SSL_CERT_DIR: "/nowhere" })).code).toBe(0);
    expect((await withEnv({ SSL_CERT_FILE: other, SSL_CERT_DIR: others })).code).toBe(4);
    expect((await withEnv({ NODE_EXTRA_CA_CERTS: cloud.caFile, SSL_CERT_DIR: others })).code).toBe(0);
  });

  it("does not count for AWS where AWS_CA_BUNDLE is set", async () => {
    const env = { AWS_CA_BUNDLE: other, SSL_CERT_DIR: folder };
    expect((await withEnv(env, box.eks("--no-cache"))).code).toBe(4);
    expect((await withEnv(env)).code).toBe(0);
  });

  it.each(["/nowhere", "/dev/null", "/proc/self/fd"])("that holds no certificate is told: %s", async (path) => {
    const result = await withEnv({ SSL_CERT_DIR: path });
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain(`SSL_CERT_DIR names ${path}, which holds no PEM certificate that can be read.`);
  });

  it("is read without waiting for what is no file", async () => {
    execFileSync("mkfifo", [join(folder, "fifo.pem")]);
    expect((await withEnv({ SSL_CERT_DIR: folder })).code).toBe(0);
    const result = await withEnv({ SSL_CERT_FILE: join(folder, "fifo.pem") });
    expect([result.code, result.stderr]).toEqual([
      2,
      expect.stringContaining("cannot be read (it is a FIFO, not a file)"),
    ]);
  });
});

describe("a bundle is read whatever stands around its certificates", () => {
  const lines = (text: string, change: (line: string) => string) => text.split("\n").map(change).join("\n");
  it.each<[string, (pem: string) => string]>([
    ["an explanation", (pem) => `Our authority, -----BEGIN of it-----\n# subject=/CN=x\n${pem}The end.`],
    [
      "another certificate that is broken",
      (pem) => `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${pem}`,
    ],
    ["a beginning without an end", (pem) => `-----BEGIN CERTIFICATE-----\n${pem}`],
    ["a key", (pem) => `-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n${pem}`],
    ["a byte order mark", (pem) => `\ufeff${pem}`],
    ["an indent", (pem) => lines(pem, (line) => `    ${line}`)],
    ["spaces at the lines' ends", (pem) => lines(pem, (line) => `${line}  `)],
    ["line ends of Windows", (pem) => pem.replace(/\n/g, "\r\n")],
    ["line ends of old Macs", (pem) => pem.replace(/\n/g, "\r")],
    [
      "no line ends within it",
      (pem) =>
        lines(pem, (line) => line)
          .replace(/\n(?!-)(?=.*\n)/g, "")
          .replace("CERTIFICATE-----M", "CERTIFICATE-----\nM"),
    ],
    ["escaped line ends", (pem) => JSON.stringify(pem)],
    ["the name of an older form", (pem) => pem.replace(/CERTIFICATE/g, "X509 CERTIFICATE")],
  ])("%s", async (_what, form) => {
    const file = box.write("bundle.pem", form(`${new TestAuthority().cert}${cloud.authority.cert}`));
    for (const variable of ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"]) {
      const result = await runPlugin(box.aks("--no-cache"), { ...bare(), [variable]: file });
      expect([result.code, result.stderr]).toEqual([0, ""]);
    }
  });

  it("but one that holds only broken ones is told", async () => {
    const file = box.write("bundle.pem", cloud.authority.cert.replace(/\nM/, "\nA"));
    const result = await runPlugin(box.aks("--no-cache"), { ...bare(), SSL_CERT_FILE: file });
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining("which holds no PEM certificate.")]);
  });
});
