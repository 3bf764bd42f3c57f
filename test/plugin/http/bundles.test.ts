import { FakeCloud, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";
import { TestAuthority } from "../support/certificates";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const bare = () => ({ HOME: box.folder });

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

  it("but passes over NODE_EXTRA_CA_CERTS beside Node.js's own roots, and warns once in words of its own", async () => {
    const env = { ...bare(), NODE_EXTRA_CA_CERTS: "/nowhere/ca.pem" };
    const result = await runPlugin(box.aks("--no-cache"), env);
    expect(result.code).toBe(4);
    const [warning, ...rest] = result.stderr.trimEnd().split("\n");
    expect(warning).toBe(
      "trust-mesh-auth: warning: NODE_EXTRA_CA_CERTS names /nowhere/ca.pem, which cannot be read (ENOENT). It is passed over.",
    );
    expect(rest).toEqual([expect.stringContaining("has a certificate that is not trusted")]);
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
