import { endOfText } from "./json-members";

/**
 * A name that one object of a JSON document has more than once, which `JSON.parse` takes for the last of them alone; undefined where
 * there is none. Terraform takes such names for as many blocks.
 *
 * @param text of a document that was parsed
 * @param members how many members the objects of the parsed document have, all together
 */
export function repeatedName(text: string, members: number): string | undefined {
  return membersIn(text) === members ? undefined : firstRepeated(text);
}

/** How many members the text's objects have: each has a name with a colon behind it. */
function membersIn(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = endOfText(text, start);
    if (isName(text, end)) count++;
    start = text.indexOf('"', end);
  }
  return count;
}

function firstRepeated(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(undefined);
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === '"') {
      const end = endOfText(text, at);
      if (isName(text, end)) {
        const name = JSON.parse(text.slice(at, end)) as string;
        const known = open.at(-1);
        if (known?.has(name)) return name;
        known?.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

const [TAB, BREAK, RETURN, SPACE, COLON] = [..."\t\n\r :"].map((sign) => sign.charCodeAt(0));

/** Whether the text that ends at an offset is the name of a member: a colon stands behind it. */
function isName(text: string, end: number): boolean {
  for (let at = end; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === COLON) return true;
    if (sign !== SPACE && sign !== BREAK && sign !== RETURN && sign !== TAB) return false;
  }
  return false;
}
