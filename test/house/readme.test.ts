import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** Documents that a reader of the repository follows links in. */
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  "bench/README.md",
];

function run(folder: string, program: string, ...args: string[]) {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.dev.json"), CDKTF_LOG_LEVEL: "off" };
  return spawnSync(program, args, { cwd: folder, encoding: "utf8", env });
}

describe("the first example of the README", () => {
  let folder: string;
  beforeAll(() => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const [, example] = /```ts\n(import [^]*?)```/.exec(readme)!;
    mkdirSync(join(ROOT, "coverage"), { recursive: true });
    folder = mkdtempSync(join(ROOT, "coverage/readme-"));
    writeFileSync(join(folder, "main.ts"), example);
    const include = ["main.ts"];
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.dev.json", include }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is type-correct as it stands", () => {
    const { status, stdout } = run(folder, join(ROOT, "node_modules/.bin/tsc"), "-p", ".");

    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it("synthesizes, and the lab proves it without a flag", () => {
    const synthesized = run(folder, join(ROOT, "node_modules/.bin/tsx"), "main.ts");
    expect({ status: synthesized.status, stderr: synthesized.stderr }).toEqual({ status: 0, stderr: "" });

    const proved = run(folder, process.execPath, join(ROOT, "lib/bin/trust-mesh"), "lab", "cdktf.out");

    // A run of more than five seconds tells how far it is.
    const said = proved.stderr.replace(/^\d+ of \d+: .*\n/gm, "");
    expect({ status: proved.status, stderr: said }).toEqual({ status: 0, stderr: "" });
    expect(proved.stdout).toContain("1 edge into 1 cluster");
    expect(proved.stdout).toMatch(/all as declared\.\n/);
  });
});

describe("links in the documents", () => {
  it.each(DOCUMENTS)("of %s lead to files that exist", (document) => {
    const text = readFileSync(join(ROOT, document), "utf8").replace(/^```[^]*?^```/gm, "");
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => target);

    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(document), target)))).toEqual([]);
  });
});
