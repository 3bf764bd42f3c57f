import { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { FakeCloud, FakeProxy, Finished, runPlugin, Sandbox, TestEnvironment } from "../support";
import { useFakes } from "../support/use-fakes";
import { critical, Identity, onlyNamesUnder, TestAuthority } from "../support/certificates";
import { bits, octets, oid, sequence } from "../support/der";

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
  expect((await runAgainst(new TestAuthority().issue(["localhost"]), box.env())).code).toBe(4);
});

/** Runs the plugin against a server that must receive nothing. */
async function runAgainst(identity: Identity, env: TestEnvironment): Promise<Finished> {
  const received: Buffer[] = [];
  const server = createServer(identity, (socket) => {
    socket.on("data", (data: Buffer) => received.push(data)).on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? `https://localhost:${port}` : arg));
    const result = await runPlugin(args, env);
    expect(received).toEqual([]);
    return result;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

// Reasons as OpenSSL words them ("X509_STORE_CTX_get_error", OpenSSL manual); Node.js has no code of its own for most.
describe("a certificate that breaks a rule of X.509 is refused with the reason, not as a fault of the plugin", () => {
  const plain = new TestAuthority();
  const forClients = sequence(oid("2.5.29.37"), octets(sequence(oid("1.3.6.1.5.5.7.3.2"))));
  const onlyForLists = critical("2.5.29.15", bits(Buffer.from([0x02])));
  const narrow = new TestAuthority(onlyNamesUnder("example.com"));

  it.each([
    ["an unknown critical extension", plain, [critical("1.2.3.4.5", sequence())], "unhandled critical extension"],
    ["clients alone", plain, [forClients], "unsuitable certificate purpose"],
    ["lists of revoked ones alone", plain, [onlyForLists], "unsuitable certificate purpose"],
    ["a name outside its authority's domain", narrow, [], "permitted subtree violation"],
  ] as const)("%s", async (_, authority, further, reason) => {
    const identity = authority.issue(["localhost"], false, ...further);
    const { code, stdout, stderr } = await runAgainst(identity, {
      ...bare(),
      SSL_CERT_FILE: box.write("authority.pem", authority.cert),
    });
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr).toContain(`has a certificate that is not trusted (${reason})`);
    expect(stderr).toContain("Have it issued anew, or check for a proxy or portal in between.");
  });
});

it("refuses an expired certificate", async () => {
  const expired = await FakeCloud.start({ expiredCertificate: true });
  try {
    const args = box.aks("--no-cache").map((arg) => (arg === cloud.url ? expired.url : arg));
    const result = await runPlugin(args, { ...bare(), SSL_CERT_FILE: expired.caFile });
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("certificate has expired");
    expect(result.stderr).toContain("Check this machine's clock, or renew the server's certificate.");
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
