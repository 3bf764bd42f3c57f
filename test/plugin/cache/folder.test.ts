import {
  chmodSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runPlugin, Sandbox } from "../support";
import { useFakes } from "../support/use-fakes";

jest.setTimeout(120_000);

let box: Sandbox;
useFakes((fakes) => ({ box } = fakes));

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
    const own = [box.onlyCached("credential-"), box.onlyCached("hit-")];
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
