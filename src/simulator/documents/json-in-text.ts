/** A JSON object in a text: as it stands there, and what it says. */
export interface JsonInText {
  readonly text: string;
  readonly value: object;
}

/** The JSON in a text: the text itself, or else the objects in it, behind a comment or among other things. */
export function jsonIn(text: string): readonly JsonInText[] {
  const whole = parsed(text);
  if (whole) return [{ text, value: whole }];
  const found: JsonInText[] = [];
  for (let at = text.indexOf("{"); at >= 0;) {
    const part = text.slice(at, endOfBraces(text, at));
    const value = parsed(part);
    if (value) found.push({ text: part, value });
    at = text.indexOf("{", at + (value ? part.length : 1));
  }
  return found;
}

/** An object or a list; undefined for what is no JSON, and for text alone. */
export function parsed(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Where what begins at a brace ends: an object, or an expression of Terraform. Braces within quotes do not count. */
export function endOfBraces(text: string, start: number): number {
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === "{") depth++;
    else if (match[0] === "}" && --depth === 0) return token.lastIndex;
  }
  return text.length;
}
