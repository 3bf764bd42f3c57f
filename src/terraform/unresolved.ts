/**
 * A value that cannot be known from what was read. It names the place, the reason and the way out; a value is never
 * guessed instead.
 */
export class UnresolvedValue extends Error {
  public constructor(
    /** Where the value stands: stack, address and attribute. */
    public readonly place: string,
    public readonly reason: string,
    public readonly wayOut: string = "Read the state instead: `terraform show -json` after an apply",
  ) {
    super(`${place}: ${reason}. ${wayOut}.`);
    this.name = "UnresolvedValue";
  }
}

/** What a read gives, or something else where that cannot be known. */
export function unlessUnresolved<T, U>(read: () => T, otherwise: U): T | U {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnresolvedValue) return otherwise;
    throw error;
  }
}
