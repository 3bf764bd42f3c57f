import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a command is on PATH; undefined where it is not. */
export function whereIs(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A suite that needs a command a user may not have: it is reported as skipped, by the command's name. */
export function describeWithTool(command: string, name: string, suite: () => void): void {
  if (whereIs(command)) describe(name, suite);
  else describe.skip(`${name} (skipped: ${command} is not on PATH)`, suite);
}
