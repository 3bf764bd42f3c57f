import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a command is on PATH, or undefined. */
export function findTool(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** `describe` when the tool is there; else the group is reported as skipped, with the tool's name. */
export function describeWith(tool: string | undefined, name: string, tests: () => void): void {
  if (tool) describe(name, tests);
  else describe.skip(`${name} (not installed here)`, tests);
}

/** The first line that a command prints. */
export function firstLine(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n")[0];
}
