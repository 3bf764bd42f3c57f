const MILLISECONDS = 1000;

/** The default time limit of a run: kubectl itself has none for its plugins. */
export const DEFAULT_TIMEOUT_SECONDS = 20;

/** The time limit of the whole run. It counts on the monotonic clock, so a corrected clock cannot stretch it. */
export class Deadline {
  private readonly end: number;

  public constructor(public readonly seconds: number = DEFAULT_TIMEOUT_SECONDS) {
    this.end = monotonic() + seconds * MILLISECONDS;
  }

  /** Milliseconds left, never below zero. */
  public get remaining(): number {
    return Math.max(0, this.end - monotonic());
  }

  /** Waits, yet never past the limit. */
  public async sleep(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, this.remaining)));
  }
}

/** Milliseconds of the monotonic clock. Not performance.now(), which loads a module of its own at its first use. */
function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * MILLISECONDS + nanoseconds / 1e6;
}
