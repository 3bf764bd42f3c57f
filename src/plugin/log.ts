import { PLUGIN_COMMAND } from "../exec-contract";
import { redact } from "./redaction";
import { writeStandard } from "./standard-stream";

const STDERR = 2;
/** How long the plugin waits for a full stderr: a pipe without a reader must not keep the process from ending. */
const PATIENCE_SECONDS = 0.25;

let unread = false;

/** Writes to stderr, one redacted line a message: stdout belongs to the credential alone. */
export class Log {
  public constructor(private readonly debugging: boolean = false) {}

  /** Something the user should know although the run goes on. */
  public warn(message: string): void {
    this.line(`warning: ${message}`);
  }

  /** The cause of a failed run. */
  public error(message: string): void {
    this.line(message);
  }

  /** A step, told only with `--debug`. */
  public debug(message: string): void {
    if (this.debugging) this.line(`debug: ${message}`);
  }

  private line(message: string): void {
    if (unread) return;
    try {
      writeStandard(STDERR, `${PLUGIN_COMMAND}: ${redact(message)}\n`, PATIENCE_SECONDS);
    } catch {
      unread = true;
      // A closed or full stderr must not turn a good credential into a failure.
    }
  }
}
