import { execFileSync } from "node:child_process";
import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";
import { describeWithTool } from "../support/tool";

async function script(shell: string): Promise<string> {
  let out = "";
  const terminal = { out: (text: string) => void (out += text) } as unknown as Terminal;
  expect(await readArguments(["completion", shell], "0")(terminal, "0")).toBe(0);
  return out;
}

describeWithTool("bash", "completion in bash", () => {
  async function completed(...words: string[]): Promise<string[]> {
    const all = words.map((word) => `'${word}'`).join(" ");
    const ask = `COMP_WORDS=(trust-mesh ${all}); COMP_CWORD=${words.length}; _trust_mesh; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const program = `${await script("bash")}\n${ask}`;
    return execFileSync("bash", ["-c", program], { encoding: "utf8", cwd: __dirname }).trim().split("\n");
  }

  it.each<[string[], string[]]>([
    [["li"], ["list"]],
    [["list", "--form"], ["--format"]],
    [
      ["list", "--format", ""],
      ["table", "markdown", "json"],
    ],
    [["graph", "--format", "h"], ["html"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [["diff", "completion-c"], ["completion-command.test.ts"]],
  ])("of %j is %j", async (words, expected) => {
    expect(await completed(...words)).toEqual(expected);
  });
});

it.each(["zsh", "fish"])("of %s names every command and the values of a flag", async (shell) => {
  const text = await script(shell);
  for (const name of ["lab", "verify", "list", "diff", "graph", "explain", "can-i", "scan"]) {
    expect(text).toContain(name);
  }
  expect(text).toContain("mermaid dot svg html");
});

it("refuses another shell, and says which there are", () => {
  expect(() => readArguments(["completion", "csh"], "0")).toThrow(/Allowed choices are bash, zsh, fish/);
});
