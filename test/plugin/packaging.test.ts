import { copyFileSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { HELP_FILE } from "../../src/exec-contract";
import { credentialIn, FakeCloud, PLUGIN, run, Sandbox } from "./support";

const HELP = `${PLUGIN}-help.js.br`;

/** 80 KiB. */
const MAXIMUM_BYTES = 80 * 1024;

it("is one executable file of at most 80 KiB that loads nothing but Node.js's own modules", () => {
  const stat = statSync(PLUGIN);
  expect(stat.mode & 0o111).toBe(0o111);
  expect(stat.size).toBeLessThanOrEqual(MAXIMUM_BYTES);
  const code = readFileSync(PLUGIN, "utf8") + brotliDecompressSync(readFileSync(HELP)).toString();
  const loaded = [...code.matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(loaded.length).toBeGreaterThan(3);
  for (const name of loaded) expect(name).toMatch(/^node:/);
});

it("has a starter for Windows beside it, which runs no shell", () => {
  expect(readFileSync(`${PLUGIN}.cmd`, "utf8")).toMatch(/^@node -e "[^"\n]+" -- "%~dp0trust-mesh-auth" %\*\r\n$/);
});

describe("in a container of its own", () => {
  let cloud: FakeCloud;
  let box: Sandbox;
  beforeAll(async () => {
    cloud = await FakeCloud.start();
    box = new Sandbox(cloud);
  });
  afterAll(async () => {
    await cloud.close();
    box.remove();
  });

  it("works alone, with a Node.js beside it, without PATH, HOME or a cache", async () => {
    // GIVEN a folder with the file and node, in a project whose files are ES modules
    box.write("image/package.json", '{"type":"commonjs"}');
    const copy = join(box.folder, "image/trust-mesh-auth");
    copyFileSync(PLUGIN, copy);
    symlinkSync(process.execPath, join(box.folder, "image/node"));
    const args = box.aks().filter((arg, i, all) => arg !== "--cache-dir" && all[i - 1] !== "--cache-dir");
    const result = await run(copy, args, { PATH: "/nowhere", SSL_CERT_FILE: cloud.caFile, HOME: "/dev/null/home" });
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(credentialIn(result).status.token).toBe(cloud.secrets.at(-1));
  });

  describe("help and doctor", () => {
    let copy: string;
    beforeEach(() => {
      copy = box.write("alone/trust-mesh-auth", "");
      copyFileSync(PLUGIN, copy);
    });

    it("are found beside the file behind a link, in whatever folder", async () => {
      const link = join(box.folder, "link-to-plugin");
      symlinkSync(PLUGIN, link);
      const { code, stdout } = await run(link, ["eks", "--help"], {}, { cwd: "/" });
      expect([code, stdout.split("\n")[0]]).toEqual([0, "trust-mesh-auth eks [flags]"]);
    });

    it.each([["--help"], ["gke", "--help"], ["doctor", "oidc"]])(
      "are missed with a way out: %s %s",
      async (...args) => {
        const { code, stdout, stderr } = await run(copy, args);
        expect([code, stdout]).toEqual([2, ""]);
        expect(stderr).toBe(
          `trust-mesh-auth: usage: doctor and --help have a file of their own, and ${copy}-help.js.br cannot be read (ENOENT). ` +
            `Copy ${HELP_FILE} of the same package beside the executable, or npm install --global trust-mesh-auth.\n`,
        );
      },
    );

    it.each([
      [
        "of another build",
        brotliCompressSync(brotliDecompressSync(readFileSync(HELP)).toString().replace("FAILED", "passed")),
        /another build/,
      ],
      ["other code", brotliCompressSync('require("node:fs").writeSync(1, "not ours")'), /another build/],
      ["no archive", Buffer.from("module.exports = {}"), /cannot be read \(it is damaged\)/],
      [
        "far larger when it is unpacked",
        brotliCompressSync(Buffer.alloc(8_000_000)),
        /cannot be read \(it is damaged\)/,
      ],
    ])("are not run where the file beside is %s", async (_, content, reason) => {
      writeFileSync(`${copy}-help.js.br`, content);
      const { code, stdout, stderr } = await run(copy, ["--help"]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(reason);
    });
  });

  it("is started by Node.js itself, as on Windows", async () => {
    const result = await run(process.execPath, [PLUGIN, ...box.aks()], box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("is found behind a symbolic link, as npm makes one", async () => {
    const link = join(box.folder, "linked");
    symlinkSync(PLUGIN, link);
    expect((await run(link, ["--version"])).stdout).toMatch(/^\d/);
  });
});
