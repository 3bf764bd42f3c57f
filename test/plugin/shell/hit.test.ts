import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLUGIN, run, runPlugin } from "../support";
import { findTool } from "../support/tools";
import { expectHandedOver, inEachShell } from "./shell-scene";

inEachShell("answers from the cache", (scene) => {
  it("answers what Node.js answered, byte for byte, and says nothing else", async () => {
    expect(await scene().shell()).toEqual({ code: 0, stdout: scene().answer, stderr: "" });
  });

  it("answers whichever of date and cat comes first", async () => {
    for (const slow of ["date", "cat"]) {
      unlinkSync(join(scene().tools, slow));
      const script = `#!/bin/sh\n${findTool("sleep") as string} 0.2\nexec ${findTool(slow) as string} "$@"\n`;
      writeFileSync(join(scene().tools, slow), script, { mode: 0o755 });
      expect(await scene().shell()).toEqual({ code: 0, stdout: scene().answer, stderr: "" });
    }
  });

  it("finds the folder by the variable, and by the home folder, as Node.js does", async () => {
    const { args } = scene();
    const bare = args.filter((_, i) => args[i - 1] !== "--cache-dir" && args[i] !== "--cache-dir");
    for (const env of [
      { TRUST_MESH_CACHE_DIR: join(scene().box.folder, "by variable") },
      { XDG_CACHE_HOME: join(scene().box.folder, "xdg") },
      {},
    ]) {
      const stored = (await runPlugin(bare, scene().box.env(env))).stdout;
      expect(await scene().shell(bare, env)).toEqual({ code: 0, stdout: stored, stderr: "" });
    }
  });

  it("answers each of several targets with its own credential", async () => {
    const { args } = scene();
    // GIVEN a second target whose command line is as long as the first one's
    const other = args.map((arg) => (arg === "west" ? "east" : arg));
    const otherAnswer = (await runPlugin(other, scene().box.env())).stdout;
    expect(otherAnswer).not.toBe(scene().answer);

    expect((await scene().shell(other)).stdout).toBe(otherAnswer);
    expect((await scene().shell()).stdout).toBe(scene().answer);
  });

  const withPython = findTool("python3") && process.platform === "linux" ? it : it.skip;
  withPython("leaves no process behind for the pod's first one, which may not wait for it (python3)", async () => {
    const python = findTool("python3") as string;
    // PR_SET_CHILD_SUBREAPER (36): orphans become its own children, as they become those of a pod's first process.
    const script = `
import ctypes, os, subprocess, sys
assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0
env = {**os.environ, "PATH": sys.argv[1]}
for _ in range(10): subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL, env=env)
try: print("left behind:", os.waitpid(-1, 0))
except ChildProcessError: print("none")`;
    const { args, box, tools, program } = scene();
    const command = ["-c", script, tools, ...program, PLUGIN, ...args];
    const result = await run(python, command, box.env());
    expect(result).toEqual({ code: 0, stdout: "none\n", stderr: "" });
  });

  it("never shows the credential in a trace", async () => {
    const { args, box, tools } = scene();
    const [program, ...rest] = scene().program;
    const traced = await run(program, [...rest, "-x", PLUGIN, ...args], { ...box.env(), PATH: tools });
    expectHandedOver({ ...traced, stderr: traced.stderr.replace(/^\+.*\n/gm, "") });
    expect(traced.stderr).not.toContain("k8s-aws-v1.");
  });
});
