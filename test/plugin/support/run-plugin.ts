import { spawn } from "node:child_process";
import { join } from "node:path";

/** The built executable. */
export const PLUGIN = join(__dirname, "../../../lib/bin/trust-mesh-auth");

/** What a process left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An environment for a process of a test: nothing of the surrounding one but PATH. */
export type TestEnvironment = { readonly [variable: string]: string | undefined };

/** Runs a command to its end. The environment is exactly PATH and what is given. */
export function run(
  command: string,
  args: readonly string[],
  env: TestEnvironment = {},
  options: { readonly cwd?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // A process that hangs fails its test, and does not outlive it.
    const limit = setTimeout(() => child.kill("SIGKILL"), 90_000);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(limit);
      resolve({ code, stdout, stderr });
    });
  });
}

/** Runs the plugin. */
export function runPlugin(
  args: readonly string[],
  env: TestEnvironment = {},
  options: { readonly cwd?: string } = {},
): Promise<Finished> {
  return run(PLUGIN, args, env, options);
}

/** An ExecCredential that was printed, and its token. */
export function credentialIn({ stdout }: Finished): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
} {
  return JSON.parse(stdout) as ReturnType<typeof credentialIn>;
}
