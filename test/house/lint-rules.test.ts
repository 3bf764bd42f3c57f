import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

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

describe("the linter", () => {
  it("refuses a whole provider, which takes seconds to load, and takes one class of it", () => {
    const whole = 'import { iamRole } from "@cdktf/provider-aws";\nexport const a = iamRole;\n';
    const one = 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role";\nexport const a = IamRole;\n';

    expect(lint("src/accounts/aws-account.ts", whole).join()).toContain("Loading a whole provider costs seconds");
    expect(lint("src/accounts/aws-account.ts", one)).toEqual([]);
  });

  it("holds the arrows that CONTRIBUTING.md draws", () => {
    const { stdout } = spawnSync(process.execPath, ["scripts/rooms.mjs"], { cwd: ROOT, encoding: "utf8" });
    expect(stdout).toContain("trusts");
    expect(readFileSync(resolve(ROOT, "CONTRIBUTING.md"), "utf8")).toContain(stdout.trim());
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
