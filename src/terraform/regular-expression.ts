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
  const isUnderstood =
    PLAIN.test(pattern) && !pattern.includes("(?") && !SLOW.test(pattern) && !replacement.includes("$");
  if (!isUnderstood || text.length > LONGEST || !/^[\x20-\x7e]*$/.test(text)) throw notUnderstood();
  const compiled = compile(pattern);
  // What matches nothing is matched at other places.
  if (compiled.test("")) throw notUnderstood();
  return text.replace(compiled, () => replacement);
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "g");
  } catch {
    throw notUnderstood();
  }
}

function notUnderstood(): CallFault {
  return new CallFault("replace() with this regular expression is not understood");
}
