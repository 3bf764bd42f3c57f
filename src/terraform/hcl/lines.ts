/** Where something stands: a file and its line, from 1. */
export interface Line {
  readonly file: string;
  readonly line: number;
}

/** The lines of blocks, and of their arguments and nested blocks, by their path: `resource/aws_iam_role/ci/name`. */
export type Lines = ReadonlyMap<string, Line>;

/** What can begin where a block's body goes on: text in quotes, a heredoc, a comment, a bracket, a name. */
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"?|<<-?([A-Za-z_]\w*)[^\n]*\n|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}[\]()\n]|[A-Za-z_][\w-]*|[^\s\w"#/{}[\]()<]+|[<\/]|\d+/g;

/** Finds the lines of a file in HCL that its parser has taken. */
export function linesIn(file: string, text: string): Lines {
  const lines = new Map<string, Line>();
  const path: string[] = [];
  let line = 1;
  let depth = 0;
  let counted = 0;
  let head: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [token, heredoc] = match;
    line += breaksIn(text, counted, match.index);
    counted = match.index;
    if (heredoc !== undefined) {
      TOKEN.lastIndex = endOfHeredoc(text, TOKEN.lastIndex, heredoc);
    } else if (token === "\n") {
      if (depth <= 1) head = [];
    } else if (token === "{" || token === "[" || token === "(") {
      if (depth === 0 && token === "{") {
        path.splice(0, path.length, ...head.map(unquoted));
        note(lines, path, { file, line });
      }
      depth++;
      head = [];
    } else if (token === "}" || token === "]" || token === ")") {
      depth--;
    } else if (!/^(#|\/\/|\/\*)/.test(token)) {
      if (head.length === 0 && depth === 1 && /^[A-Za-z_]/.test(token)) {
        note(lines, [...path, token], { file, line });
      }
      head.push(token);
    }
  }
  return lines;
}

function note(lines: Map<string, Line>, path: readonly string[], line: Line): void {
  const key = path.join("/");
  if (!lines.has(key)) lines.set(key, line);
}

function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function endOfHeredoc(text: string, from: number, word: string): number {
  for (let at = from; at < text.length;) {
    const end = text.indexOf("\n", at);
    const stop = end < 0 ? text.length : end;
    if (text.slice(at, stop).trim() === word) return stop;
    at = stop + 1;
  }
  return text.length;
}

function unquoted(token: string): string {
  return token.replace(/^"|"$/g, "");
}
