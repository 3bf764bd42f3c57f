import { closeSync, linkSync, lstatSync, openSync, readlinkSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { jsonObject } from "../json";
import { load } from "../node-modules";
import { readTextFile } from "../read-file";
import { removePrivateFile, temporaryName } from "./private-file";

/** A lock whose holder was killed between making and filling it. */
const UNFILLED_LOCK_MS = 2_000;
/** What a holder may overrun its own time limit by. */
const GRACE_MS = 1_000;

/** Far longer than any run: such a lock was made while the clock was ahead. */
const LONGEST_LOCK_MS = 3600_000;

/** The outcome of trying to take a lock. */
export type LockAttempt = { readonly release: () => void } | "taken" | "unavailable";

/** Longer than any lock. */
const MAXIMUM_BYTES = 4096;

/**
 * Tries to take the lock: a file that is made only if it is not there. It tells who holds it and until when at most, so
 * that a killed holder's lock does not stop the others.
 *
 * @param life milliseconds that the holder may need
 * @param way how the holder reaches the cloud: "unavailable" is what a lock of another way is, whose result may be another
 */
export function tryLock(directory: string, name: string, life: number, way: string): LockAttempt {
  const path = join(directory, name);
  const until = Date.now() + life + GRACE_MS;
  const host = load.os().hostname();
  const holder = JSON.stringify({ pid: process.pid, host, space: processSpace(), until, way, mark: temporaryName() });
  let descriptor: number;
  try {
    descriptor = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return "unavailable";
    const seen = read(path);
    // A folder, FIFO or symbolic link at this path is no lock file; waiting for it would delay every run.
    if (seen === undefined && isThere(path)) return "unavailable";
    if (seen !== undefined && isAbandoned(path, seen)) remove(directory, path, seen);
    const { way: other } = jsonObject(seen ?? "") ?? {};
    return typeof other === "string" && other !== way ? "unavailable" : "taken";
  }
  try {
    writeSync(descriptor, holder);
  } catch {
    removePrivateFile(path); // The disk is full.
    return "unavailable";
  } finally {
    closeSync(descriptor);
  }
  return {
    release: () => {
      // Whoever thought this lock abandoned may hold one of its own by now.
      if (read(path) === holder) removePrivateFile(path);
    },
  };
}

function remove(directory: string, path: string, seen: string): void {
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
  const { pid, host, space, until } = jsonObject(text) ?? {};
  if (typeof pid !== "number" || typeof until !== "number") return ageOf(path) > UNFILLED_LOCK_MS;
  const left = until - Date.now();
  if (left < 0 || left > LONGEST_LOCK_MS) return true;
  return host === load.os().hostname() && (space ?? processSpace()) === processSpace() && !isRunning(pid);
}

/**
 * Where a process id means something, beside the host's name: on Linux the namespace, of which containers of one pod have
 * several, on a kernel that the boot id names.
 */
function processSpace(): string {
  if (process.platform !== "linux") return "";
  try {
    const boot = readTextFile("/proc/sys/kernel/random/boot_id", MAXIMUM_BYTES).trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return temporaryName(); // Without /proc no other process can be judged.
  }
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
    return Math.abs(Date.now() - statSync(path).mtimeMs);
  } catch {
    return 0;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function read(path: string): string | undefined {
  try {
    return readTextFile(path, MAXIMUM_BYTES);
  } catch {
    return undefined;
  }
}
