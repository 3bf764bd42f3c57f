import { Deadline } from "./deadline";
import { Log } from "./log";
import { Environment, Settings } from "./settings";

/** What every step of one run shares. */
export class Run {
  /** How far this machine's clock is behind the last server's (seconds; ahead is negative), once one has answered. */
  public clockBehind: number | undefined;

  public constructor(
    public readonly settings: Settings,
    public readonly log: Log,
    public readonly deadline: Deadline,
  ) {}

  /** The environment of the run. */
  public get env(): Environment {
    return this.settings.env;
  }

  /** Milliseconds from this machine's time to the servers', 0 as long as no difference is known that matters. */
  public get clockOffset(): number {
    const seconds = Math.abs(this.clockBehind ?? 0);
    return seconds < LEAST_CLOCK_SKEW_SECONDS || seconds > MOST_CLOCK_SKEW_SECONDS ? 0 : 1000 * (this.clockBehind ?? 0);
  }

  /** The servers' time (milliseconds since 1970). */
  public get serverTime(): number {
    return Date.now() + this.clockOffset;
  }

  /** What this machine's clock shows at a time that a server or a token tells. */
  public localTime(serverTime: number): number {
    return serverTime - this.clockOffset;
  }

  /** A sentence on the clock when it is so wrong that clouds refuse what it signs or dates. */
  public get clockComplaint(): string | undefined {
    const seconds = this.clockBehind;
    if (seconds === undefined || this.clockOffset === 0 || Math.abs(seconds) < NOTABLE_CLOCK_SKEW_SECONDS) {
      return undefined;
    }
    const direction = seconds > 0 ? "behind" : "ahead of";
    return `This machine's clock is ${Math.abs(seconds)} s ${direction} the server's: correct it.`;
  }
}

/** A Date header tells whole seconds, and the way takes some of them. */
const LEAST_CLOCK_SKEW_SECONDS = 5;
/** A server that is off by more is wrong itself: this machine took its certificate for valid. */
const MOST_CLOCK_SKEW_SECONDS = 366 * 86_400;
/** AWS refuses signatures five minutes off; the warning comes well before that. */
const NOTABLE_CLOCK_SKEW_SECONDS = 120;
