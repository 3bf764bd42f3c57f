import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPT = pathToFileURL(resolve(__dirname, "../../scripts/one-file.mjs")).href;

function node(...args: string[]): { readonly out: string; readonly err: string } {
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { out: stdout, err: stderr };
}

const esm = (program: string) => node("--input-type=module", "-e", program);

describe("one file", () => {
  let lib: string;
  const write = (name: string, text: string) => writeFileSync(join(lib, name), text);
  const make = () => esm(`import { intoOneFile } from ${JSON.stringify(SCRIPT)}; intoOneFile(${JSON.stringify(lib)});`);
  const run = (program: string) =>
    node("-e", `const at = (name) => require(${JSON.stringify(lib)} + name); ${program}`);
  beforeEach(() => {
    // GIVEN compiled files in two folders, which ask for each other in a circle, and a file of another build
    lib = mkdtempSync(join(tmpdir(), "trust-mesh-one-"));
    for (const folder of ["pets", "bin"]) mkdirSync(join(lib, folder));
    write("index.js", `"use strict";\nexports.rest = () => 1;\nObject.assign(exports, require("./pets"));`);
    write("pets/index.js", `exports.Cat = require("./cat").Cat;`);
    write(
      "pets/cat.js",
      `const dog = require("./dog");
      class Cat { /** A comment. */ chases() { return dog.Dog.name; } }
      exports.Cat = Cat; exports.folder = __dirname;`,
    );
    write(
      "pets/dog.js",
      `const cat = require("./cat"); class Dog { fears() { return cat.Cat.name; } } exports.Dog = Dog;`,
    );
    write("bin/tool.js", `console.log("a tool")`);
  });
  afterEach(() => rmSync(lib, { recursive: true }));

  it("has every module, which its own file gives as the same objects with the same names", () => {
    expect(make()).toEqual({ out: "", err: "" });
    const program = `const { Cat } = at("/index.js");
      console.log(Cat === at("/pets/cat.js").Cat, Cat.name, new Cat().chases(), new (at("/pets/dog.js").Dog)().fears());`;
    expect(run(program)).toEqual({ out: "true Cat Dog Cat\n", err: "" });
    // THEN no file but the one has code, and comments are left out
    expect(readFileSync(join(lib, "pets/cat.js"), "utf8")).not.toContain("class");
    expect(readFileSync(join(lib, "constructs.js"), "utf8")).not.toContain("A comment");
  });

  it("runs a module when it is first asked for, and once", () => {
    write("pets/dog.js", `console.log("dog runs"); exports.Dog = class Dog {};`);
    write("index.js", `exports.cat = () => require("./pets/cat").Cat;`);
    make();
    const program = `const { cat } = at("/index.js"); console.log("index ran"); cat(); cat(); at("/pets/dog.js");`;
    expect(run(program).out).toBe("index ran\ndog runs\n");
  });

  it("tells modules the folders in which they lie", () => {
    make();
    expect(run(`console.log(at("/pets/cat.js").folder);`).out).toBe(`${join(lib, "pets")}\n`);
  });

  it("leaves named imports to ES modules", () => {
    make();
    const program = `import { Cat, rest } from ${JSON.stringify(join(lib, "index.js"))}; console.log(Cat.name, rest());`;
    expect(esm(program)).toEqual({ out: "Cat 1\n", err: "" });
  });

  it("leaves files of other builds alone", () => {
    make();
    expect(readFileSync(join(lib, "bin/tool.js"), "utf8")).toBe(`console.log("a tool")`);
  });

  it("refuses files that were made into one before", () => {
    make();
    const { err } = make();
    expect(err).toContain("Error: constructs.js is there already: compile again first");
  });

  it("refuses a module that is not among the files", () => {
    write("pets/dog.js", `exports.Dog = () => require("../gone");`);
    const { err } = make();
    expect(err).toContain("Error: pets/dog requires ../gone, which is not among the compiled files");
  });
});
