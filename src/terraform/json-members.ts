/** A place in the text of a document: its offset, and its line, counted from 1. */
export interface Place {
  readonly at: number;
  readonly line: number;
}

/** A member of an object: the line of its name, and the place behind the name. */
export interface Member {
  readonly line: number;
  readonly behind: Place;
}

const [QUOTE, BACKSLASH, COMMA, BREAK] = [...'"\\,\n'].map((sign) => sign.charCodeAt(0));
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [..."{}[]"].map((sign) => sign.charCodeAt(0));

/**
 * The members of the object that stands at a place in the text of a JSON document, behind a colon or not; none where something else
 * does. What is in the members is passed over and not taken apart, so that a large document costs little.
 */
export function membersAt(text: string, { at: start, line: first }: Place): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const value = /[\s:]*/y;
  value.lastIndex = start;
  value.exec(text);
  if (text.charCodeAt(value.lastIndex) !== OPEN_OBJECT) return members;
  let line = first;
  for (let at = start; at < value.lastIndex; at++) if (text.charCodeAt(at) === BREAK) line++;
  let [depth, isName] = [1, true];
  for (let at = value.lastIndex + 1; at < text.length && depth > 0; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BREAK) line++;
    else if (sign === QUOTE) {
      const end = endOfText(text, at);
      if (isName) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (!members.has(name)) members.set(name, { line, behind: { at: end, line } });
      }
      isName = false;
      at = end - 1;
    } else if (sign === COMMA) isName = depth === 1;
    else if (sign === OPEN_OBJECT || sign === OPEN_LIST) depth++;
    else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) depth--;
  }
  return members;
}

/** Where a text ends that begins with the quote at an offset. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}
