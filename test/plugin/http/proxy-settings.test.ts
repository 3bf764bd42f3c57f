import { proxyFor } from "../../../src/plugin/http/proxy";
import { FakeCloud, FakeProxy, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

it("goes around the proxy where NO_PROXY says so", async () => {
  const proxy = await FakeProxy.start(cloud.port);
  try {
    const env = box.env({ HTTPS_PROXY: `http://${proxy.host}`, NO_PROXY: "localhost" });
    expect((await runPlugin(box.aks("--no-cache"), env)).code).toBe(0);
    expect(proxy.targets).toEqual([]);
  } finally {
    await proxy.close();
  }
});

it("tells a proxy that is no URL", async () => {
  const result = await runPlugin(box.aks("--no-cache"), box.env({ HTTPS_PROXY: "ftp://proxy" }));
  expect([result.code, result.stdout]).toEqual([2, ""]);
  expect(result.stderr).toContain("HTTPS_PROXY has the scheme ftp:");
});

describe("what is special in a proxy's user and password", () => {
  it("is percent-encoded", async () => {
    const proxy = await FakeProxy.start(cloud.port, { credentials: "a@b:50%/p#w" });
    try {
      const env = box.env({ HTTPS_PROXY: `http://a%40b:50%25%2Fp%23w@${proxy.host}` });
      expect((await runPlugin(box.aks("--no-cache"), env)).code).toBe(0);
    } finally {
      await proxy.close();
    }
  });

  it.each([
    ["HTTPS_PROXY", "http://svc:pa%ss-word@127.0.0.1:1", "has a percent sign in its user or password"],
    ["https_proxy", "http://svc:pa%ss-word@127.0.0.1:1", "has a percent sign in its user or password"],
    ["HTTPS_PROXY", "http://s%vc:pass-word@127.0.0.1:1", "has a percent sign in its user or password"],
    ["HTTPS_PROXY", "svc:ss-word%@127.0.0.1:1", "has a percent sign in its user or password"],
    ["HTTPS_PROXY", "http://svc:%ffss-word@127.0.0.1:1", "has a percent sign in its user or password"],
    ["HTTPS_PROXY", "http://svc:8080/ss-word@127.0.0.1:1", "has a path, query or fragment"],
    ["HTTPS_PROXY", "http://svc:8080#ss-word@127.0.0.1:1", "has a path, query or fragment"],
    ["HTTPS_PROXY", "http://svc:8080?ss-word@127.0.0.1:1", "has a path, query or fragment"],
    ["HTTPS_PROXY", "http://svc:pa/ss-word@127.0.0.1:1", "is not a URL"],
  ])("is told when it is not: %s=%s", async (variable, value, reason) => {
    const result = await runPlugin(box.aks("--no-cache"), box.env({ [variable]: value }));
    expect([result.code, result.stdout]).toEqual([2, ""]);
    expect(result.stderr).toContain(`usage: ${variable} ${reason}`);
    expect(result.stderr).toContain("Percent-encode what is special in its user and password (% as %25");
    expect(result.stderr).not.toContain("ss-word");
  });
});

describe("NO_PROXY", () => {
  it.each([
    ["*", "sts.amazonaws.com", 443, false],
    ["amazonaws.com", "sts.amazonaws.com", 443, false],
    [".amazonaws.com", "sts.amazonaws.com", 443, false],
    ["*.amazonaws.com", "sts.amazonaws.com", 443, false],
    ["amazonaws.com", "sts.notamazonaws.com", 443, true],
    ["STS.amazonaws.com", "sts.amazonaws.com", 443, false],
    ["sts.amazonaws.com:443", "sts.amazonaws.com", 443, false],
    ["sts.amazonaws.com:8443", "sts.amazonaws.com", 443, true],
    ["10.0.0.0/8", "10.20.30.40", 443, false],
    ["10.0.0.0/8", "11.20.30.40", 443, true],
    ["10.0.0.0/8", "sts.amazonaws.com", 443, true],
    ["10.0.0.0/99", "10.20.30.40", 443, true],
    ["10.20.30.40", "10.20.30.40", 443, false],
    ["20.30.40", "10.20.30.40", 443, true],
    ["fd00::/8", "[fd00::1]", 443, false],
    ["::1", "[::1]", 443, false],
    ["fd00::10:443", "[fd00::10:443]", 443, false],
    ["[fd00::1]:443", "[fd00::1]", 443, false],
    ["[fd00::1]:8443", "[fd00::1]", 443, true],
    ["a.example, b.example\tsts.amazonaws.com", "sts.amazonaws.com", 443, false],
    ["", "sts.amazonaws.com", 443, true],
  ])("%p and %s:%i", (noProxy, host, port, proxied) => {
    const url = new URL(`https://${host}:${port}/path`);
    const proxy = proxyFor(url, { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: noProxy });
    expect(proxy?.host).toBe(proxied ? "proxy:3128" : undefined);
  });

  it.each(["11.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/8.0", "10.0.0.0/0x8", "10.0.0.0/1e1", "10.0.0.0/eight", "/", "/0"])(
    "exempts nothing by %p, which is no range",
    (noProxy) => {
      const env = { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: noProxy };
      expect(proxyFor(new URL("https://10.20.30.40/"), env)?.host).toBe("proxy:3128");
    },
  );
});
