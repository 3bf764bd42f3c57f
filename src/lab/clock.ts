/** The lab's clock: the machine's, which can be moved on, and the end of what is handed out. */
export class Clock {
  private ahead = 0;

  /** @param longestLife of a credential that a cloud of the lab hands out, in seconds. @default - as the clouds have it */
  public constructor(private readonly longestLife = Infinity) {}

  /** How long a credential lives that would live so long in its cloud, in seconds. */
  public life(seconds: number): number {
    return Math.min(seconds, this.longestLife);
  }

  /** Seconds since 1970. */
  public get now(): number {
    return Math.floor(Date.now() / 1000) + this.ahead;
  }

  /** Moves the clock on for everybody who reads it from now on. */
  public advance(seconds: number): void {
    this.ahead += seconds;
  }
}
