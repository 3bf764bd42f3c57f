/** A value that several places of a configuration mention, and how many say so. */
export interface Evidence {
  readonly value: string;
  readonly stack: string;
}

/**
 * What most places say. One place that says something else is a mistake to be found, and must not hide itself by being
 * believed.
 *
 * @returns the value; undefined where nobody says anything; "tie" where as many say one thing as another
 */
export function majority(evidence: readonly Evidence[]): string | undefined | { readonly tie: readonly string[] } {
  const counts = new Map<string, number>();
  for (const { value } of evidence) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first) return undefined;
  if (second && second[1] === first[1]) return { tie: [first[0], second[0]] };
  return first[0];
}
