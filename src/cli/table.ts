/** A column: its title and its width in characters; a width of 0 is that of its widest cell. */
export interface Column {
  readonly title: string;
  readonly width: number;
}

const GAP = "  ";

/** Rows of cells under titles. What is wider than its column goes on in the next line: nothing is cut off. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title, width }, i) =>
    Math.max(width, title.length, ...(width === 0 ? rows.map((row) => row[i].length) : [])),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]))
      .join(GAP)
      .trimEnd();
  const printed = rows.flatMap((row) => {
    const wrapped = row.map((cell, i) => wrap(cell, widths[i]));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) => line(wrapped.map((lines) => lines[at] ?? "")));
  });
  return [line(columns.map(({ title }) => title)), ...printed].join("\n");
}

/** Lines of at most so many characters, divided behind a space or one of `/ : - .` where there is one. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let rest = paragraph;
    while (rest.length > width) {
      const head = rest.slice(0, width);
      const divider = Math.max(...[" ", "/", ":", "-", "."].map((mark) => head.lastIndexOf(mark))) + 1;
      const end = divider > width / 2 ? divider : width;
      lines.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end);
    }
    lines.push(rest);
  }
  return lines;
}
