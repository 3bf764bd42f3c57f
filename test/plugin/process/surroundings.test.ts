import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { credentialIn, FakeCloud, Finished, PLUGIN, run, runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";
import { describeWith, findTool } from "../support/tools";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

function expectCredential(result: Finished): void {
  expect([result.code, result.stderr]).toEqual([0, ""]);
  expect(credentialIn(result).kind).toBe("ExecCredential");
}

/** A working command line without a cache folder of its own. */
const withoutFolder = () => box.aks().filter((arg, i, all) => arg !== "--cache-dir" && all[i - 1] !== "--cache-dir");

describe("the folders that it finds", () => {
  it("may be none: HOME is not set and not absolute", async () => {
    for (const HOME of [undefined, "", "relative", "/"]) {
      expectCredential(await runPlugin(withoutFolder(), { ...box.env(), HOME }));
    }
    expect(cloud.requests).toHaveLength(4);
  });

  it("may be gone: the working directory was removed", async () => {
    const gone = join(box.folder, "gone");
    mkdirSync(gone);
    const script = 'rmdir "$PWD" && exec "$0" "$@"';
    const found = await run("/bin/sh", ["-c", script, PLUGIN, ...box.aks()], box.env(), { cwd: gone });
    // Some shells say so themselves when they start.
    expectCredential({ ...found, stderr: found.stderr.replace(/^sh: .*getcwd.*\n/, "") });
    mkdirSync(gone);
    const relative = box.aks().map((arg) => (arg === box.cacheDir ? "cache" : arg));
    const refused = await run("/bin/sh", ["-c", script, PLUGIN, ...relative], box.env(), { cwd: gone });
    expect([refused.code, refused.stdout]).toEqual([7, ""]);
    expect(refused.stderr).toContain("the folder cache is relative, and there is no working directory.");
  });

  it("may have a folder named node beside the executable, and any package.json above", async () => {
    const image = join(box.folder, "image");
    mkdirSync(join(image, "bin/node"), { recursive: true });
    symlinkSync(PLUGIN, join(image, "bin/trust-mesh-auth"));
    for (const content of ['{"type":"module"}', "no JSON", '{"main":"/nowhere"}']) {
      box.write("image/package.json", content);
      expectCredential(await run(join(image, "bin/trust-mesh-auth"), box.aks("--no-cache"), box.env()));
    }
  });
});

describeWith(
  process.getuid?.() === 0 ? findTool("setpriv") : undefined,
  "a user without an entry in passwd (as root)",
  () => {
    it("has no cache, and no credential less", async () => {
      const user = ["--reuid=54321", "--regid=54321", "--clear-groups", "--"];
      const readable = ["-c", 'chmod -R a+rX "$1"; shift; exec "$0" "$@"', "setpriv", box.folder];
      const result = await run("/bin/sh", [...readable, ...user, PLUGIN, ...withoutFolder()], {
        SSL_CERT_FILE: box.write("ca.pem", cloud.authority.cert),
      });
      expectCredential(result);
    });
  },
);

it("opens no debugger at the signal that tells Node.js to", async () => {
  cloud.next({ slow: 700 });
  // The signal comes while it waits for the cloud.
  const script = '"$0" "$@" & sleep 0.5; kill -USR1 $!; wait $!';
  expectCredential(await run("/bin/sh", ["-c", script, PLUGIN, ...box.aks("--no-cache")], box.env()));
});

function fifo(): string {
  const path = join(box.folder, "fifo");
  if (!existsSync(path)) execFileSync("mkfifo", [path]);
  return path;
}

/** A PATH without Node.js. */
function onlyDateAndCat(): string {
  const folder = join(box.folder, "tools");
  mkdirSync(folder);
  for (const tool of ["date", "cat"]) symlinkSync(findTool(tool) as string, join(folder, tool));
  return folder;
}

describe("what the pod says to Node.js", () => {
  it.each([
    ["NODE_OPTIONS loads code", { NODE_OPTIONS: "--require=/nowhere/agent.js --import /nowhere/agent.mjs" }],
    ["NODE_OPTIONS opens a debugger", { NODE_OPTIONS: "--inspect=127.0.0.1:0 --trace-warnings --cpu-prof" }],
    ["NODE_OPTIONS is none of Node.js's", { NODE_OPTIONS: "--no-such-option" }],
    ["NODE_OPTIONS asks for the system's roots", { NODE_OPTIONS: "--use-openssl-ca" }],
    ["NODE_USE_SYSTEM_CA", { NODE_USE_SYSTEM_CA: "1" }],
    ["NODE_DEBUG", { NODE_DEBUG: "tls,net,fs,module", NODE_DEBUG_NATIVE: "tls" }],
    ["NODE_TLS_REJECT_UNAUTHORIZED", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
    ["a locale, zone or folder that is not there", { LC_ALL: "xx_YY", TZ: "Mars/Olympus", TMPDIR: "/nowhere\n" }],
  ])("neither stops nor changes it: %s", async (_, env) => {
    expectCredential(await runPlugin(box.aks("--no-cache"), box.env(env)));
  });

  it.each(["", ":"])("a zone that is a FIFO (TZ=%s…) is not waited for, by Node.js or by the shell", async (prefix) => {
    const args = box.aks();
    const old = new Date(Date.now() - 60_000);
    utimesSync(args[args.indexOf("--token-file") + 1], old, old);
    const env = box.env({ TZ: prefix + fifo() });
    const first = await runPlugin(args, env);
    expectCredential(first);
    const hit = await run(
      "/bin/sh",
      ["-c", 'PATH="$1"; shift; exec "$0" "$@"', PLUGIN, onlyDateAndCat(), ...args],
      env,
    );
    expect(hit).toEqual(first);
  });

  it("/dev/null for OpenSSL stands for no file", async () => {
    expectCredential(await runPlugin(box.aks("--no-cache"), box.env({ OPENSSL_CONF: "/dev/null" })));
  });

  it.each([
    ["is closed", { NODE_CHANNEL_FD: "99" }],
    ["is none", { NODE_CHANNEL_FD: "x" }],
  ])("of a channel to another Node.js, which %s, does not matter", async (_, env) => {
    expectCredential(await runPlugin(box.aks("--no-cache"), box.env(env)));
  });

  // None of these lets Node.js start, or makes a context for TLS.
  it.each<[string, () => object, RegExp]>([
    [
      "two choices of roots",
      () => ({ NODE_OPTIONS: "--use-bundled-ca --use-openssl-ca" }),
      /Node\.js does not start with/,
    ],
    ["an order of addresses", () => ({ NODE_OPTIONS: "--dns-result-order=odd" }), /Node\.js does not start with/],
    ["a file for OpenSSL", () => ({ OPENSSL_CONF: box.write("odd.cnf", "[odd\n") }), /Node\.js does not start with/],
    ["a FIFO for OpenSSL", () => ({ OPENSSL_CONF: fifo() }), /Node\.js does not start with/],
    ["the same by an option", () => ({ NODE_OPTIONS: `--openssl-config=${fifo()}` }), /Node\.js does not start with/],
    ["the same by two words", () => ({ NODE_OPTIONS: `--openssl-config ${fifo()}` }), /Node\.js does not start with/],
    [
      "no cipher",
      () => ({ NODE_OPTIONS: "--tls-cipher-list=NONE" }),
      /OpenSSL refuses \(ERR_SSL_NO_CIPHER_MATCH\)\. Correct/,
    ],
  ])("that cannot be, is told in one line of the plugin's own: %s", async (_, env, words) => {
    for (const SSL_CERT_FILE of [cloud.caFile, ""]) {
      const { code, stdout, stderr } = await runPlugin(box.aks("--no-cache"), {
        ...box.env(),
        SSL_CERT_FILE,
        ...env(),
      });
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^trust-mesh-auth: usage: [^\n]*\n$/);
      expect(stderr).toMatch(words);
    }
  });

  it.each(["NODE_COMPILE_CACHE", "NODE_V8_COVERAGE"])("writes nothing into the folder of %s", async (variable) => {
    const folder = join(box.folder, "of-node");
    mkdirSync(folder);
    expectCredential(await runPlugin(box.aks("--no-cache"), box.env({ [variable]: folder })));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describeWith(findTool("bash"), "a shell that the pod sets options for (bash)", () => {
  it.each(["errexit", "errexit:nounset:pipefail:noglob", "noclobber:posix"])("SHELLOPTS=%s", async (options) => {
    // The first time there is no cache folder, the second time there is an answer in it.
    for (let time = 1; time <= 2; time++) {
      expectCredential(await run("bash", [PLUGIN, ...box.aks()], box.env({ SHELLOPTS: options })));
    }
    expect(cloud.requests).toHaveLength(1);
  });
});
