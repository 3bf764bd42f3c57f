/** A text that JSON neither escapes nor writes for anything but text: it is too long for a word such as `true`, and no number. */
const LITERAL = /^(?=.{6})(?=.*[a-z]{2})[\w-]+(?:\/[\w-]+)*$/i;

/** What JSON writes for the white space of texts, however deep they stand in others. Its letter would count as one of a word. */
const ESCAPED_SPACE = /\\+[nrt]/g;

/** Whether a pattern matches the JSON of a value. */
export function isWritten(pattern: RegExp, value: unknown): boolean {
  // Texts alone are found without writing all of the JSON.
  if (isOfTexts(pattern)) return isIn(pattern, value);
  return isInJson(pattern, JSON.stringify(value) ?? "");
}

/** Whether a pattern matches JSON, with the white space of its texts as JSON writes it or as spaces. */
export function isInJson(pattern: RegExp, json: string): boolean {
  return pattern.test(json) || (json.includes("\\") && pattern.test(spaced(json)));
}

/** JSON with a space in place of each white space that is escaped in its texts. */
export function spaced(json: string): string {
  return json.replace(ESCAPED_SPACE, " ");
}

/** Each pattern is asked of every resource. */
const OF_TEXTS = new WeakMap<RegExp, boolean>();

/** Whether a pattern is a choice of texts. */
function isOfTexts(pattern: RegExp): boolean {
  const known = OF_TEXTS.get(pattern);
  if (known !== undefined) return known;
  const literals = pattern.source.replaceAll("\\/", "/").split("|");
  const is = pattern.flags === "" && literals.every((one) => LITERAL.test(one));
  OF_TEXTS.set(pattern, is);
  return is;
}

/** Whether a pattern matches a text or a name in a value. */
function isIn(pattern: RegExp, value: unknown): boolean {
  if (typeof value === "string") return pattern.test(value);
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  const isList = Array.isArray(value);
  for (const name of Object.keys(members)) {
    if ((!isList && pattern.test(name)) || isIn(pattern, members[name])) return true;
  }
  return false;
}
