import { isLiteral, problem } from "./checks";

/** An instant as clouds compare it: a date and a time in UTC. Timestamps of CEL begin with the year 1. */
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** What refusals call the ends of a window of access, and the two together. */
const ACCESS_NAMES = ["access from", "access until", "access between"];

/**
 * The span of time in which an access holds: from an instant (included) until another (not included). Either end may be
 * open.
 */
export class TimeWindow {
  /** @internal */
  public constructor(
    /** The first instant at which the access holds; open where there is none. */
    public readonly from?: string,
    /** The first instant at which it holds no longer; open where there is none. */
    public readonly until?: string,
    private readonly names: string[] = ACCESS_NAMES,
  ) {}

  /** The window in a few words. */
  public describe(): string {
    return [this.from && `from ${this.from}`, this.until && `until ${this.until}`].filter(Boolean).join(" ");
  }

  /**
   * The time that is in both windows.
   * @internal
   */
  public _and({ from, until }: TimeWindow): TimeWindow {
    const [begins, ends] = [inOrder(this.from, from), inOrder(this.until, until)];
    return new TimeWindow(begins.find(isNone) ?? begins.at(-1), ends.find(isNone) ?? ends[0], this.names);
  }

  /**
   * The window as a condition in CEL; an empty string where it has no ends.
   * @internal
   */
  public get _cel(): string {
    return [
      ...(this.from === undefined ? [] : [`request.time >= timestamp("${this.from}")`]),
      ...(this.until === undefined ? [] : [`request.time < timestamp("${this.until}")`]),
    ].join(" && ");
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const ends = [
      [this.names[0], this.from],
      [this.names[1], this.until],
    ] as const;
    const malformed = ends.map(([name, instant]) => instantProblem(name, instant));
    const { from, until } = this;
    const isBackwards =
      isLiteral(from) && isLiteral(until) && !malformed.some(Boolean) && instantOf(from) >= instantOf(until);
    return [
      ...malformed,
      isBackwards
        ? problem(
            this.names[2],
            `${from} is not before ${until}, so the access never holds`,
            "Give the earlier instant first",
          )
        : undefined,
    ];
  }
}

/** As text, half a second past a full one would come before it: a dot sorts before the letter Z. */
function inOrder(...ends: (string | undefined)[]): string[] {
  return ends.filter((end) => end !== undefined).sort((one, other) => instantOf(one) - instantOf(other));
}

/** What is no instant is kept, so that it is told. */
function isNone(end: string): boolean {
  return instantProblem("", end) !== undefined;
}

function instantOf(text: string): number {
  return Date.parse(text);
}

/** An instant that is unknown until apply is refused too: the cloud would take a malformed one for a condition that never holds. */
function instantProblem(property: string, instant: string | undefined): string | undefined {
  if (instant === undefined) return undefined;
  const way = "Give a UTC instant: 2027-01-31T18:00:00Z";
  if (!isLiteral(instant)) return problem(property, "is not known at synth", way);
  if (!INSTANT.test(instant) || Number.isNaN(instantOf(instant)) || !isRealDate(instant)) {
    return problem(property, `"${instant}" is not a UTC instant`, way);
  }
  return undefined;
}

/** Date.parse takes the 31st of February for a day in March. */
function isRealDate(instant: string): boolean {
  return new Date(instantOf(instant)).toISOString().slice(0, 19) === instant.slice(0, 19);
}

/**
 * The window of an identity, by its two options; undefined where neither is given.
 * @internal
 */
export function validityOf(options: {
  readonly validFrom?: string;
  readonly validUntil?: string;
}): TimeWindow | undefined {
  const { validFrom, validUntil } = options;
  if (validFrom === undefined && validUntil === undefined) return undefined;
  return new TimeWindow(validFrom, validUntil, ["validFrom", "validUntil", "validUntil"]);
}
