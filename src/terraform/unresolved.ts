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
