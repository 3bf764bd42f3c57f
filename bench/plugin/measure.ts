import { spawn, spawnSync } from "node:child_process";

/** A command to measure. */
export interface Subject {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The multiple of an empty Node.js script that it should stay within. */
  readonly within?: number;
  /** Asks no fake, so it can be waited for without an event loop, whose own time then is not counted. */
  readonly offline?: boolean;
}

/** Whole-process times of one subject, in milliseconds. */
export interface Measured {
  readonly subject: Subject;
  readonly times: number[];
}

/**
 * Runs a command a number of times, one after the other. kubectl starts its plugins without a copy of its own memory
 * (`vfork`); Node.js copies its page tables, 0.4 to 1 ms each, which would count as the command's. So a shell, which is small, does it.
 */
const REPEAT = 'n=$1; shift; while [ $n -gt 0 ]; do "$@" >/dev/null || exit; n=$((n - 1)); done';

/** Runs a command so often and takes the mean time of one run, in milliseconds. */
export async function timeOf({ command, args, env, name, offline }: Subject, times = 1): Promise<number> {
  const words = ["-c", REPEAT, "sh", String(times), command, ...args];
  const started = process.hrtime.bigint();
  const stdio = ["ignore", "ignore", "inherit"] as const;
  if (offline) {
    const { status } = spawnSync("/bin/sh", words, { env, stdio: [...stdio] });
    if (status !== 0) throw new Error(`${name} ended with code ${String(status)}.`);
    return Number(process.hrtime.bigint() - started) / 1e6 / times;
  }
  const code = await new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", words, { env, stdio: [...stdio] });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`${name} ended with code ${String(code)}.`);
  return Number(process.hrtime.bigint() - started) / 1e6 / times;
}

/** A round runs each subject for about so long (ms): many times where it is quick, so that the shell's own start counts little. */
const ROUND_MS = 200;
const MOST_RUNS = 100;

/** Runs all subjects in turn, round after round, so that a busy moment of the machine touches them alike. */
export async function measure(subjects: readonly Subject[], rounds: number): Promise<Measured[]> {
  const measured = subjects.map((subject) => ({ subject, times: [] as number[], runs: 1 }));
  // The first round only warms the file cache, and tells how quick each is.
  for (const one of measured) one.runs = Math.min(MOST_RUNS, Math.ceil(ROUND_MS / (await timeOf(one.subject))));
  for (let round = 0; round < rounds; round++) {
    for (const { subject, times, runs } of measured) times.push(await timeOf(subject, runs));
  }
  return measured;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Peak resident memory of a Node.js run, in MB: the kernel's own figure, told as the process exits. */
export async function peakMemory(script: string, { args, env }: Subject): Promise<number> {
  const tell = `
    import { writeSync } from "node:fs";
    process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));`;
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`;
  const child = spawn(process.execPath, ["--import", hook, script, ...args], {
    env,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let told = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await new Promise((resolve) => child.once("close", resolve));
  return Number(told) / 1024;
}
