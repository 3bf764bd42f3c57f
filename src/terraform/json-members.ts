/** A place in the text of a document: its offset, and its line, counted from 1. */
export interface Place {
  readonly at: number;
  readonly line: number;
}

/** A member of an object: the line of its name, and the place behind the name. */
export interface Member {
  readonly line: number;
  readonly behind: Place;
  /** Its own members, where they were asked for and it is an object. */
  readonly members?: ReadonlyMap<string, Member>;
}

const [QUOTE, BACKSLASH, COMMA, BREAK] = [...'"\\,\n'].map((sign) => sign.charCodeAt(0));
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [..."{}[]"].map((sign) => sign.charCodeAt(0));

/**
 * The members of the object that stands at a place in the text of a JSON document, behind a colon or not; none where something else
 * does. What is in the members is passed over and not taken apart, so that a large document costs little.
 *
 * @param levels with how many levels of members: 2 with the members of its members
 */
export function membersAt(text: string, { at: start, line: first }: Place, levels = 1): ReadonlyMap<string, Member> {
  const members: Members = new Map();
  const value = /[\s:]*/y;
  value.lastIndex = start;
  value.exec(text);
  if (text.charCodeAt(value.lastIndex) !== OPEN_OBJECT) return members;
  let line = first;
  for (let at = start; at < value.lastIndex; at++) if (text.charCodeAt(at) === BREAK) line++;
  /** What is open at each depth: the members of an object that are asked for, or something else. */
  const open: (Members | undefined)[] = [undefined, members];
  let isName = true;
  let named: { line: number; behind: Place; members?: Members } | undefined;
  for (let at = value.lastIndex + 1; at < text.length && open.length > 1; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BREAK) line++;
    else if (sign === QUOTE) {
      const end = endOfText(text, at);
      const own = open[open.length - 1];
      if (isName && own) {
        const name = JSON.parse(text.slice(at, end)) as string;
        named = { line, behind: { at: end, line } };
        if (!own.has(name)) own.set(name, named);
      } else named = undefined;
      isName = false;
      at = end - 1;
    } else if (sign === COMMA) {
      isName = true;
      named = undefined;
    } else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      const inner: Members | undefined = sign === OPEN_OBJECT && named && open.length <= levels ? new Map() : undefined;
      if (named && inner) named.members = inner;
      open.push(inner);
      isName = true;
      named = undefined;
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      open.pop();
      named = undefined;
    }
  }
  return members;
}

type Members = Map<string, Member>;

/** Where a text ends that begins with the quote at an offset. */
export function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
  return text.length;
}
