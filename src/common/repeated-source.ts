import { problem } from "./checks";

/** What Terraform's `count` and `for_each` are called on resources and data sources. */
export interface Repeatable {
  readonly count?: unknown;
  readonly forEach?: unknown;
}

/**
 * What is wrong with a resource or data source that stands for several objects: its attributes are lists.
 *
 * @param noun what it describes: "cluster"
 */
export function repeatedProblem(source: Repeatable | undefined, noun: string): string | undefined {
  const property = source?.forEach !== undefined ? "forEach" : source?.count !== undefined ? "count" : undefined;
  if (property === undefined) return undefined;
  return problem(
    property,
    `is set on the resource or data source, whose attributes are then those of several ${noun}s and no plan takes them`,
    `Make one of it for each ${noun}, or declare each ${noun} by fromAttributes with the attributes of one instance`,
    "repeated-source",
  );
}
