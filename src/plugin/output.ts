import { Deadline } from "./deadline";
import { PluginFailure } from "./failure";
import { writeStandard } from "./standard-stream";

const STDOUT = 1;
/** How long a reader may take for what it has not made room for: at least and at most. */
const LEAST_PATIENCE_SECONDS = 0.5;
const PATIENCE_SECONDS = 4;

/**
 * Writes to stdout, all of it.
 *
 * @param deadline the run's, which its reader must keep too
 * @throws PluginFailure (output) when it is not taken
 */
export function print(text: string, deadline: Deadline = new Deadline()): void {
  const patience = Math.min(PATIENCE_SECONDS, Math.max(LEAST_PATIENCE_SECONDS, deadline.remaining / 1000));
  try {
    writeStandard(STDOUT, text, patience);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new PluginFailure(
      "output",
      code === "EAGAIN"
        ? `stdout is full and was not read for ${patience.toFixed(1).replace(".0", "")} s.`
        : `stdout cannot be written to (${code}).`,
      code === "ENOSPC" ? "Make room on the disk." : "Check what reads it.",
      code,
    );
  }
}
