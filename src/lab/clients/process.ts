import { spawn } from "node:child_process";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A client that takes longer has hung; the plugin's own limit is 20 s. */
const LIMIT_MS = 60_000;

/** `ended with 3`. */
export function howEnded({ code }: Ended): string {
  return code === null ? "was ended" : `ended with ${code}`;
}

/** What is told of a process that failed and printed nothing. */
export function silent(command: string, ended: Ended): string {
  return `${command} ${howEnded(ended)} and printed nothing`;
}

/** What a process printed as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Runs a command to its end, with this environment and no other variable. One that cannot be started has failed. */
export function runProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.once("error", (error) => {
      clearTimeout(limit);
      resolve({ code: null, stdout: "", stderr: error.message });
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      resolve({ code, stdout: Buffer.concat(out).toString("utf8"), stderr: Buffer.concat(err).toString("utf8") });
    });
  });
}
