import { MalformedRequest } from "./request";

/** A request has three levels; the claims of a token have some more. */
const MAX_LEVELS = 32;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/**
 * Reads the text of one request.
 *
 * @throws MalformedRequest for what is no JSON, and for an object with a member twice, of which a reader would take either
 */
export function parseRequest(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedRequest("the line is not JSON. Give one object a line");
  }
  checkMembers(text);
  return value;
}

/** @param text JSON */
function checkMembers(text: string): void {
  const open: Set<string>[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      open.push(new Set());
      if (open.length > MAX_LEVELS) {
        throw new MalformedRequest(`the line has more than ${MAX_LEVELS} levels of objects and lists. Leave some out`);
      }
    } else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") last = token;
    else {
      const name = JSON.parse(last) as string;
      const names = open[open.length - 1];
      if (names.has(name)) throw new MalformedRequest(`"${name}" is there twice. Leave one of them out`);
      names.add(name);
    }
  }
}
