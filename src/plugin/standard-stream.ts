import { constants, fstatSync, openSync, writeSync } from "node:fs";

const PAUSE_MS = 10;

/**
 * Writes all of a text to stdout (1) or stderr (2) before it returns, which process.stdout does not promise for pipes.
 * What is full is tried again until its reader has had time enough, also where writing to it would wait for ever.
 *
 * @throws the system's error, EAGAIN when it was not read in time
 */
export function writeStandard(stream: 1 | 2, text: string, seconds: number): void {
  const bytes = Buffer.from(text);
  const descriptor = (descriptors[stream] ??= withoutWaiting(stream));
  // Not a clock: the fault that is to be told may be its own.
  let pauses = (seconds * 1000) / PAUSE_MS;
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || pauses-- <= 0) throw error;
      pause();
    }
  }
}

const descriptors: { [stream: number]: number } = {};

/** A descriptor of the same stream that does not wait for room. Files and terminals take what they are given. */
function withoutWaiting(stream: 1 | 2): number {
  const kind = fstatSync(stream);
  if (process.platform === "win32" || !(kind.isFIFO() || kind.isSocket())) return stream;
  try {
    // Linux opens the same pipe anew: other processes that share the descriptor are not touched.
    return openSync(`/proc/self/fd/${stream}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // A socket, another user's pipe, or another system. Node.js's own stream makes the descriptor one that does not wait.
    return stream === 1 ? process.stdout.fd : process.stderr.fd;
  }
}

/** Waits without a turn of the event loop and without using the processor. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
