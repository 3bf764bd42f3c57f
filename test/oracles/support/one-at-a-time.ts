import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** Runs what two suites must not do at once, in whatever processes they run. The lock is a file with the number of the process that has it. */
export function oneAtATime<T>(lock: string, work: () => T): T {
  while (!isTaken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock. One whose process has ended is removed, so that the next try takes it. */
function isTaken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock: string): boolean {
  try {
    const holder = readFileSync(lock, "utf8");
    // A file without a number is one that its process has not written yet.
    return holder === "" || process.kill(Number(holder), 0);
  } catch {
    return false;
  }
}
