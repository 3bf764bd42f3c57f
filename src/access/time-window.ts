import { isLiteral, problem } from "../common";

/** An instant as clouds compare it: a date and a time in UTC, to the second. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

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
  ) {}

  /** The window in a few words. */
  public describe(): string {
    return [this.from && `from ${this.from}`, this.until && `until ${this.until}`].filter(Boolean).join(" ");
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const ends = [
      ["from", this.from],
      ["until", this.until],
    ] as const;
    const malformed = ends.map(([name, instant]) => instantProblem(`access ${name}`, instant));
    const { from, until } = this;
    const isBackwards =
      isLiteral(from) && isLiteral(until) && !malformed.some(Boolean) && instantOf(from) >= instantOf(until);
    return [
      ...malformed,
      isBackwards
        ? problem(
            "access between",
            `${from} is not before ${until}, so the access never holds`,
            "Give the earlier instant first",
          )
        : undefined,
    ];
  }
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
