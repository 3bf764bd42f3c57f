import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** What ESLint says of a text as if it stood in a file that exists. */
function lint(file: string, text: string): string[] {
  const eslint = join(ROOT, "node_modules/.bin/eslint");
  const options = ["--stdin", "--stdin-filename", file, "--format", "json"];
  const { stdout, stderr } = spawnSync(eslint, options, { cwd: ROOT, encoding: "utf8", input: text });
  if (!stdout) throw new Error(stderr);
  const [{ messages }] = JSON.parse(stdout) as { messages: { ruleId: string; message: string }[] }[];
  return messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe("the linter", () => {
  it("refuses a whole provider, which takes seconds to load, and takes one class of it", () => {
    const whole = 'import { iamRole } from "@cdktf/provider-aws";\nexport const a = iamRole;\n';
    const one = 'import { IamRole } from "@cdktf/provider-aws/lib/iam-role";\nexport const a = IamRole;\n';

    expect(lint("src/federation/aws-account.ts", whole).join()).toContain("Loading a whole provider costs seconds");
    expect(lint("src/federation/aws-account.ts", one)).toEqual([]);
  });

  it("refuses an import against the arrows of the room table, and takes one along them", () => {
    const upwards = 'import { Trust } from "../trusts";\nexport const a = Trust;\n';
    const downwards = 'import { Cluster } from "../clusters";\nexport const a = Cluster;\n';

    expect(lint("src/federation/aws-account.ts", upwards).join()).toContain(
      "src/federation may import only common, clusters",
    );
    expect(lint("src/federation/aws-account.ts", downwards)).toEqual([]);
  });
});
