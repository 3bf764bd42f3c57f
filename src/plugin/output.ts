import { writeSync } from "node:fs";
import { Deadline } from "./deadline";
import { PluginFailure } from "./failure";

const STDOUT = 1;
/** How long a reader may take for what it has not made room for, at most. */
const PATIENCE_SECONDS = 4;
const PAUSE_MS = 10;

/**
 * Writes to stdout, all of it before the process ends, which process.stdout does not promise for pipes. A pipe that does
 * not block and is full is tried again until its reader has had time enough.
 *
 * @throws PluginFailure (output) when it is not taken
 */
export function print(text: string): void {
  const bytes = Buffer.from(text);
  const deadline = new Deadline(PATIENCE_SECONDS);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(STDOUT, bytes, written);
    } catch (error) {
      const { code = "unknown error" } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") throw notTaken(`cannot be written to (${code})`, code);
      if (deadline.remaining === 0) throw notTaken(`is full and was not read for ${PATIENCE_SECONDS} s`, code);
      pause();
    }
  }
}

function notTaken(what: string, code: string): PluginFailure {
  return new PluginFailure(
    "output",
    `stdout ${what}.`,
    code === "ENOSPC" ? "Make room on the disk." : "Check what reads it.",
    code,
  );
}

/** Waits without a turn of the event loop and without using the processor. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
