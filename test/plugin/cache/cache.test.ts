import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lutimesSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import {
  credentialIn,
  EKS_AUDIENCE,
  FakeCloud,
  Finished,
  GOOGLE_ACCOUNT,
  PLUGIN,
  projectedToken,
  runPlugin,
  Sandbox,
  TestEnvironment,
} from "../support";
import { useFakes } from "../support/use-fakes";

jest.setTimeout(120_000);

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const files = (prefix: string) => readdirSync(box.cacheDir).filter((name) => name.startsWith(prefix));
const only = (prefix: string) => join(box.cacheDir, files(prefix)[0]);
/** Takes the shell's answers away, so that Node.js has to look into its own. */
const inNode = async (args: readonly string[], env: TestEnvironment = box.env()): Promise<Finished> => {
  if (existsSync(box.cacheDir)) for (const name of files("hit-")) rmSync(join(box.cacheDir, name));
  return await runPlugin(args, env);
};

describe("a kept credential", () => {
  it("is handed out again without asking anybody", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    expect(await inNode(args)).toEqual(first);
    expect(cloud.requests).toHaveLength(1);
  });

  it("survives the renewal of the token, of which the subject is the same", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    box.project("eks", projectedToken(EKS_AUDIENCE, { jti: "renewed" }));
    expect(await runPlugin(args, box.env())).toEqual(first);
    expect(cloud.requests).toHaveLength(1);
  });

  it("is kept where others cannot look, without the subject's signature", async () => {
    const args = box.gke("--service-account", GOOGLE_ACCOUNT);
    const signature = readFileSync(args[args.indexOf("--token-file") + 1], "utf8").split(".")[2];
    await runPlugin(args, box.env());
    expect(lstatSync(box.cacheDir).mode & 0o777).toBe(0o700);
    expect(readdirSync(box.cacheDir)).toHaveLength(2);
    for (const name of readdirSync(box.cacheDir)) {
      expect(lstatSync(join(box.cacheDir, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(box.cacheDir, name), "utf8")).not.toContain(signature);
    }
  });

  it("is another one for each subject, issuer, target, role, region, session and API version", async () => {
    const args = box.eks();
    const exec = (apiVersion: string) => ({ KUBERNETES_EXEC_INFO: JSON.stringify({ apiVersion, spec: {} }) });
    const replaced = (flag: string, value: string) => args.map((arg, i) => (args[i - 1] === flag ? value : arg));
    const tokens = [credentialIn(await inNode(args)).status.token];
    for (const [words, env] of [
      [replaced("--cluster-name", "east"), {}],
      [replaced("--region", "eu-west-2"), {}],
      [replaced("--role-arn", "arn:aws:iam::111122223333:role/other"), {}],
      [[...args, "--session-name", "other"], {}],
      [[...args, "--fips"], {}],
      [args, exec("client.authentication.k8s.io/v1")],
    ] as const) {
      tokens.push(credentialIn(await inNode(words, box.env(env))).status.token);
    }
    for (const claims of [{ sub: "system:serviceaccount:a:b" }, { iss: "https://other.example" }]) {
      Object.assign(cloud.trust, { subject: "system:serviceaccount:argocd:argocd-application-controller" });
      if (claims.sub) cloud.trust.subject = claims.sub;
      if (claims.iss) cloud.trust.issuer = claims.iss;
      box.project("eks", projectedToken(EKS_AUDIENCE, claims));
      tokens.push(credentialIn(await inNode(args)).status.token);
    }
    expect(new Set(tokens).size).toBe(9);
    expect(cloud.requests).toHaveLength(9);
  });

  it("is not used once it has expired", async () => {
    const args = box.eks();
    await runPlugin(args, box.env());
    const entry = JSON.parse(readFileSync(only("credential-"), "utf8")) as { expires: number };
    writeFileSync(only("credential-"), JSON.stringify({ ...entry, expires: Date.now() + 1000 }));
    expect((await inNode(args)).code).toBe(0);
    expect(cloud.requests).toHaveLength(2);
  });

  it("is neither used nor kept with --no-cache", async () => {
    const args = box.eks();
    await runPlugin([...args, "--no-cache"], box.env());
    expect(existsSync(box.cacheDir)).toBe(false);
    await runPlugin(args, box.env());
    await runPlugin([...args, "--no-cache"], box.env());
    expect(cloud.requests).toHaveLength(3);
  });
});

