import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Prints the time of the processor and the greatest memory of a process when it ends. */
const HOOK = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require("fs").writeSync(2, "\\nused " + maxRSS + " " + (userCPUTime + systemCPUTime) + "\\n");
});`;

/** What a process took, and what it said. */
export interface Measured {
  /** Of the processor: a busy machine takes longer. */
  readonly seconds: number;
  readonly megabytes: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program of Node.js to its end.
 *
 * @param folder where the hook is written that measures it
 */
export function measured(folder: string, ...args: string[]): Measured {
  const hook = join(folder, "hook.cjs");
  writeFileSync(hook, HOOK);
  const limits = { encoding: "utf8", maxBuffer: 1 << 30, timeout: 180_000 } as const;
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--require", hook, ...args], limits);
  const [, kilobytes = "NaN", microseconds = "NaN"] = /used (\d+) (\d+)/.exec(stderr) ?? [];
  const [seconds, megabytes] = [Number(microseconds) / 1e6, Number(kilobytes) / 1024];
  return { seconds, megabytes, code: status, stdout, stderr };
}
