import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";

/** Runs `can-i` with arguments, and tells its exit code and the lines of JSON that it printed. */
export async function canI(...args: readonly string[]): Promise<{ code: number; lines: readonly object[] }> {
  let out = "";
  const terminal: Terminal = {
    out: (text) => void (out += text),
    err: () => undefined,
    isInteractive: false,
    untilInterrupted: () => Promise.resolve(),
  };
  const code = await readArguments(["can-i", ...args], "0")(terminal, "0");
  const lines = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  return { code, lines };
}
