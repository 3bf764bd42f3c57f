import { parseArgs } from "node:util";

const SIZES = [10, 30, 100];

/** What the command line chooses of a bench. */
export interface Choice {
  /** Those of the names that were not ruled out by `--edges`. */
  readonly names: readonly string[];
  /** How many clusters, by `--size`. */
  readonly sizes: readonly number[];
  /** What is not a flag. */
  readonly others: readonly string[];
}

/**
 * Reads `--edges=NAME` and `--size=N`, which choose one of the names and one of the sizes.
 *
 * @param known the names that can be chosen
 * @throws for a name or a size that is not measured
 */
export function choiceOf(known: readonly string[]): Choice {
  const options = { edges: { type: "string" }, size: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const names = chosen("--edges", values.edges, known);
  const sizes = chosen("--size", values.size, SIZES.map(String)).map(Number);
  return { names, sizes, others: positionals };
}

function chosen(flag: string, wanted: string | undefined, known: readonly string[]): readonly string[] {
  if (wanted === undefined) return known;
  if (!known.includes(wanted)) throw new Error(`${flag}: "${wanted}" is not measured. Give ${known.join(", ")}.`);
  return [wanted];
}
