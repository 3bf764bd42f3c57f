import { DiffReport } from "../../diff-report";
import { plain } from "../../escape";
import { indented, table } from "../columns";
import { diffSummary, linesOf, outcomeWords } from "./words";

const [LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH] = [60, 80, 160];

/** What a change does to rights, as a table. */
export function diffTable(report: DiffReport, columns: number = USUAL_WIDTH): string {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  const rows = linesOf(report).map(({ sign, from, to, may, by }) => ({
    cells: [sign, plain(from), plain(to), plain(may)],
    ...(by ? { below: `by ${plain(by)}` } : {}),
  }));
  const gaps = report.gaps.map(({ code, address, reason }) => indented(plain(`${code} ${address}: ${reason}`), width));
  return [
    ...(rows.length ? [table(["", "who", "where", "may"], rows, width)] : []),
    ...(gaps.length ? [["Not known:", ...gaps].join("\n")] : []),
    `${outcomeWords(report)}: ${diffSummary(report)}`,
    "",
  ].join("\n\n");
}
