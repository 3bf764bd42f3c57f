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
  /** What is undone before each run, such as a shell's answer that Node.js is to give. */
  readonly before?: () => void;
}

/** Whole-process times of one subject, in milliseconds. */
export interface Measured {
  readonly subject: Subject;
  readonly times: number[];
}

/** Runs a command once and takes its time. */
export async function timeOf({ command, args, env, name, before, offline }: Subject): Promise<number> {
  before?.();
  const started = process.hrtime.bigint();
  const stdio = ["ignore", "ignore", "inherit"] as const;
  if (offline) {
    const { status } = spawnSync(command, args, { env, stdio: [...stdio] });
    if (status !== 0) throw new Error(`${name} ended with code ${String(status)}.`);
    return Number(process.hrtime.bigint() - started) / 1e6;
  }
  const code = await new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: [...stdio] });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`${name} ended with code ${String(code)}.`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** Runs all subjects in turn, round after round, so that a busy moment of the machine touches them alike. */
export async function measure(subjects: readonly Subject[], rounds: number): Promise<Measured[]> {
  const measured = subjects.map((subject) => ({ subject, times: [] as number[] }));
  for (let round = -1; round < rounds; round++) {
    for (const { subject, times } of measured) {
      const time = await timeOf(subject);
      if (round >= 0) times.push(time); // The first round only warms the file cache.
    }
  }
  return measured;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Peak resident memory of a Node.js run, in MB: the kernel's own figure, told as the process exits. */
export async function peakMemory(script: string, { args, env, before }: Subject): Promise<number> {
  before?.();
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
