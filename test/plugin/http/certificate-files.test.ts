import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { HANDED_OVER } from "../../../src/plugin/http/secure-context";
import { FakeCloud, PLUGIN, run, runPlugin, Sandbox, TestEnvironment } from "../support";
import { useFakes } from "../support/use-fakes";
import { TestAuthority } from "../support/certificates";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const bare = () => ({ HOME: box.folder });

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
