import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HELP_FILE, PLUGIN_COMMAND, PLUGIN_PACKAGE } from "../../src/exec-contract";
import { credentialIn, FakeCloud, run, Sandbox } from "../plugin/support";
import { describeOnEachNode, pathOf } from "./support/nodes";
import { Folders, npm, pack, Packed, ROOT } from "./support/npm";

/** The promise of the package's README and of docs/exec-plugin.md. */
const MAXIMUM_BYTES = 100_000;

const folders = new Folders();
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
let packed: Packed;
beforeAll(() => {
  packed = pack(join(ROOT, "packages", PLUGIN_PACKAGE), folders.make());
});
afterAll(() => folders.remove());

it("has the main package's version, at most 100 KB, and what a user needs of it", () => {
  expect([packed.name, packed.version]).toEqual([PLUGIN_PACKAGE, version]);
  expect(packed.unpackedSize).toBeLessThanOrEqual(MAXIMUM_BYTES);
  expect(packed.files.map(({ path }) => path).sort()).toEqual([
    "LICENSE",
    "README.md",
    `bin/${PLUGIN_COMMAND}`,
    `bin/${HELP_FILE}`,
    `bin/${PLUGIN_COMMAND}.cmd`,
    "install.sh",
    "package.json",
  ]);
});

it("installs nothing else: no dependency, no peer, no script", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "packages", PLUGIN_PACKAGE, "package.json"), "utf8")) as Record<
    string,
    unknown
  >;
  for (const field of ["dependencies", "peerDependencies", "optionalDependencies", "scripts"]) {
    expect(manifest).not.toHaveProperty(field);
  }
  expect(manifest.bin).toEqual({ [PLUGIN_COMMAND]: `bin/${PLUGIN_COMMAND}` });
});

it("is the files that the main package ships for ConfigMaps, and the main package leaves the command to it", () => {
  const main = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { bin: object };
  expect(Object.keys(main.bin)).toEqual(["trust-mesh"]);
  for (const file of [PLUGIN_COMMAND, HELP_FILE]) {
    const own = readFileSync(join(ROOT, "packages", PLUGIN_PACKAGE, "bin", file));
    expect(own.equals(readFileSync(join(ROOT, "lib/bin", file)))).toBe(true);
  }
});

it.each([`packages/${PLUGIN_PACKAGE}/README.md`, "docs/client-wiring.md", "docs/exec-plugin.md", "README.md"])(
  "is what %s installs, and in this version where it names one",
  (file) => {
    const installed = readFileSync(join(ROOT, file), "utf8").matchAll(
      /npm install[^`\n]* ([\w-]*-auth)(?:@([\d.]+\d))?/g,
    );
    const named = [...installed].map(([, name, pinned]) => [name, pinned ?? version]);
    expect(named.length).toBeGreaterThan(0);
    for (const one of named) expect(one).toEqual([PLUGIN_PACKAGE, version]);
  },
);

describeOnEachNode("the packed plugin", (node) => {
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

  it("is installed globally and makes a credential", async () => {
    // WHEN
    const prefix = folders.make();
    npm(node, ["install", "--global", "--offline", "--prefix", prefix, packed.tarball], prefix);
    const command = join(prefix, "bin", PLUGIN_COMMAND);

    // THEN
    expect(readdirSync(join(prefix, "lib/node_modules"))).toEqual([PLUGIN_PACKAGE]);
    expect((await run(command, ["--version"], pathOf(node))).stdout).toMatch(
      new RegExp(`^${version}\\+[0-9a-f]{12}\n$`),
    );
    for (const args of [box.eks(), box.gke(), box.aks()]) {
      const result = await run(command, args, { ...box.env(), ...pathOf(node) });
      expect([result.code, result.stderr]).toEqual([0, ""]);
      expect(credentialIn(result).kind).toBe("ExecCredential");
    }
    expect((await run(command, ["gke", "--help"], pathOf(node))).stdout).toContain("--audience AUDIENCE");
  });

  describe("in a project of ES modules", () => {
    let project: string;
    beforeAll(() => {
      project = folders.make();
      writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
      npm(node, ["install", "--offline", packed.tarball], project);
    });

    it("is started by npx", () => {
      const told = npm(node, ["exec", "--offline", "--", PLUGIN_COMMAND, "--version"], project);
      expect(told).toMatch(new RegExp(`^${version}\\+`));
    });

    it("fills a folder for images by its install.sh", async () => {
      // WHEN it is run as the Dockerfile of docs/client-wiring.md does
      const home = join(project, "node_modules", PLUGIN_PACKAGE);
      const plugin = join(home, "bin", PLUGIN_COMMAND);
      const sha256 = createHash("sha256").update(readFileSync(plugin)).digest("hex");
      const filled = join(folders.make(), "opt");
      execFileSync("sh", [join(home, "install.sh"), sha256, plugin, filled], { env: pathOf(node) });

      // THEN the launcher works without a Node.js on PATH
      const launcher = join(filled, "bin", PLUGIN_COMMAND);
      const { stdout } = await run(launcher, ["--version"], { PATH: "/bin:/usr/nowhere" });
      expect(stdout).toMatch(new RegExp(`^${version}\\+`));
      const help = await run(launcher, ["--help"], { PATH: "/bin:/usr/nowhere" });
      expect([help.code, help.stderr]).toEqual([0, ""]);
    });
  });
});

it("is published with the executable's mode", () => {
  expect(packed.files.find(({ path }) => path === `bin/${PLUGIN_COMMAND}`)?.mode).toBe(0o755);
  expect(lstatSync(join(ROOT, "packages", PLUGIN_PACKAGE, "bin", PLUGIN_COMMAND)).isSymbolicLink()).toBe(false);
});

it("has an install.sh that a shell can read", () => {
  const { status, stderr } = spawnSync("sh", ["-n", join(ROOT, "packages", PLUGIN_PACKAGE, "install.sh")], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
});
