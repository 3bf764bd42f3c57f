import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FakeCloud, PLUGIN, run, Sandbox } from "../support";
import { describeWith, findTool } from "../support/tools";
import { useFakes } from "../support/use-fakes";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

/** Runs a command of a shell in which "$0" "$@" is a working command line of the plugin. */
const shell = (script: string, args = box.aks()) =>
  run("/bin/sh", ["-c", script, PLUGIN, ...args], box.env(), { cwd: box.folder });

describe("stdout that is not taken", () => {
  it.each([
    ["is full", '"$0" "$@" >/dev/full', "stdout cannot be written to (ENOSPC). Make room on the disk."],
    ["may not be written to", '"$0" "$@" 1</dev/null', "stdout cannot be written to (EBADF). Check what reads it."],
  ])("is told with exit code 8, from Node.js and from the shell: it %s", async (_, script, words) => {
    // The second time an answer is in the cache.
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await shell(script);
      expect([code, stdout, stderr]).toEqual([8, "", `trust-mesh-auth: output: ${words}\n`]);
    }
    expect(cloud.requests).toHaveLength(1);
  });

  it("is told when it is a file that may not grow, which would end a shell by a signal", async () => {
    await shell('"$0" "$@"');
    const { code, stdout, stderr } = await shell('ulimit -f 0; "$0" "$@" >grown');
    expect([code, stdout]).toEqual([8, ""]);
    expect(stderr).toBe("trust-mesh-auth: output: stdout cannot be written to (EFBIG). Check what reads it.\n");
    expect(cloud.requests).toHaveLength(1);
  });

  it("is told when it is closed, which Node.js would not see", async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await shell('"$0" "$@" >&-');
      expect([code, stdout]).toEqual([8, ""]);
      expect(stderr).toBe("trust-mesh-auth: output: stdout cannot be written to. Check what reads it.\n");
      await shell('"$0" "$@"');
    }
  });

  it("is told when its reader has gone", async () => {
    const { stderr, stdout } = await shell('{ "$0" "$@"; echo "code $?" >&2; } | true');
    expect(stdout).toBe("");
    expect(stderr).toMatch(
      /^(trust-mesh-auth: output: stdout cannot be written to \(EPIPE\)\. Check what reads it\.\n)?code [08]\n$/,
    );
  });
});

describeWith(process.getuid?.() === 0 ? findTool("unshare") : undefined, "a full disk (as root, with a mount)", () => {
  it("costs the cache and nothing else", async () => {
    const disk = join(box.folder, "disk");
    mkdirSync(disk);
    const args = box.aks().map((arg) => (arg === box.cacheDir ? join(disk, "cache") : arg));
    const script = `mount -t tmpfs -o size=16k,mode=700 tmpfs ${disk} && mkdir -m 700 ${disk}/cache
      dd if=/dev/zero of=${disk}/rest bs=1k count=64 2>/dev/null; exec "$0" "$@"`;
    for (let time = 1; time <= 2; time++) {
      const { code, stderr } = await run("unshare", ["-m", "sh", "-c", script, PLUGIN, ...args], box.env());
      expect([code, stderr]).toEqual([0, ""]);
      expect(cloud.requests).toHaveLength(time);
    }
  });
});
