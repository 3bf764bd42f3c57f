import { Progress } from "../lab";
import { plain } from "./escape";
import { Terminal } from "./terminal";
import { titleOf } from "./words";

/** How often a log without a terminal is told how far the trials are. */
const EVERY_MS = 5000;

/** Tells on stderr how far the trials are: on one line of a terminal, else by a line every few seconds. */
export class ProgressLine {
  private last = performance.now();

  public constructor(private readonly terminal: Terminal) {}

  public tell(progress: Progress): void {
    const line = lineOf(progress);
    if (this.terminal.isInteractive) {
      this.terminal.err(`\r\x1b[K${[...line].slice(0, (this.terminal.columns ?? 80) - 1).join("")}`);
      return;
    }
    if (performance.now() - this.last < EVERY_MS) return;
    this.last = performance.now();
    this.terminal.err(`${line}\n`);
  }

  /** Leaves a terminal's line empty. */
  public end(): void {
    if (this.terminal.isInteractive) this.terminal.err("\r\x1b[K");
  }
}

function lineOf({ done, total, last }: Progress): string {
  return plain(`${done} of ${total}: ${last.from} → ${last.to}: ${titleOf(last)}`);
}
