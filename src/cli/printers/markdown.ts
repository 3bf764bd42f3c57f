import { TrialResult } from "../../lab";
import { markdown } from "../escape";
import { Found } from "../gaps";
import { Report, ReportedEdge } from "../report";
import { expectedWords, observedWords, rightsWords, titleOf } from "../words";
import { summaryOf } from "./table";

/** The report as GitHub-flavored Markdown, for the summary of a CI job. */
export function markdownOf(report: Report): string {
  const surprises = report.edges.flatMap(({ trials }) => trials.filter(({ verdict }) => verdict === "surprise"));
  const open = report.gaps.filter(({ acknowledgement }) => !acknowledgement);
  return (
    [
      `# Trust mesh: ${report.outcome}`,
      markdown(summaryOf(report)),
      [
        "| | from | to | acts as | may | refused |",
        "| --- | --- | --- | --- | --- | --- |",
        ...report.edges.map(rowOf),
      ].join("\n"),
      ...section("Surprises", [...surprises.map(surpriseOf), ...report.faults.map(foundOf)]),
      ...section("Not proved", open.map(foundOf)),
      ...section(
        "Not proved, and acknowledged",
        report.gaps.flatMap((gap) =>
          gap.acknowledgement
            ? `${foundOf(gap)} – until ${markdown(`${gap.acknowledgement.expires}: ${gap.acknowledgement.reason}`)}`
            : [],
        ),
      ),
      ...section(
        "Acknowledgements that have expired",
        report.expired.map(({ code, address, expires }) => markdown(`${code} ${address ?? ""} until ${expires}`)),
      ),
      ...section("Assumed", [...new Set(report.edges.flatMap(({ assumed }) => assumed))].map(markdown)),
    ].join("\n\n") + "\n"
  );
}

function rowOf(edge: ReportedEdge): string {
  const { from, to, user, declaredUser, refused, intruders, trials } = edge;
  const isGood = trials.every(({ verdict }) => verdict !== "surprise");
  const cells = [from, to, user?.name ?? declaredUser, rightsWords(edge), `${refused} of ${intruders}`].map(markdown);
  return `| ${[isGood ? "✓" : "✗", ...cells].join(" | ")} |`;
}

function surpriseOf(result: TrialResult): string {
  const { from, to, expected, observed, decidedBy } = result;
  const told = [
    `expected ${markdown(expectedWords(expected))}`,
    `observed ${markdown(observedWords(observed))}`,
    ...(decidedBy ? [markdown([decidedBy.address, decidedBy.where, decidedBy.line].filter(Boolean).join(" – "))] : []),
  ];
  return [`${markdown(`${from} → ${to}`)}: ${markdown(titleOf(result))}`, ...told.map((line) => `  - ${line}`)].join(
    "\n",
  );
}

function foundOf({ code, address, reason }: Found): string {
  return markdown(`${code}${address === undefined ? "" : ` ${address}`}: ${reason}`);
}

function section(title: string, items: readonly string[]): string[] {
  return items.length ? [`## ${title}`, items.map((item) => `- ${item}`).join("\n")] : [];
}
