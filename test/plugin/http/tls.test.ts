import { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { FakeCloud, FakeProxy, runPlugin, Sandbox } from "../support";
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
