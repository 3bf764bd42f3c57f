import { UnresolvedValue } from "./unresolved";
import { isFault } from "./evaluate";

const UNDERWAY = Symbol("underway");

/** Values that are worked out when they are first asked for, each at most once. */
export class Memo {
  /** Most of many thousand memos are never asked. */
  private values?: Map<string, unknown>;

  /** A value that was worked out already; undefined for others, and for one that is undefined. */
  public known(key: string): unknown {
    const value = this.values?.get(key);
    return value === UNDERWAY ? undefined : value;
  }

  /**
   * A value by its key.
   *
   * @param place where it stands, for messages
   * @throws UnresolvedValue for one that needs itself, or that cannot be worked out
   */
  public once(key: string, place: () => string, evaluate: () => unknown): unknown {
    const values = (this.values ??= new Map<string, unknown>());
    const known = values.get(key);
    if (known === UNDERWAY) throw new UnresolvedValue(place(), "refers to itself");
    if (known !== undefined || values.has(key)) return known;
    values.set(key, UNDERWAY);
    let isKnown = false;
    try {
      const value = evaluate();
      values.set(key, value);
      isKnown = true;
      return value;
    } catch (error) {
      if (isFault(error)) throw new UnresolvedValue(place(), error.message);
      throw error;
    } finally {
      if (!isKnown) values.delete(key);
    }
  }
}
