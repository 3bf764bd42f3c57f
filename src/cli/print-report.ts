import { TrialResult } from "../lab";
import { Report, ReportedEdge } from "./report";
import { table } from "./table";

/** Narrower than this a table cannot be read; wider it need not be. */
const [LEAST_WIDTH, MOST_WIDTH] = [110, 160];
const MAY_WIDTH = 32;
const LEAST_NAME_WIDTH = 24;

/** The report as a table, with every surprise below it; nothing in it is shortened. */
export function printedReport(report: Report, columns: number | undefined): string {
  const width = Math.min(Math.max(columns ?? LEAST_WIDTH, LEAST_WIDTH), MOST_WIDTH);
  const surprises = report.edges.flatMap(({ results }) => results.filter(({ verdict }) => verdict === "surprise"));
  return [
    edgeTable(report.edges, width),
    ...surprises.map(printedSurprise),
    ...notes(report),
    summary(report),
    "",
  ].join("\n\n");
}

function edgeTable(edges: readonly ReportedEdge[], width: number): string {
  const columns = ["", "from", "to", "as whom", "may", "time", "intruders"].map((title) => ({ title, width: 0 }));
  const rows = edges.map((edge) => [
    edge.results.every(({ verdict }) => verdict !== "surprise") ? "✓" : "✗",
    edge.from,
    edge.to,
    edge.as,
    edge.may.replaceAll("; ", "\n"),
    edge.reached ? `${edge.milliseconds} ms` : "–",
    edge.refused === edge.intruders ? `${edge.refused} refused` : `${edge.refused} of ${edge.intruders} refused`,
  ]);
  const widest = (i: number) => Math.max(columns[i].title.length, ...rows.map((row) => row[i].length));
  const fixed = [0, 1, 2, 5, 6].reduce((sum, i) => sum + widest(i), columns.length * 2);
  const may = Math.min(Math.max(...rows.flatMap((row) => row[4].split("\n").map((line) => line.length))), MAY_WIDTH);
  columns[4].width = may;
  columns[3].width = Math.max(LEAST_NAME_WIDTH, Math.min(widest(3), width - fixed - may));
  return table(columns, rows);
}

function printedSurprise({ from, to, trial, expected, observed, hop, decidedBy }: TrialResult): string {
  const lines = [
    `✗ ${from} → ${to}: ${trial}`,
    `    expected  ${expected}`,
    `    observed  ${observed}`,
    ...(hop === undefined ? [] : [`    hop       ${hop}`]),
  ];
  if (decidedBy) {
    const { address, where, line } = decidedBy;
    if (address !== undefined) lines.push(`    decided   ${address}`, `              ${where}`);
    lines.push(`    ${address === undefined ? "because " : "        "}  ${line}`);
  }
  return lines.join("\n");
}

function notes({ edges, unclaimed, leftOut, unseen }: Report): string[] {
  const believed = [...new Set(edges.flatMap((edge) => edge.believed))];
  const adapted = [...new Set(edges.flatMap((edge) => edge.adapted))];
  const list = (title: string, items: readonly string[]) =>
    items.length ? [[title, ...items.map((item) => `    ${item}`)].join("\n")] : [];
  return [
    ...list("Believed, because it is not part of what was read:", believed),
    ...list("Not understood, so left out:", leftOut),
    ...list("May grant more, and was not tried:", byReason(unseen)),
    ...list("Kubeconfigs that were not used as they are:", adapted),
    ...list(
      "Trusted by a cloud, but no kubeconfig or Argo CD secret declares it, so it was not tried:",
      unclaimed.map(({ subject, issuer, place }) => `${subject} of ${issuer} (${place})`),
    ),
  ];
}

function summary({ client, clusters, edges, trials, surprises, notTried, unseen, unclaimed }: Report): string {
  const outcome = surprises === 0 ? "all as declared" : count(surprises, "surprise");
  const rest = [
    ...(notTried ? [`${notTried} not tried`] : []),
    ...(unseen.length ? [`${count(unseen.length, "further grant")} not simulated`] : []),
    ...(unclaimed.length ? [`${count(unclaimed.length, "trust")} that nobody declares`] : []),
  ];
  const size = `${count(edges.length, "edge")} into ${count(clusters, "cluster")}`;
  return `${[`${size}, ${count(trials, "trial")} with ${client}: ${outcome}`, ...rest].join(", ")}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** One line for each reason, with all places. */
function byReason(unseen: Report["unseen"]): string[] {
  const places = new Map<string, string[]>();
  for (const { place, reason } of unseen) places.set(reason, [...(places.get(reason) ?? []), place]);
  return [...places].map(([reason, all]) => `${reason} (${all.join(", ")})`);
}
