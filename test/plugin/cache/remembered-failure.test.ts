import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EKS_AUDIENCE, FakeCloud, PLUGIN, projectedToken, run, runPlugin, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";
import { useFakes } from "../support/use-fakes";

jest.setTimeout(120_000);

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("a failure", () => {
  it("is remembered, because kubectl runs a failing plugin up to five times", async () => {
    cloud.trust.subject = "another";
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    // However long four further runs take.
    rewrite(box.onlyCached("failure-"), { until: Date.now() + 59_000 });
    for (let again = 0; again < 4; again++) {
      const result = await runPlugin(args, box.env());
      expect([result.code, result.stdout]).toEqual([4, ""]);
      expect(result.stderr).toContain(first.stderr.trim());
      expect(result.stderr).toMatch(/\(Remembered; asked again in \d+ s, or at once with --no-cache\.\)/);
    }
    expect(cloud.requests).toHaveLength(1);
  });

  it("is not remembered with --no-cache, for another target, or after its time", async () => {
    cloud.trust.subject = "another";
    const args = box.eks();
    await runPlugin(args, box.env());
    await runPlugin([...args, "--no-cache"], box.env());
    expect(cloud.requests).toHaveLength(2);
    await runPlugin([...args, "--session-name", "other"], box.env());
    expect(cloud.requests).toHaveLength(3);
    for (const name of box.cached("failure-")) rewrite(join(box.cacheDir, name), { until: Date.now() - 1 });
    await runPlugin(args, box.env());
    expect(cloud.requests).toHaveLength(4);
  });

  it("is remembered longer each time, up to a minute, and forgotten after a success", async () => {
    const args = box.aks();
    const waits: number[] = [];
    cloud.trust.subject = "another";
    for (let time = 0; time < 6; time++) {
      await runPlugin(args, box.env());
      const { until } = JSON.parse(readFileSync(box.onlyCached("failure-"), "utf8")) as { until: number };
      // Counted from when it was written down: how long the run took does not matter.
      waits.push(Math.round((until - lstatSync(box.onlyCached("failure-")).mtimeMs) / 5000) * 5);
      rewrite(box.onlyCached("failure-"), { until: Date.now() - 1 });
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
    cloud.trust.subject = "system:serviceaccount:argocd:argocd-application-controller";
    expect((await runPlugin(args, box.env())).code).toBe(0);
    expect(box.cached("failure-")).toEqual([]);
  });

  it("is none of another way to the cloud, or of a token made anew", async () => {
    const args = box.eks();
    cloud.trust.subject = "another";
    await runPlugin(args, box.env());
    const ways: [readonly string[], object][] = [
      [[...args, "--timeout", "9"], {}],
      [args, { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "localhost" }],
      [args, { NODE_EXTRA_CA_CERTS: box.write("extra.pem", readFileSync(cloud.caFile, "utf8")) }],
    ];
    for (const [words, env] of ways) {
      const before = cloud.requests.length;
      expect((await runPlugin(words, box.env({ ...env }))).stderr).not.toContain("Remembered");
      expect(cloud.requests).toHaveLength(before + 1);
    }
    const fixed = { ...box.env(), OPENSSL_CONF: "/dev/null" };
    expect((await runPlugin(args, fixed)).stderr).not.toContain("Remembered");
    box.project("eks", projectedToken(EKS_AUDIENCE, { jti: "renewed" }));
    expect((await runPlugin(args, box.env())).stderr).not.toContain("Remembered");
    // AND no password of a proxy is written down
    await runPlugin(args, box.env({ HTTPS_PROXY: "http://user:pass-word-1@127.0.0.1:1", NO_PROXY: "localhost" }));
    for (const name of box.cached("")) {
      expect(readFileSync(join(box.cacheDir, name), "utf8")).not.toContain("pass-word-1");
    }
  });

  it("is remembered without what an endpoint echoed", async () => {
    const args = box.aks();
    const token = readFileSync(args[args.indexOf("--token-file") + 1], "utf8");
    cloud.next({ status: 401, body: JSON.stringify({ error: "x", error_description: `bad ${token}` }) });
    await runPlugin(args, box.env());
    expect(readFileSync(box.onlyCached("failure-"), "utf8")).toContain("bad [redacted]");
  });

  it("of the source is not remembered: the file may be there a moment later", async () => {
    const args = box.aks();
    const file = args[args.indexOf("--token-file") + 1];
    const token = readFileSync(file);
    rmSync(file);
    expect((await runPlugin(args, box.env())).code).toBe(3);
    writeFileSync(file, token);
    expect((await runPlugin(args, box.env())).code).toBe(0);
  });
});

const tool = process.getuid?.() === 0 ? findTool("unshare") : undefined;
describeWith(tool, "a folder that several machines or pods share (as root, in namespaces)", () => {
  it.each([
    ["host has another name", "hostname other-host"],
    ["host finds other addresses", 'mount --bind "$HOSTS" /etc/hosts'],
    ["host asks other name servers", 'mount --bind "$HOSTS" /etc/resolv.conf'],
  ])("has no failure of another of them: its %s", async (_, make) => {
    const args = box.eks();
    cloud.trust.subject = "another";
    const env = box.env({ HOSTS: box.write("hosts", "127.0.0.1 localhost\n") });
    const elsewhere = ["-um", "sh", "-c", `${make} && exec "$0" "$@"`, PLUGIN, ...args];
    expect((await run("unshare", elsewhere, env)).code).toBe(4);
    expect((await runPlugin(args, env)).stderr).not.toContain("Remembered");
    expect((await runPlugin(args, env)).stderr).toContain("Remembered");
  });
});

function rewrite(path: string, members: object): void {
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...members }));
}
