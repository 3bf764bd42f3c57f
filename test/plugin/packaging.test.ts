import { copyFileSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { credentialIn, FakeCloud, PLUGIN, run, Sandbox } from "./support";

/** 80 KiB. */
const MAXIMUM_BYTES = 80 * 1024;

it("is one executable file of at most 80 KiB that loads nothing but Node.js's own modules", () => {
  const stat = statSync(PLUGIN);
  expect(stat.mode & 0o111).toBe(0o111);
  expect(stat.size).toBeLessThanOrEqual(MAXIMUM_BYTES);
  const loaded = [...readFileSync(PLUGIN, "utf8").matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(
    ([, name]) => name,
  );
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
