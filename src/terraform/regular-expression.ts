import { CallFault } from "./convert";

/** Parts of a pattern that mean the same to RE2 and to ECMAScript. */
const PLAIN = /^(?:[\w\s:@=,;<>!%&"'#~-]|\\[/.\-\\dws]|[.|^$()[\]*+?]|\/)+$/;
/** What takes long for a pattern that goes back: a repeated group, and many repetitions. */
const SLOW = /\)[*+?{]|(?:[*+][^*+]*){4}/;
const LONGEST = 2000;

/**
 * A text with what a regular expression matches replaced.
 *
 * Terraform documentation: "replace Function".
 *
 * @param pattern without its slashes
 * @throws CallFault for a pattern or a text that RE2 and ECMAScript may read otherwise, or that takes long
 */
export function replaceAll(text: string, pattern: string, replacement: string): string {
  if (replacement.includes("$")) throw notUnderstood("replace");
  return text.replace(understood("replace", text, pattern), () => replacement);
}

/**
 * Every match of a regular expression in a text: as text, or as the list of its groups where the pattern has any.
 *
 * Terraform documentation: "regex Function", "regexall Function".
 *
 * @param name of the function, for messages
 * @throws CallFault as `replaceAll` does
 */
export function matchesOf(
  name: string,
  pattern: string,
  text: string,
): readonly (string | readonly (string | null)[])[] {
  return [...text.matchAll(understood(name, text, pattern))].map(([whole, ...groups]: (string | undefined)[]) =>
    groups.length === 0 ? (whole ?? "") : groups.map((group) => group ?? null),
  );
}

function understood(name: string, text: string, pattern: string): RegExp {
  const isUnderstood = PLAIN.test(pattern) && !pattern.includes("(?") && !SLOW.test(pattern);
  if (!isUnderstood || text.length > LONGEST || !/^[\x20-\x7e]*$/.test(text)) throw notUnderstood(name);
  const compiled = compile(name, pattern);
  // What matches nothing is matched at other places.
  if (compiled.test("")) throw notUnderstood(name);
  return compiled;
}

function compile(name: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, "g");
  } catch {
    throw notUnderstood(name);
  }
}

function notUnderstood(name: string): CallFault {
  return new CallFault(`${name}() with this regular expression is not understood`);
}
