import { CallFault } from "./convert";
import { UnreadableConfiguration } from "./find";

/** Larger than any document of a configuration. */
const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_ELEMENTS = 1_000_000;
/** Values of one configuration, each with its elements: a hundred times as many as those of a large one. */
const MOST_STEPS = 8_000_000;

/** What evaluating one configuration may take: a few lines can ask for values that no machine holds. */
export class Budget {
  private steps = 0;

  /**
   * @param given how messages name the configuration
   * @param most so many steps it may take
   */
  public constructor(
    private readonly given: string,
    private readonly most = MOST_STEPS,
  ) {}

  /**
   * Counts a value.
   *
   * @throws CallFault for one that is too large, UnreadableConfiguration where all of them are too many
   */
  public spend(value: unknown): void {
    this.steps += 1 + sizeOf(value);
    if (this.steps <= this.most) return;
    const wayOut = "Give one of its folders, or what terraform show -json printed of a plan or a state";
    throw new UnreadableConfiguration(this.given, `takes more than ${this.most} steps to evaluate`, wayOut);
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") {
    if (value.length > LONGEST_TEXT) throw new CallFault("a text of more than 4 MiB is not read");
    return value.length >> 10;
  }
  if (!Array.isArray(value)) return 0;
  if (value.length > MOST_ELEMENTS) throw new CallFault(`a list of more than ${MOST_ELEMENTS} elements is not read`);
  return value.length;
}
