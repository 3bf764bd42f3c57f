/** Where a command reads and writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Undefined where stdout is no terminal. */
  readonly columns?: number;
  /** Whether a line on stderr can be written over. */
  readonly isInteractive: boolean;
  /** Resolves when a signal asks for the end. */
  untilInterrupted(): Promise<void>;
}
