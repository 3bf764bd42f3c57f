import { linkSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonObject } from "../json";
import { load } from "../node-modules";
import { removePrivateFile, temporaryName } from "./private-file";

/** A lock whose holder was killed between making and filling it. */
const UNFILLED_LOCK_MS = 2_000;
/** What a holder may overrun its own time limit by. */
const GRACE_MS = 1_000;

/** The outcome of trying to take a lock. */
export type LockAttempt = { readonly release: () => void } | "taken" | "unavailable";

/**
 * Tries to take the lock: a file that is made only if it is not there. It tells who holds it and until when at most, so
 * that a killed holder's lock does not stop the others.
 *
 * @param life milliseconds that the holder may need
 */
export function tryLock(directory: string, name: string, life: number): LockAttempt {
  const path = join(directory, name);
  const holder = JSON.stringify({
    pid: process.pid,
    host: load.os().hostname(),
    until: Date.now() + life + GRACE_MS,
    mark: temporaryName(),
  });
  try {
    writeFileSync(path, holder, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return "unavailable";
    removeIfAbandoned(directory, path);
    return "taken";
  }
  return {
    release: () => {
      // Whoever thought this lock abandoned may hold one of its own by now.
      if (read(path) === holder) removePrivateFile(path);
    },
  };
}

function removeIfAbandoned(directory: string, path: string): void {
  const seen = read(path);
  if (seen === undefined || !isAbandoned(path, seen)) return;
  const aside = join(directory, temporaryName());
  try {
    renameSync(path, aside);
    // Between the look and the move another process may have taken the lock anew: then it gets it back.
    if (read(aside) !== seen) linkSync(aside, path);
  } catch {
    // Somebody else was faster.
  }
  removePrivateFile(aside);
}

function isAbandoned(path: string, text: string): boolean {
  const { pid, host, until } = jsonObject(text) ?? {};
  if (typeof pid !== "number" || typeof until !== "number") return ageOf(path) > UNFILLED_LOCK_MS;
  if (Date.now() > until) return true;
  return host === load.os().hostname() && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