describe("what is not ours is ignored", () => {
  const damages: readonly [string, (path: string) => void][] = [
    ["is empty", (path) => writeFileSync(path, "")],
    ["is cut off", (path) => writeFileSync(path, readFileSync(path, "utf8").slice(0, -20))],
    ["is no JSON", (path) => writeFileSync(path, "\u0000\u0001 not json")],
    ["is of another identity", (path) => rewrite(path, { identity: "another" })],
    ["is of another build", (path) => rewrite(path, { version: "0.0.1" })],
    ["has a token with a newline", (path) => rewrite(path, { token: "a\nb" })],
    ["can be read by others", (path) => chmodSync(path, 0o644)],
    [
      "is a symbolic link",
      (path) => {
        renameSync(path, join(box.folder, "elsewhere"));
        symlinkSync(join(box.folder, "elsewhere"), path);
      },
    ],
    [
      "is a folder",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ];
  it.each(damages)("a file that %s", async (_what, damage) => {
    const args = box.eks();
    await runPlugin(args, box.env());
    damage(only("credential-"));
    const result = await inNode(args);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests).toHaveLength(2);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("a file of another user (needs root)", async () => {
    const args = box.eks();
    await runPlugin(args, box.env());
    chownSync(only("credential-"), 12345, 12345);
    expect((await inNode(args)).code).toBe(0);
    expect(cloud.requests).toHaveLength(2);
  });
});

describe("the folder", () => {
  it("is refused when it is named and others can use it", async () => {
    mkdirSync(box.cacheDir);
    chmodSync(box.cacheDir, 0o755);
    const result = await runPlugin(box.eks(), box.env());
    expect([result.code, result.stdout]).toEqual([7, ""]);
    expect(result.stderr).toContain(`cache: the folder ${box.cacheDir} has mode 0755, so others can use it.`);
  });

  it("is refused when it is named and a symbolic link", async () => {
    mkdirSync(join(box.folder, "real"), { mode: 0o700 });
    symlinkSync(join(box.folder, "real"), box.cacheDir);
    const result = await runPlugin(box.eks(), box.env());
    expect(result.code).toBe(7);
    expect(result.stderr).toContain("is a symbolic link");
  });

  it("is only warned of when it is the usual one", async () => {
    const usual = join(box.folder, ".cache/trust-mesh-auth");
    mkdirSync(usual, { recursive: true });
    chmodSync(usual, 0o777);
    const args = box.eks().filter((arg, i, all) => arg !== "--cache-dir" && all[i - 1] !== "--cache-dir");
    const result = await runPlugin(args, box.env());
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("warning: cache: the folder");
    expect(result.stderr).toContain("Nothing is cached.");
    expect(readdirSync(usual)).toEqual([]);
  });

  it.each(["/dev/null/cache", "/proc/self/cache"])("may be impossible to make: %s", async (folder) => {
    const args = box.eks().map((arg) => (arg === box.cacheDir ? folder : arg));
    const result = await runPlugin(args, box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("is swept of what has outlived its use, and of nothing else", async () => {
    await runPlugin(box.eks(), box.env());
    const old = Date.now() / 1000 - 14 * 3600;
    const own = [only("credential-"), only("hit-")];
    for (const file of own) utimesSync(file, old, old);
    const strange = ["somebody-elses", "hit-list", "credential-0123456789abcdef", "lock-picks", ".tmp-notes"];
    for (const name of strange) {
      writeFileSync(join(box.cacheDir, name), "not the plugin's", { mode: 0o600 });
      utimesSync(join(box.cacheDir, name), old, old);
    }
    const link = join(box.cacheDir, "failure-0123456789abcdef");
    symlinkSync(box.write("elsewhere", '{"version":"'), link);
    lutimesSync(link, old, old);
    await runPlugin(box.gke(), box.env());
    expect(own.filter((file) => existsSync(file))).toEqual([]);
    expect(strange.filter((name) => !existsSync(join(box.cacheDir, name)))).toEqual([]);
    expect(existsSync(link)).toBe(true);
  });
});

describe("a failure", () => {
  it("is remembered, because kubectl runs a failing plugin up to five times", async () => {
    cloud.trust.subject = "another";
    const args = box.eks();
    const first = await runPlugin(args, box.env());
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
    for (const name of files("failure-")) rewrite(join(box.cacheDir, name), { until: Date.now() - 1 });
    await runPlugin(args, box.env());
    expect(cloud.requests).toHaveLength(4);
  });

  it("is remembered longer each time, up to a minute, and forgotten after a success", async () => {
    const args = box.aks();
    const waits: number[] = [];
    cloud.trust.subject = "another";
    for (let time = 0; time < 6; time++) {
      const before = Date.now();
      await runPlugin(args, box.env());
      const { until } = JSON.parse(readFileSync(only("failure-"), "utf8")) as { until: number };
      waits.push(Math.round((until - before) / 5000) * 5);
      rewrite(only("failure-"), { until: Date.now() - 1 });
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 60]);
    cloud.trust.subject = "system:serviceaccount:argocd:argocd-application-controller";
    expect((await runPlugin(args, box.env())).code).toBe(0);
    expect(files("failure-")).toEqual([]);
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
    box.project("eks", projectedToken(EKS_AUDIENCE, { jti: "renewed" }));
    expect((await runPlugin(args, box.env())).stderr).not.toContain("Remembered");
    // AND no password of a proxy is written down
    await runPlugin(args, box.env({ HTTPS_PROXY: "http://user:pass-word-1@127.0.0.1:1", NO_PROXY: "localhost" }));
    for (const name of files("")) expect(readFileSync(join(box.cacheDir, name), "utf8")).not.toContain("pass-word-1");
  });

  it("is remembered without what an endpoint echoed", async () => {
    const args = box.aks();
    const token = readFileSync(args[args.indexOf("--token-file") + 1], "utf8");
    cloud.next({ status: 401, body: JSON.stringify({ error: "x", error_description: `bad ${token}` }) });
    await runPlugin(args, box.env());
    expect(readFileSync(only("failure-"), "utf8")).toContain("bad [redacted]");
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

describe("processes at the same time", () => {
  it("make one exchange, fifty of them", async () => {
    cloud.next({ slow: 500 });
    const args = box.eks("--timeout", "120");
    const results = await Promise.all(Array.from({ length: 50 }, () => runPlugin(args, box.env())));
    expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(1);
    expect(results.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array.from({ length: 50 }, () => "0"));
    expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity"]);
    expect(files("lock-")).toEqual([]);
    expect(files(".tmp-")).toEqual([]);
  });

  it("fail together on one refusal", async () => {
    cloud.trust.subject = "another";
    const args = box.eks();
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
      // THEN the next one has a credential long before its own time limit
      const result = await inNode([...args, "--timeout", "5"]);
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(credentialIn(result).status.token).toMatch(/^k8s-aws-v1\.[\w-]+$/);
      rmSync(box.cacheDir, { recursive: true });
    }
  });

  it("in the middle of writing leaves nothing that is read", async () => {
    const args = box.eks();
    const first = await runPlugin(args, box.env());
    writeFileSync(join(box.cacheDir, ".tmp-1-abcdef"), '{"version":"0.1');
    expect(await inNode(args)).toEqual(first);
  });

  it.each([
    ["tells a process that has ended", { pid: 2 ** 22 + 1, host: hostname(), until: Date.now() + 600_000 }],
    ["tells a process of this namespace that has ended", { ...gone(), until: Date.now() + 600_000 }],
    ["tells a time that has passed", { pid: process.pid, host: "another-pod", until: Date.now() - 1 }],
  ])("leaves a lock that %s, which the next one takes over", async (_what, holder) => {
    const args = box.eks();
    const lock = await lockPath(args);
    writeFileSync(lock, JSON.stringify(holder));
    const result = await inNode([...args, "--timeout", "3"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(existsSync(lock)).toBe(false);
  });

  it("may hold a lock of another pid namespace, where its process may well be running", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    writeFileSync(lock, JSON.stringify({ ...gone(), space: "another", until: Date.now() + 600_000 }));
    expect((await inNode([...args, "--timeout", "3"])).code).toBe(0);
    expect(existsSync(lock)).toBe(true);
  });

  it("may hold a lock of another way to the cloud, for which the next one does not wait", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    const holder = { pid: process.pid, host: "another-pod", way: "by another proxy", until: Date.now() + 600_000 };
    writeFileSync(lock, JSON.stringify(holder));
    const result = await inNode([...args, "--timeout", "300"]);
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("may hold a lock that nobody can judge: then the next one waits for half of its time", async () => {
    const args = box.eks();
    const lock = await lockPath(args);
    const holder = JSON.stringify({ pid: 1, host: "another-pod", until: Date.now() + 600_000 });
    writeFileSync(lock, holder);
    const result = await inNode([...args, "--timeout", "3"]);
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
  const path = only("credential-");
  rmSync(path);
  return path.replace("credential-", "lock-");
}

function rewrite(path: string, members: object): void {
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...members }));
}
