import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { credentialIn, FakeCloud, PLUGIN, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

jest.setTimeout(120_000);

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

describe("processes at the same time", () => {
  it("make one exchange, fifty of them", async () => {
    cloud.next({ slow: 500 });
    const args = box.eks("--timeout", "120");
    const results = await Promise.all(Array.from({ length: 50 }, () => runPlugin(args, box.env())));
    expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(1);
    expect(results.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array.from({ length: 50 }, () => "0"));
    expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity"]);
    expect(box.cached("lock-")).toEqual([]);
    expect(box.cached(".tmp-")).toEqual([]);
  });

  it("fail together on one refusal", async () => {
    cloud.trust.subject = "another";
    // Long enough for all of them to begin before it is refused.
    cloud.next({ slow: 4000 });
    const args = box.eks("--timeout", "60");
    const results = await Promise.all(Array.from({ length: 10 }, () => runPlugin(args, box.env())));
    expect(results.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 4));
    expect(cloud.requests).toHaveLength(1);
  });
});

describe("a process that is killed", () => {
  it("at any moment leaves a cache that works, without a wait", async () => {
    const args = box.eks();
    for (let after = 40; after <= 240; after += 10) {
      cloud.next({ slow: 60 });
      const child = spawn(PLUGIN, args, { env: { PATH: process.env.PATH, ...box.env() }, stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("close", resolve));
      setTimeout(() => child.kill("SIGKILL"), after);
      await ended;
      cloud.reset();
      // THEN the next one has a credential within its own time limit
      const result = await box.inNode([...args, "--timeout", "20"]);
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(credentialIn(result).status.token).toMatch(/^k8s-aws-v1\.[\w-]+$/);
      rmSync(box.cacheDir, { recursive: true });
    }
  });

  it("in the middle of writing leaves nothing that is read", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    writeFileSync(join(box.cacheDir, ".tmp-1-abcdef"), '{"version":"0.1');
    expect(await box.inNode(args)).toEqual(first);
  });

  it.each([
    ["tells a process that has ended", { pid: 2 ** 22 + 1, host: hostname(), until: Date.now() + 600_000 }],
    ["tells a process of this namespace that has ended", { ...gone(), until: Date.now() + 600_000 }],
    [
      "tells a time that only a clock which was ahead can tell",
      { pid: 1, host: "another-pod", until: Date.now() + 9e9 },
    ],
    ["tells a time that has passed", { pid: process.pid, host: "another-pod", until: Date.now() - 1 }],
  ])("leaves a lock that %s, which the next one takes over", async (_what, holder) => {
    const args = box.eks();
    const lock = await lockPath(args);
    writeFileSync(lock, JSON.stringify(holder));
    const result = await box.inNode([...args, "--timeout", "60"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(existsSync(lock)).toBe(false);
  });

  it("may hold a lock of another pid namespace, where its process may well be running", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    writeFileSync(lock, JSON.stringify({ ...gone(), space: "another", until: Date.now() + 600_000 }));
    expect((await box.inNode([...args, "--timeout", "8"])).code).toBe(0);
    expect(existsSync(lock)).toBe(true);
  });

  it("may hold a lock of another way to the cloud, for which the next one does not wait", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    const holder = { pid: process.pid, host: "another-pod", way: "by another proxy", until: Date.now() + 600_000 };
    writeFileSync(lock, JSON.stringify(holder));
    const result = await box.inNode([...args, "--timeout", "300"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each<[string, (path: string) => void]>([
    ["a folder", (path) => mkdirSync(path)],
    ["a link to nothing", (path) => symlinkSync("/nowhere", path)],
    ["longer than any lock", (path) => writeFileSync(path, "x".repeat(5000))],
  ])("is not thought to hold what is no lock: %s", async (_what, make) => {
    const args = box.eks();
    make(await lockPath(args));
    // Its test's own time limit is less than half of this.
    const result = await box.inNode([...args, "--timeout", "300"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("may hold a lock that nobody can judge: then the next one waits for half of its time", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    const holder = JSON.stringify({ pid: 1, host: "another-pod", until: Date.now() + 600_000 });
    writeFileSync(lock, holder);
    const result = await box.inNode([...args, "--timeout", "8"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    // AND leaves the other's lock alone
    expect(readFileSync(lock, "utf8")).toBe(holder);
  });
});

/** A process that has ended, as a lock of this machine tells it. */
function gone(): object {
  const onLinux = () =>
    `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  return { pid: 2 ** 22 + 1, host: hostname(), space: process.platform === "linux" ? onLinux() : "" };
}

/** Where the lock of a command line lies: the name is that of its credential. */
async function lockPath(args: readonly string[]): Promise<string> {
  await runPlugin(args, box.env());
  const path = box.onlyCached("credential-");
  rmSync(path);
  return path.replace("credential-", "lock-");
}
