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

  /** A sentence on the clock when it is so wrong that clouds refuse what it signs or dates. */
  public get clockComplaint(): string | undefined {
    const seconds = this.clockBehind;
    if (seconds === undefined || Math.abs(seconds) < NOTABLE_CLOCK_SKEW_SECONDS) return undefined;
    const direction = seconds > 0 ? "behind" : "ahead of";
    return `This machine's clock is ${Math.abs(seconds)} s ${direction} the server's: correct it.`;
  }
}

/** AWS refuses signatures five minutes off; the warning comes well before that. */
const NOTABLE_CLOCK_SKEW_SECONDS = 120;
