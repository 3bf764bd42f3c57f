import { isLookingUp } from "./http/resolve";

/** Replaces the process by another program (Node.js 22.15 and newer, not on Windows). */
type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => void;

/**
 * Ends the process. Node.js waits at its end for what the system's resolver still does, which no name server may ever
 * answer: then the process ends without Node.js, with the same exit code where that is possible, else by SIGKILL.
 */
export function leave(code: number): void {
  if (isLookingUp()) {
    const { execve } = process as { execve?: Execve };
    try {
      execve?.("/bin/sh", ["sh", "-c", `exit ${code}`], {});
    } catch {
      // No shell there: as without execve.
    }
    process.kill(process.pid, "SIGKILL");
  }
  process.exit(code);
}
