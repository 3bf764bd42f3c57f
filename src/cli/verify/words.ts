import { count } from "../words";
import { ReportedFinding, VerifyReport } from "./report";

/** Where a finding is: file and line, as editors and terminals take it. */
export function whereOf({ file, line }: Pick<ReportedFinding, "file" | "line">): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The report in one sentence. */
export function verifySummary({
  findings,
  unknown,
  resources,
  checks,
  outcome,
  failOn,
  expired,
}: VerifyReport): string {
  const open = findings.filter(({ acknowledgement, severity }) => !acknowledgement && severity !== "note");
  const notes = findings.filter(({ acknowledgement, severity }) => !acknowledgement && severity === "note").length;
  const acknowledged = [...findings, ...unknown].filter(({ acknowledgement }) => acknowledgement).length;
  const gaps = unknown.filter(({ acknowledgement }) => !acknowledgement).length;
  const parts = [
    `${count(resources, "resource")}, ${count(checks, "check")}: ${open.length ? count(open.length, "finding") : "no finding"}`,
    ...(notes ? [count(notes, "note")] : []),
    ...(acknowledged ? [`${acknowledged} acknowledged`] : []),
    ...(gaps ? [`${count(gaps, "object")} not judged`] : []),
    ...(expired.length ? [`${count(expired.length, "acknowledgement")} expired`] : []),
  ];
  const verdict = { passed: "passed", failed: `failed (--fail-on ${failOn})`, gaps: "passed, with gaps" }[outcome];
  return `${parts.join(", ")}. ${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}.`;
}

/** Findings by their codes, in their order. */
export function byCode(findings: readonly ReportedFinding[]): readonly (readonly ReportedFinding[])[] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.code);
    if (group) group.push(finding);
    else groups.set(finding.code, [finding]);
  }
  return [...groups.values()];
}
