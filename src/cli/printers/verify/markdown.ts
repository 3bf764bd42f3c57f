import { markdown } from "../../escape";
import { ReportedFinding, VerifyReport } from "../../verify/report";
import { byCode, verifySummary, whereOf } from "../../verify/words";

/** The findings as GitHub-flavored Markdown, for a pull request or the summary of a CI job. */
export function verifyMarkdown(report: VerifyReport): string {
  const open = report.findings.filter(({ acknowledgement }) => !acknowledgement);
  const unknown = report.unknown.filter(({ acknowledgement }) => !acknowledgement);
  const acknowledged = [...report.findings, ...report.unknown].flatMap(({ code, address, acknowledgement }) =>
    acknowledgement ? [`${code} ${address}: until ${acknowledgement.expires}: ${acknowledgement.reason}`] : [],
  );
  const expired = report.expired.map(({ code, address, expires }) => `${code} ${address ?? ""} until ${expires}`);
  return (
    [
      `# Trust: ${report.outcome}`,
      markdown(verifySummary(report)),
      ...(open.length ? [tableOf(open)] : []),
      ...byCode(open).map(([{ code, title, gain, fix, page }]) =>
        [
          `## ${code}`,
          `${markdown(title)}. ${markdown(`Impact: ${gain}`)}`,
          `**Fix:** ${markdown(fix)}`,
          `[The vendor's page](${page})`,
        ].join("\n\n"),
      ),
      ...section(
        "Not judged",
        unknown.map(({ code, address, reason }) => `${code} ${address}: ${reason}`),
      ),
      ...section("Acknowledged", acknowledged),
      ...section("Acknowledgements that have expired", expired),
    ].join("\n\n") + "\n"
  );
}

function tableOf(findings: readonly ReportedFinding[]): string {
  const rows = findings.map(({ severity, code, address, file, line, reason }) => {
    const cells = [severity, code, address, whereOf({ file, line }), reason];
    return `| ${cells.map(markdown).join(" | ")} |`;
  });
  return ["| severity | finding | object | where | what |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

function section(title: string, items: readonly string[]): string[] {
  return items.length ? [`## ${title}`, items.map((item) => `- ${markdown(item)}`).join("\n")] : [];
}
