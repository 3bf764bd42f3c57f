import { utimesSync } from "node:fs";
import { FakeCloud, PLUGIN, run, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

/**
 * Starts a command with a full pipe or pair of sockets as one of its standard streams, which after a while is read from or
 * closed ("gone"), or neither ever.
 */
const WITH_FULL_STREAM = `
import os, socket, subprocess, sys, time
kind, waits, stream, pause = sys.argv[1:5]
if kind == "pipe":
    r, w = os.pipe()
else:
    pair = socket.socketpair()
    r, w = [end.fileno() for end in pair]
os.set_blocking(w, False)
try:
    while True: os.write(w, b" " * 4096)
except BlockingIOError: pass
os.set_blocking(w, waits == "waits")
child = subprocess.Popen(sys.argv[5:], **{stream: w})
os.close(w)
if pause == "gone":
    time.sleep(1)
    os.close(r)
elif pause != "never":
    time.sleep(float(pause))
    while True:
        part = os.read(r, 65536)
        if not part: break
        os.write(1, part.strip(b" "))
sys.exit(child.wait())`;

const KINDS = [
  ["pipe", "waits"],
  ["pipe", "does not wait"],
  ["pair of sockets", "waits"],
  ["pair of sockets", "does not wait"],
] as const;

describeWith(findTool("python3"), "a full standard stream", () => {
  const withFull = (kind: string, waits: string, stream: "stdout" | "stderr", pause: string, args: readonly string[]) =>
    run("python3", ["-c", WITH_FULL_STREAM, kind, waits, stream, pause, PLUGIN, ...args], box.env());

  it.each(KINDS)("stdout, a %s that %s, is waited for, so that the answer arrives whole", async (kind, waits) => {
    const { code, stdout, stderr } = await withFull(kind, waits, "stdout", "1", box.aks());
    expect([code, stderr]).toEqual([0, ""]);
    expect((JSON.parse(stdout) as { kind: string }).kind).toBe("ExecCredential");
  });

  it.each(KINDS)("stdout, a %s that %s, is given up after 4 s", async (kind, waits) => {
    const { code, stderr } = await withFull(kind, waits, "stdout", "never", box.aks());
    expect([code, stderr]).toEqual([
      8,
      "trust-mesh-auth: output: stdout is full and was not read for 4 s. Check what reads it.\n",
    ]);
  });

  it("stdout is given up by the time limit, if that is earlier", async () => {
    const { code, stderr } = await withFull("pipe", "waits", "stdout", "never", box.aks("--timeout", "2"));
    expect([code, stderr]).toEqual([
      8,
      expect.stringMatching(/^trust-mesh-auth: output: stdout is full and was not read for [0-2](\.\d)? s\. /),
    ]);
  });

  it.each(KINDS)("stderr, a %s that %s, keeps neither an answer nor a failure from its end", async (kind, waits) => {
    const good = await withFull(kind, waits, "stderr", "never", box.aks("--debug"));
    expect(good.code).toBe(0);
    expect((JSON.parse(good.stdout) as { kind: string }).kind).toBe("ExecCredential");
    cloud.trust.subject = "another";
    const bad = await withFull(kind, waits, "stderr", "never", box.aks("--no-cache"));
    expect([bad.code, bad.stdout]).toEqual([4, ""]);
  });

  describe("as stdout of an answer from the cache, which the shell part gives", () => {
    let args: string[];
    beforeEach(async () => {
      args = box.aks();
      const old = new Date(Date.now() - 60_000);
      utimesSync(args[args.indexOf("--token-file") + 1], old, old);
      expect((await run(PLUGIN, args, box.env())).code).toBe(0);
    });
    afterEach(() => expect(cloud.requests).toHaveLength(1));

    it.each(KINDS)("is waited for, so that it arrives whole: a %s that %s", async (kind, waits) => {
      const { code, stdout, stderr } = await withFull(kind, waits, "stdout", "1", args);
      expect([code, stderr]).toEqual([0, ""]);
      expect((JSON.parse(stdout) as { kind: string }).kind).toBe("ExecCredential");
    });

    it.each(KINDS)("is told by code 8 when its reader goes: a %s that %s", async (kind, waits) => {
      const { code, stderr } = await withFull(kind, waits, "stdout", "gone", args);
      // The shell's own text, or Node.js's, which has the system's code.
      expect([code, stderr]).toEqual([
        8,
        expect.stringMatching(/^trust-mesh-auth: output: stdout cannot be written to( \((EPIPE|ECONNRESET)\))?\. /),
      ]);
    });

    it("is given up after 4 s where it does not wait", async () => {
      const { code, stderr } = await withFull("pipe", "does not wait", "stdout", "never", args);
      expect([code, stderr]).toEqual([8, expect.stringContaining("stdout is full and was not read for 4 s.")]);
    });
  });
});
