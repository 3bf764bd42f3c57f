import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";

const ROOT = resolve(__dirname, "../..");

/** What ESLint says of a text as if it stood in a file that exists, in a process of its own: its config is a module. */
function lint(filePath: string, text: string): string[] {
  const program = `new (require("eslint").ESLint)().lintText(process.env.TEXT, { filePath: process.env.FILE })
    .then(([{ messages }]) => console.log(JSON.stringify(messages.map(({ message }) => message))))`;
  // In a single run, which CI=true makes it take this for, the parser would read the file and not the text.
  const environment = { ...process.env, TSESTREE_SINGLE_RUN: "false", TEXT: text, FILE: filePath };
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], {
    cwd: ROOT,
    encoding: "utf8",
    env: environment,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

/** The arrows by which the linter goes. */
async function arrows(): Promise<{ readonly [room: string]: readonly string[] }> {
  const program = `import("./scripts/rooms.mjs").then(({ ROOMS }) => console.log(JSON.stringify(ROOMS)))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { cwd: ROOT, encoding: "utf8" });
  return JSON.parse(stdout) as { readonly [room: string]: readonly string[] };
}

/** The texts of a room, which may be one file. */
function sourcesOf(room: string): readonly string[] {
  if (room.endsWith(".ts")) return [readFileSync(room, "utf8")];
  const names = readdirSync(room, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return names.map((name) => readFileSync(resolve(room, name), "utf8"));
}

describe("the linter", () => {
  it("refuses a whole provider, which takes seconds to load, and takes one class of it", () => {
    const whole = 'import { iamRole } from "@cdktf/provider-aws";\nexport const a = iamRole;\n';
    const one = 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role";\nexport const a = IamRole;\n';

    expect(lint("src/accounts/aws-account.ts", whole).join()).toContain("Loading a whole provider costs seconds");
    expect(lint("src/accounts/aws-account.ts", one)).toEqual([]);
  });

  it("refuses a thrown message of the constructs without a stable code", () => {
    const thrown = (error: string) =>
      `import { refusal } from "../common";\nexport const fail = () => {\n  throw ${error};\n};\nfail(refusal);\n`;
    const bare = lint("src/trusts/trust.ts", thrown('new Error("trusts: is empty.")'));
    expect(bare.join()).toContain("A refusal has a stable code: throw refusal(message, code).");
    const given = lint("src/trusts/trust.ts", thrown('refusal("trusts: is empty.", "trusts")'));
    expect(given.join()).not.toContain("stable code");
  });

  it("holds the arrows that CONTRIBUTING.md draws", () => {
    const { stdout } = spawnSync(process.execPath, ["scripts/rooms.mjs"], { cwd: ROOT, encoding: "utf8" });
    expect(stdout).toContain("trusts");
    expect(readFileSync(resolve(ROOT, "CONTRIBUTING.md"), "utf8")).toContain(stdout.trim());
  });

  it("holds the arrows that the table in CONTRIBUTING.md lists", async () => {
    const table = readFileSync(resolve(ROOT, "CONTRIBUTING.md"), "utf8");
    const rows = [...table.matchAll(/^\| `src\/([^`]+?)\/?` +\|[^|]*\|([^|]*)\|$/gm)].map(([, room, words]) => {
      const others = words.trim() === "nothing" ? [] : words.replace(/`/g, "").split(",");
      return [room, others.map((one) => one.trim())];
    });
    const named = (others: readonly string[]) => others.map((one) => one.replace(/\.ts$/, ""));
    const rooms = await arrows();
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(rooms).map(([room, others]) => [room, named(others)])),
    );
  });

  it("allows no arrow that nothing goes along", async () => {
    const rooms = await arrows();
    const unused = Object.entries(rooms).flatMap(([room, others]) => {
      const text = sourcesOf(resolve(ROOT, "src", room)).join("");
      const goes = (other: string) => new RegExp(`from "(?:\\.\\./)+${other.replace(/\.ts$/, "")}[/"]`).test(text);
      return others.filter((other) => !goes(other)).map((other) => `${room} → ${other}`);
    });
    expect(unused).toEqual([]);
  });

  it("refuses an import against the arrows of the room table, and takes one along them", () => {
    const upwards = 'import { Trust } from "../trusts";\nexport const a = Trust;\n';
    const downwards = 'import { OidcSubject } from "../subjects";\nexport const a = OidcSubject;\n';

    expect(lint("src/accounts/aws-account.ts", upwards).join()).toContain(
      "src/accounts may import only common, subjects",
    );
    expect(lint("src/accounts/aws-account.ts", downwards)).toEqual([]);
  });
});
