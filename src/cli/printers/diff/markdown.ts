import { DiffReport } from "../../diff-report";
import { markdown } from "../../escape";
import { diffSummary, linesOf, outcomeWords } from "./words";

/** By this a job finds the comment that it wrote before. */
const COMMENT_MARK = "<!-- trust-mesh diff -->";
/** GitHub takes comments of 65,536 characters; rows that do not fit are counted. */
const MOST_CHARACTERS = 60_000;

/** What a change does to rights, as GitHub-flavored Markdown for a comment of a pull request. */
export function diffMarkdown(report: DiffReport): string {
  const rows = linesOf(report).map(
    ({ sign, from, to, may, by }) => `| ${[sign, ...[from, to, may, by].map(markdown)].join(" | ")} |`,
  );
  const gaps = report.gaps.map(({ code, address, reason }) => `- ${markdown(`${code} ${address}: ${reason}`)}`);
  const head = `${COMMENT_MARK}\n## Trust mesh: ${outcomeWords(report)}\n\n${markdown(diffSummary(report))}`;
  const room = MOST_CHARACTERS - head.length;
  const shownRows = fitting(rows, gaps.length ? room / 2 : room);
  const table = ["| | who | where | may | by |", "| --- | --- | --- | --- | --- |", ...shownRows.lines].join("\n");
  const shownGaps = fitting(gaps, room - table.length);
  return `${[
    head,
    ...(rows.length ? [table, ...shownRows.rest] : []),
    ...(gaps.length ? ["### Not known", shownGaps.lines.join("\n"), ...shownGaps.rest] : []),
  ].join("\n\n")}\n`;
}

function fitting(
  lines: readonly string[],
  most: number,
): { readonly lines: readonly string[]; rest: readonly string[] } {
  let size = 0;
  const shown = lines.filter((line) => (size += line.length + 1) <= most);
  const left = lines.length - shown.length;
  return { lines: shown, rest: left ? [`And ${left} more, which the JSON form has.`] : [] };
}
