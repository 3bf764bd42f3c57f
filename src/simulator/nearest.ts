import { Resource } from "../terraform";
import { Reason } from "./answer";

/** Something that was looked for, as it is written where it was made. */
export interface Candidate {
  readonly text: string;
  readonly resource?: Resource;
}

/** A name with more differences is another name, not a slip. */
const MAX_DIFFERENCES = 4;

/**
 * The candidate that is written most like what was looked for: where one letter or a slash is wrong, it is the one to
 * mend.
 *
 * @param most differences, of which one more is another name
 */
export function nearest(
  wanted: string,
  candidates: Iterable<Candidate>,
  most = MAX_DIFFERENCES,
): Candidate | undefined {
  let best: Candidate | undefined;
  let least = most + 1;
  for (const candidate of candidates) {
    // Letter case alone is one slip, however many letters it is.
    const folded = differencesBetween(wanted.toLowerCase(), candidate.text.toLowerCase(), least) + 1;
    const differences = Math.min(differencesBetween(wanted, candidate.text, least), folded);
    if (differences < least) [best, least] = [candidate, differences];
  }
  return best;
}

/**
 * What may be meant by a name that is none, for the end of a message.
 *
 * @param most differences up to which it is a slip
 * @returns ` (did you mean "get"?)`, or nothing
 */
export function didYouMean(wanted: string, names: Iterable<string>, most = MAX_DIFFERENCES): string {
  // A short name that is all changed is another one.
  const least = Math.min(most, Math.ceil(wanted.length / 2));
  const found = nearest(
    wanted,
    [...names].map((text) => ({ text })),
    least,
  );
  return found ? ` (did you mean "${found.text}"?)` : "";
}

/** How many letters must be changed, added or taken away (Levenshtein); `enough` once it is not less. */
function differencesBetween(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    if (Math.min(...next) >= enough) return enough;
    row = next;
  }
  return Math.min(row[b.length], enough);
}

/** A reason that points at what is written most like what was looked for. */
export function like(reason: Reason, { text, resource }: Partial<Candidate> = {}): Reason {
  return text === undefined
    ? { line: reason.line }
    : { ...reason, resource, line: `${reason.line}; there is "${text}"` };
}
