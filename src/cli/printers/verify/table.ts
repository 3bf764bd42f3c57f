import { plain } from "../../escape";
import { ReportedFinding, VerifyReport } from "../../verify/report";
import { byCode, verifySummary, whereOf } from "../../verify/words";
import { indented } from "../columns";
import { unusedWords } from "../../unused-acknowledgement";

const [LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH] = [60, 80, 160];

/** The findings for a terminal: each rule once, with every place below it; nothing is shortened. */
export function verifyTable(report: VerifyReport, columns: number = USUAL_WIDTH): string {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  const open = report.findings.filter(({ acknowledgement }) => !acknowledgement);
  const list = (title: string, items: readonly string[]) =>
    items.length ? [[title, ...items.map((item) => indented(plain(item), width))].join("\n")] : [];
  const unknown = report.unknown.filter(({ acknowledgement }) => !acknowledgement);
  const acknowledged = [...report.findings, ...report.unknown].flatMap(({ code, address, acknowledgement }) =>
    acknowledgement ? [`${code} ${address} (until ${acknowledgement.expires}: ${acknowledgement.reason})`] : [],
  );
  return [
    ...byCode(open).map((group) => groupOf(group, width)),
    ...list(
      "Not judged:",
      unknown.map(({ code, address, reason }) => `${code} ${address}: ${reason}`),
    ),
    ...list("Acknowledged:", acknowledged),
    ...list(
      "Acknowledgements that have expired and no longer count:",
      report.expired.map(
        ({ code, address, expires, source }) => `${code} ${address ?? ""} until ${expires} (${source})`,
      ),
    ),
    ...list("Acknowledgements that nothing needs:", report.unused.map(unusedWords)),
    verifySummary(report),
    "",
  ].join("\n\n");
}

function groupOf(findings: readonly ReportedFinding[], width: number): string {
  const [{ code, severity, title, gain, fix, page }] = findings;
  return [
    `${severity.toUpperCase()} ${plain(code)}: ${title}`,
    ...findings.flatMap(({ address, reason, file, line }) => [
      indented(plain(`${address} (${whereOf({ file, line })})`), width, "  "),
      indented(plain(reason), width),
    ]),
    indented(`Impact: ${gain}`, width, "  "),
    indented(`Fix: ${fix}`, width, "  "),
    `  See ${page}`,
  ].join("\n");
}
