/** The lab's clock: the machine's, which can be moved on. */
export class Clock {
  private ahead = 0;

  /** Seconds since 1970. */
  public get now(): number {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  /** Moves the clock on for everybody who reads it from now on. */
  public advance(seconds: number): void {
    this.ahead += seconds;
  }
}
