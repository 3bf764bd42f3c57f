import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Folders, npm, pack, ROOT } from "./support/npm";
import { describeWithInstalls } from "./support/project";
import { spawnSync } from "node:child_process";

jest.setTimeout(600_000);

const FIXTURES = join(ROOT, "test/fixtures/packages/testing");
const VITEST = "3.2.4";
// Each in a program of its own: the globals of jest and what a test imports are different types of `expect`.
const TYPES = ["jest-types.ts", "jest-globals-types.mts", "vitest-types.mts"];
// What CDKTF's template compiles to takes no modules of ES.
const CDKTF_TYPES = TYPES.map((file) => file.replace(/mts$/, "ts"));

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}
const MAIN = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const pinned = (...names: string[]) => Object.fromEntries(names.map((name) => [name, MAIN.devDependencies[name]]));

describeWithInstalls("the packed matchers in an empty folder", () => {
  const folders = new Folders();
  let folder: string;
  beforeAll(() => {
    folder = folders.make();
    cpSync(FIXTURES, folder, { recursive: true });
    for (const one of TYPES) cpSync(join(FIXTURES, one), join(folder, one.replace(/mts$/, "ts")));
    const { tarball } = pack(ROOT, folders.make());
    const providers = ["aws", "google", "azurerm", "kubernetes"].map((name) => `@cdktf/provider-${name}`);
    const tools = ["cdktf", "constructs", "jest", "@types/jest", "@types/node", "typescript"];
    const dependencies = { "cdktf-trust-mesh": `file:${tarball}`, vitest: VITEST, ...pinned(...providers, ...tools) };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    npm(process.execPath, ["install", "--prefer-offline"], folder);
  });
  afterAll(() => folders.remove());

  function run(program: string, ...args: string[]) {
    const env = { ...process.env, CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0", JEST_WORKER_ID: undefined };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, "node_modules", program), ...args], {
      ...{ cwd: folder, env, encoding: "utf8" },
    });
    return { status, told: `${stdout}${stderr}` };
  }

  it("are there for jest, by require", () => {
    const { status, told } = run("jest/bin/jest.js", "--rootDir", ".", "mesh.test.js");
    expect(told).toContain("1 passed");
    expect(status).toBe(0);
  });

  it("are there for vitest, by import", () => {
    writeFileSync(join(folder, "vitest.config.mjs"), 'export default { test: { include: ["*.vitest.mjs"] } };');
    const { status, told } = run("vitest/vitest.mjs", "run");
    expect(told).toMatch(/1 passed/);
    expect(status).toBe(0);
  });

  it.each<[string, string, string[]]>([
    ["commonjs", "node10", CDKTF_TYPES],
    ["node16", "node16", TYPES],
    ["esnext", "bundler", TYPES],
  ])("have types for module %s with resolution %s", (module, moduleResolution, files) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2022",
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    };
    for (const file of files) {
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      expect([file, run("typescript/bin/tsc", "-p", ".")]).toEqual([file, { status: 0, told: "" }]);
    }
  });

  it("leave every file of the package where it was, by require and by import", () => {
    const installed = join(folder, "node_modules/cdktf-trust-mesh/lib");
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    const modules = files.filter((file) => file.endsWith(".js") && !/^(bin|testing)\//.test(file));
    const folderModules = modules.filter((file) => file.endsWith("/index.js")).map((file) => dirname(file));
    const names = ["package.json", ".jsii", "lib", ...folderModules.map((one) => `lib/${one}`)];
    names.push(...modules.flatMap((file) => [`lib/${file}`, `lib/${file.replace(/\.js$/, "")}`]), "lib/bin/trust-mesh");
    const program = `for (const name of ${JSON.stringify(names)}) require.resolve("cdktf-trust-mesh/" + name); console.log("resolved")`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "resolved\n", stderr: "" });
    expect(modules.length).toBeGreaterThan(50);
  });

  it("leave no file behind", () => {
    rmSync(join(folder, "cdktf.out"), { recursive: true, force: true });
    run("jest/bin/jest.js", "--rootDir", ".", "mesh.test.js");
    const made = existsSync(join(folder, "cdktf.out"))
      ? readdirSync(join(folder, "cdktf.out"), { recursive: true })
      : [];
    // The folders that cdktf makes for an app.
    expect(made).toEqual(["stacks"]);
  });
});
