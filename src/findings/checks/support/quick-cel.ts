/** No condition that Google takes is longer; one with a regular expression is evaluated only where it is short. */
const [MOST_CHARACTERS, MOST_WITH_PATTERN, MOST_REPETITIONS] = [4096, 500, 3];

/** Whether an expression is surely evaluated in no time: what repeats within a repetition of a pattern may take for ever. */
export function isQuick(expression: string): boolean {
  if (expression.length > MOST_CHARACTERS) return false;
  if (!/\bmatches\b/.test(expression)) return true;
  const repetitions = expression.match(/[*+{]/g)?.length ?? 0;
  return expression.length <= MOST_WITH_PATTERN && repetitions <= MOST_REPETITIONS && !/\)[*+{]/.test(expression);
}
