/** A value that a configuration mentions, and in how many places. */
export interface Evidence {
  readonly value: string;
  readonly count: number;
}

/** What a configuration mentions of things, counted: many places say the same. */
export class Mentions<K = string> {
  private readonly counts = new Map<K, Map<string, number>>();

  /** Notes that one more place mentions a value of a thing. */
  public add(thing: K, value: string): void {
    const counts = this.counts.get(thing) ?? new Map<string, number>();
    this.counts.set(thing, counts.set(value, (counts.get(value) ?? 0) + 1));
  }

  /** What is mentioned of a thing, in the order of first mention. */
  public of(thing: K): readonly Evidence[] {
    return [...(this.counts.get(thing) ?? [])].map(([value, count]) => ({ value, count }));
  }

  /** The things that something is mentioned of. */
  public get things(): readonly K[] {
    return [...this.counts.keys()];
  }
}

/**
 * What most places say. One place that says something else is a mistake to be found, and must not hide itself by being
 * believed.
 *
 * @returns the value; undefined where nothing is said; two of the values where as many say one as another
 */
export function majority(evidence: readonly Evidence[]): string | undefined | { readonly tie: readonly string[] } {
  const counts = new Map<string, number>();
  for (const { value, count } of evidence) counts.set(value, (counts.get(value) ?? 0) + count);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first) return undefined;
  if (second && second[1] === first[1]) return { tie: [first[0], second[0]] };
  return first[0];
}
