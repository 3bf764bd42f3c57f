const GAP = "  ";
/** Narrower than this a column cannot be read. */
const LEAST_WIDTH = 6;

/** Further lines under a row, over the whole width. */
export interface Row {
  readonly cells: readonly string[];
  readonly below?: string;
}

/**
 * Rows of cells under titles, in at most so many characters. The widest columns are narrowed first; what is wider than its column
 * goes on in the next line: nothing is cut off.
 */
export function table(titles: readonly string[], rows: readonly Row[], width: number): string {
  const widths = fitted(
    titles.map((title, i) => rows.reduce((most, { cells }) => Math.max(most, widthOf(cells[i])), title.length)),
    width - GAP.length * (titles.length - 1),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell + " ".repeat(Math.max(0, widths[i] - sizeOf(cell))))
      .join(GAP)
      .trimEnd();
  const printed = rows.flatMap(({ cells, below }) => {
    const wrapped = cells.map((cell, i) => wrap(cell, widths[i]));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    const own = Array.from({ length: height }, (_, at) => line(wrapped.map((lines) => lines[at] ?? "")));
    return below === undefined ? own : [...own, indented(below, width, "     ")];
  });
  return [line(titles), ...printed].join("\n");
}

/** Text over several lines of at most so many characters, each behind an indent. */
export function indented(text: string, width: number, indent = "    "): string {
  return wrap(text, width - indent.length)
    .map((line) => `${indent}${line}`)
    .join("\n");
}

function widthOf(cell: string): number {
  return cell.split("\n").reduce((most, line) => Math.max(most, sizeOf(line)), 0);
}

/** Widths that add up to at most so many characters, as far as the least width allows. */
function fitted(natural: readonly number[], total: number): readonly number[] {
  const widths = [...natural];
  const sum = () => widths.reduce((all, one) => all + one, 0);
  while (sum() > total) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_WIDTH) break;
    widths[widths.indexOf(widest)]--;
  }
  return widths;
}

/** Lines of at most so many characters, divided behind a space or one of `/ : - .` where there is one. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let rest = [...paragraph];
    while (rest.length > width) {
      const head = rest.slice(0, width);
      const divider = Math.max(...[" ", "/", ":", "-", "."].map((mark) => head.lastIndexOf(mark))) + 1;
      const end = divider > width / 2 ? divider : width;
      lines.push(rest.slice(0, end).join("").trimEnd());
      rest = rest.slice(end);
    }
    lines.push(rest.join(""));
  }
  return lines;
}

function sizeOf(text: string): number {
  return [...text].length;
}
