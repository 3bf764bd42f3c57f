import { FakeCloud, FakeProxy, GOOGLE_ACCOUNT, runPlugin, Sandbox, TestEnvironment } from "../support";
import { useFakes } from "../support/use-fakes";
import { TestAuthority } from "../support/certificates";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

/** The same command line without its endpoints, so that the vendors' own hosts are asked. */
const own = (args: string[]) =>
  args.filter((arg, i) => !arg.endsWith("-endpoint") && !args[i - 1]?.endsWith("-endpoint"));

describe("through an HTTP proxy, to the vendors' own hosts", () => {
  it.each([
    [["eks"], ["sts.eu-west-1.amazonaws.com:443"]],
    [
      ["gke", "--service-account", GOOGLE_ACCOUNT],
      ["sts.googleapis.com:443", "iamcredentials.googleapis.com:443"],
    ],
    [["aks"], ["login.microsoftonline.com:443"]],
  ] as const)("%p", async ([command, ...flags], targets) => {
    const proxy = await FakeProxy.start(cloud.port);
    try {
      const args = own([...box[command](), ...flags]);
      const result = await runPlugin(args, box.env({ HTTPS_PROXY: `http://${proxy.host}` }));
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(proxy.targets).toEqual(targets);
    } finally {
      await proxy.close();
    }
  });

  it("in another universe of Google", async () => {
    const proxy = await FakeProxy.start(cloud.port);
    try {
      const args = own(box.gke("--universe-domain", "example-universe.com"));
      const result = await runPlugin(args, box.env({ https_proxy: proxy.host }));
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(proxy.targets).toEqual(["sts.example-universe.com:443"]);
    } finally {
      await proxy.close();
    }
  });
});

it("tells the proxy who asks, and nobody else the password", async () => {
  const proxy = await FakeProxy.start(cloud.port, { credentials: "agent:s3cret-word" });
  try {
    const right = await runPlugin(
      box.aks("--no-cache"),
      box.env({ HTTPS_PROXY: `http://agent:s3cret-word@${proxy.host}` }),
    );
    expect([right.code, right.stderr]).toEqual([0, ""]);
    const wrong = await runPlugin(
      box.aks("--no-cache", "--debug"),
      box.env({ HTTPS_PROXY: `http://agent:other-word@${proxy.host}` }),
    );
    expect(wrong.code).toBe(4);
    expect(wrong.stderr).toContain(`the proxy ${proxy.host} answered CONNECT with 407`);
    expect(wrong.stderr).not.toContain("other-word");
  } finally {
    await proxy.close();
  }
});

it("verifies the server behind the proxy all the same", async () => {
  const proxy = await FakeProxy.start(cloud.port);
  try {
    const env = { HOME: box.folder, HTTPS_PROXY: `http://${proxy.host}` };
    const result = await runPlugin(box.aks("--no-cache"), env);
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("has a certificate that is not trusted");
    expect(cloud.requests).toEqual([]);
  } finally {
    await proxy.close();
  }
});

it.each([
  [407, 1],
  [503, 5],
])("tells that the proxy refused the tunnel with %i", async (refusal, tries) => {
  const proxy = await FakeProxy.start(cloud.port, { refusal });
  try {
    const env = box.env({ HTTPS_PROXY: `http://${proxy.host}` });
    const result = await runPlugin(box.aks("--no-cache", "--timeout", "60"), env);
    expect([result.code, result.stdout]).toEqual([4, ""]);
    expect(result.stderr).toContain(`could not be reached: the proxy ${proxy.host} answered CONNECT with ${refusal}.`);
    // THEN only what can heal is tried again
    expect(proxy.targets).toHaveLength(tries);
  } finally {
    await proxy.close();
  }
});

it.each([
  ["", "Put the proxy's user and password into HTTPS_PROXY."],
  ["user:wrong-password@", "Correct the user and password in HTTPS_PROXY; the proxy must take Basic authentication."],
])("says what a proxy lacks that is asked as %j", async (user, wayOut) => {
  const proxy = await FakeProxy.start(cloud.port, { credentials: "user:pass-word-1" });
  try {
    const result = await runPlugin(box.aks("--no-cache"), box.env({ HTTPS_PROXY: `http://${user}${proxy.host}` }));
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(`answered CONNECT with 407. ${wayOut}`);
    expect(result.stderr).not.toContain("wrong-password");
  } finally {
    await proxy.close();
  }
});

it("signs in to a proxy that wants a password without a user", async () => {
  const proxy = await FakeProxy.start(cloud.port, { credentials: ":pass-word-1" });
  try {
    const env = box.env({ HTTPS_PROXY: `http://:pass-word-1@${proxy.host}` });
    expect(await runPlugin(box.aks("--no-cache"), env)).toMatchObject({ code: 0, stderr: "" });
  } finally {
    await proxy.close();
  }
});

describe("through a proxy that speaks TLS", () => {
  const args = () => box.eks("--no-cache");
  let proxy: FakeProxy;
  let authority: TestAuthority;
  beforeEach(async () => {
    // GIVEN a proxy whose certificate is of another authority than the cloud's
    authority = new TestAuthority();
    proxy = await FakeProxy.start(cloud.port, { identity: authority.issue(["127.0.0.1"]) });
  });
  afterEach(async () => proxy.close());
  const env = (more: TestEnvironment) => ({ HOME: box.folder, HTTPS_PROXY: `https://${proxy.host}`, ...more });

  it("verifies it and the server behind it", async () => {
    const both = box.write("both.pem", `${authority.cert}${cloud.authority.cert}`);
    const result = await runPlugin(args(), env({ SSL_CERT_FILE: both }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(proxy.targets).toEqual([`localhost:${cloud.port}`]);
  });

  it("sends it nothing when its certificate is not trusted", async () => {
    const result = await runPlugin(args(), env({ SSL_CERT_FILE: cloud.caFile }));
    expect(result.code).toBe(4);
    expect(result.stderr).toContain("has a certificate that is not trusted");
    expect(proxy.targets).toEqual([]);
  });

  it("does not count AWS's bundle for it, nor its own authority for AWS", async () => {
    const own = box.write("proxy.pem", authority.cert);
    const bundles = { SSL_CERT_FILE: own, AWS_CA_BUNDLE: cloud.caFile };
    expect((await runPlugin(args(), env(bundles))).code).toBe(0);
    proxy.targets.length = 0;
    expect((await runPlugin(args(), env({ ...bundles, SSL_CERT_FILE: cloud.caFile }))).code).toBe(4);
    expect(proxy.targets).toEqual([]);
    cloud.reset();
    expect((await runPlugin(args(), env({ SSL_CERT_FILE: own, AWS_CA_BUNDLE: own }))).code).toBe(4);
    expect(cloud.requests).toEqual([]);
  });
});
