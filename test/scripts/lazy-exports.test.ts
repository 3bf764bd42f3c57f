import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const ROOT = resolve(__dirname, "../..");
const SCRIPT = pathToFileURL(join(ROOT, "scripts/lazy-exports.mjs")).href;

function compiled(source: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  return transpileModule(source, { compilerOptions }).outputText;
}

function node(...args: string[]): { readonly out: string; readonly err: string } {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { out: stdout, err: stderr };
}

/** What the build makes of a compiled index whose modules export these names. */
function lazy(text: string, names: Record<string, string[]>): { readonly out: string; readonly err: string } {
  const program = `import { lazyExports } from ${JSON.stringify(SCRIPT)};
    const names = ${JSON.stringify(names)};
    process.stdout.write(lazyExports(${JSON.stringify(text)}, (module) => names[module], "./lazy-exports"));`;
  return node("--input-type=module", "-e", program);
}

describe("lazy exports", () => {
  const INDEX = compiled(`export * from "./cat"; export { Dog } from "./dog"; export type { Bird } from "./bird";`);
  const NAMES = { "./cat": ["Cat", "Dog"], "./dog": ["Dog", "Puppy"] };
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  beforeEach(() => {
    // GIVEN a compiled index, the files that it exports, and the helper that it calls
    folder = mkdtempSync(join(tmpdir(), "trust-mesh-lazy-"));
    write("index.js", lazy(INDEX, NAMES).out);
    write("lazy-exports.js", compiled(readFileSync(join(ROOT, "src/common/lazy-exports.ts"), "utf8")));
    write("cat.js", `console.log("cat is loaded"); exports.Cat = "a cat"; exports.Dog = "no dog";`);
    write("dog.js", `console.log("dog is loaded"); exports.Dog = "a dog"; exports.Puppy = "a puppy";`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const run = (program: string) => node("-e", `const index = require(${JSON.stringify(folder)}); ${program}`);

  it("load a file when a name of it is asked for, and once", () => {
    expect(run(`console.log(Object.keys(index).sort().join()); console.log(index.Cat, index.Cat);`)).toEqual({
      out: "Cat,Dog\ncat is loaded\na cat a cat\n",
      err: "",
    });
  });

  it("give the name that the index itself exports before one of export *", () => {
    expect(run("console.log(index.Dog, index.Puppy);").out).toBe("dog is loaded\na dog undefined\n");
  });

  it("are named imports of ES modules, too", () => {
    const program = `import { Dog } from ${JSON.stringify(join(folder, "index.js"))}; console.log(Dog);`;
    expect(node("--input-type=module", "-e", program).out).toContain("a dog\n");
  });

  it("wait for a module that is still being loaded", () => {
    write("dog.js", `exports.early = require("./index").Dog; exports.Dog = "a dog";`);
    expect(run("console.log(index.Dog, require('./dog').early);".replace("./dog", join(folder, "dog"))).out).toBe(
      "a dog undefined\n",
    );
  });

  it("leave an index that was changed before as it is", () => {
    const once = lazy(INDEX, NAMES).out;
    expect(lazy(once, NAMES)).toEqual({ out: once, err: "" });
  });

  it("refuse an index that does more than export names", () => {
    const { out, err } = lazy(compiled(`export * from "./cat"; console.log("effect");`), NAMES);
    expect([out, err]).toEqual([
      "",
      expect.stringContaining('an index does more than export names: console.log("effect")'),
    ]);
  });
});
