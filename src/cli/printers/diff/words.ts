import { DiffReport, ReportedChange, ReportedRight } from "../../diff-report";
import { count } from "../../words";

/** How many rules of a role are told; the JSON has all of them. */
const SHOWN_RULES = 5;

/** A line for each thing that one subject gained or lost at one destination. */
export interface DiffLine {
  readonly sign: "+" | "−";
  readonly from: string;
  readonly to: string;
  readonly may: string;
  readonly by: string;
}

/** What a report adds, then what it removes. */
export function linesOf({ added, removed }: DiffReport): readonly DiffLine[] {
  return [...added.flatMap((one) => linesOfChange("+", one)), ...removed.flatMap((one) => linesOfChange("−", one))];
}

function linesOfChange(sign: DiffLine["sign"], { from, to, entry, unknown, rights }: ReportedChange): DiffLine[] {
  const at = { sign, from: from.name, to: to.label };
  const lines = rights.map((right) => ({ ...at, may: wordsOf(right), by: right.address ?? "" }));
  if (unknown !== undefined) lines.push({ ...at, may: `not known: ${unknown}`, by: "" });
  else if (entry && rights.length === 0) lines.push({ ...at, may: "authenticate", by: "" });
  return lines;
}

function wordsOf({ words, declared, rules }: ReportedRight): string {
  const beyond = rules?.length
    ? ` (of its rules: ${rules.slice(0, SHOWN_RULES).join(", ")}${rules.length > SHOWN_RULES ? `, and ${rules.length - SHOWN_RULES} more` : ""})`
    : "";
  return `${words}${beyond}${declared ? "" : ", which no document declares"}`;
}

/** What a change does to rights, in a few words. */
export function outcomeWords({ outcome }: DiffReport): string {
  switch (outcome) {
    case "none":
      return "no change of rights";
    case "narrower":
      return "fewer rights";
    case "wider":
      return "more rights";
    case "unknown":
      return "not known";
  }
}

/** The report in one sentence. */
export function diffSummary(report: DiffReport): string {
  const lines = linesOf(report);
  const of = (sign: DiffLine["sign"]) => lines.filter((line) => line.sign === sign).length;
  const parts = [
    `${count(of("+"), "right")} added`,
    `${count(of("−"), "right")} removed`,
    ...(report.gaps.length ? [`${count(report.gaps.length, "gap")}, any of which may grant more`] : []),
    ...(report.acknowledged.length ? [`${count(report.acknowledged.length, "gap")} acknowledged`] : []),
  ];
  return `${parts.join(", ")}.`;
}
