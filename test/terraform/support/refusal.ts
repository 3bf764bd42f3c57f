import { UnresolvedValue } from "../../../src/terraform";

/** The way out of what an application alone can tell. */
export const STATE = "Read the state instead: `terraform show -json` after an apply";

/** What the reader refuses to tell, and why; a test fails where it tells something. */
export function refusalOf(evaluate: () => unknown): Pick<UnresolvedValue, "place" | "reason" | "wayOut"> {
  let value: unknown;
  try {
    value = evaluate();
  } catch (error) {
    if (!(error instanceof UnresolvedValue)) throw error;
    const { place, reason, wayOut } = error;
    return { place, reason, wayOut };
  }
  throw new Error(`It was read as ${JSON.stringify(value)}.`);
}
