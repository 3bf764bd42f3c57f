import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readConfiguration, readHclFolder, withSources } from "../../src/terraform";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "trust-mesh-files-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What an output is read as, of a folder in the given one. */
async function valueOf(expression: string, files: Readonly<Record<string, string>> = {}, root = "infra") {
  for (const [name, text] of Object.entries({
    [`${root}/main.tf`]: `output "it" { value = ${expression} }`,
    ...files,
  })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const found = await readHclFolder(join(folder, root));
  const [output] = readConfiguration([found], () => undefined, undefined, { keepsUnknown: true }).outputs;
  return withSources(String(output.value()));
}

it("reads a file beside the configuration", async () => {
  expect(await valueOf('file("${path.module}/a.json")', { "infra/a.json": "{}" })).toBe("{}");
  expect(await valueOf('file("b/a.json")', { "infra/b/a.json": "[]" })).toBe("[]");
  expect(await valueOf('"${path.root}"')).toBe(".");
});

it("fills in a template by what it is given, and by nothing else", async () => {
  const files = { "infra/t.tftpl": '${name}: ${upper(name)}, $${name}, ${join(",", all)}' };
  expect(await valueOf('templatefile("t.tftpl", { name = "a", all = ["x", "y"] })', files)).toBe("a: A, ${name}, x,y");
  expect(await valueOf('templatefile("t.tftpl", { name = "a" })', files)).toBe('a: A, ${name}, ${join(",", all)}');
  const outer = { "infra/o.tftpl": "${local.x}", "infra/l.tf": 'locals { x = "y" }' };
  expect(await valueOf('templatefile("o.tftpl", {})', outer)).toBe("${local.x}");
});

it("gives a module its own path", async () => {
  const files = {
    "infra/main.tf": 'module "m" { source = "./mods/m" }\noutput "it" { value = module.m.it }',
    "infra/mods/m/main.tf": 'output "it" { value = "${path.module} ${file("${path.module}/a.txt")}" }',
    "infra/mods/m/a.txt": "inner",
  };
  expect(await valueOf('""', files)).toBe("mods/m inner");
});

it.each<[string, string]>([
  ["outside of the folder", "../secret.txt"],
  ["by its absolute path", "/etc/hostname"],
  ["by a link that leads out", "link.txt"],
  ["that is a folder", "."],
  ["that is not there", "none.txt"],
])("does not read a file %s", async (_what, path) => {
  writeFileSync(join(folder, "secret.txt"), "hidden");
  mkdirSync(join(folder, "infra"));
  symlinkSync(join(folder, "secret.txt"), join(folder, "infra/link.txt"));

  expect(await valueOf(`file("${path}")`)).toBe(`\${file("${path}")}`);
});

it("reads the files of the repository that it is in", async () => {
  const files = { ".git/HEAD": "ref: refs/heads/main", "policies/a.json": "{}" };
  expect(await valueOf('file("../policies/a.json")', files)).toBe("{}");
});

it("does not read what is no text, or too large", async () => {
  expect(await valueOf('file("a.txt")', { "infra/a.txt": "x".repeat(1024 * 1024 + 1) })).toBe('${file("a.txt")}');
  writeFileSync(join(folder, "infra/b.txt"), Buffer.from([0xff, 0xfe]));
  expect(await valueOf('file("b.txt")')).toBe('${file("b.txt")}');
});
