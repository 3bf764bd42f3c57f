import { TrialResult } from "../../lab";
import { plain } from "../escape";
import { Found } from "../gaps";
import { Report, ReportedEdge } from "../report";
import { count, expectedWords, observedWords, rightsWords, titleOf } from "../words";
import { indented, Row, table } from "./columns";
import { unusedWords } from "../unused-acknowledgement";

/** Narrower than this a table cannot be read; wider it need not be. */
const [LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH] = [60, 80, 160];

/** The report as a table, with every surprise and every gap below it; nothing in it is shortened. */
export function tableOf(report: Report, columns: number = USUAL_WIDTH): string {
  const width = Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH);
  const surprises = report.edges.flatMap(({ trials }) => trials.filter(({ verdict }) => verdict === "surprise"));
  return [
    edgeTable(report.edges, width),
    ...surprises.map((one) => surpriseOf(one, width)),
    ...notes(report, width),
    // One line, however long: logs are searched for it.
    summaryOf(report),
    "",
  ].join("\n\n");
}

function edgeTable(edges: readonly ReportedEdge[], width: number): string {
  const rows = edges.map((edge): Row => {
    const { from, to, unchanged, reached, milliseconds, refused, intruders, user, declaredUser, trials } = edge;
    const isGood = trials.every(({ verdict }) => verdict !== "surprise");
    const cells = [
      isGood ? "✓" : "✗",
      plain(from),
      plain(to),
      plain(rightsWords(edge)).replaceAll("; ", "\n"),
      unchanged ? "same" : reached ? `${milliseconds} ms` : "–",
      `${refused} of ${intruders}`,
    ];
    return { cells, below: `as ${plain(user?.name ?? declaredUser)}` };
  });
  return table(["", "from", "to", "may", "time", "refused"], rows, width);
}

function surpriseOf(result: TrialResult, width: number): string {
  const { from, to, expected, observed, hop, decidedBy } = result;
  const field = (name: string, text: string) => {
    const [first, ...rest] = indented(plain(text), width, " ".repeat(14)).split("\n");
    return [`    ${name.padEnd(10)}${first.trimStart()}`, ...rest].join("\n");
  };
  return [
    indented(plain(`✗ ${from} → ${to}: ${titleOf(result)}`), width, ""),
    field("expected", expectedWords(expected)),
    field("observed", observedWords(observed)),
    ...(hop === undefined ? [] : [field("hop", hop)]),
    ...(decidedBy?.address === undefined ? [] : [field("decided", decidedBy.address)]),
    ...(decidedBy?.where === undefined ? [] : [field("", decidedBy.where)]),
    ...(decidedBy ? [field(decidedBy.address === undefined ? "because" : "", decidedBy.line)] : []),
  ].join("\n");
}

function notes({ edges, faults, gaps, expired, unused }: Report, width: number): string[] {
  const list = (title: string, items: readonly string[]) =>
    items.length ? [[title, ...counted(items).map((item) => indented(plain(item), width))].join("\n")] : [];
  const told = ({ code, address, reason }: Found) => `${code}${address === undefined ? "" : ` ${address}`}: ${reason}`;
  return [
    ...list("✗ Not as declared:", faults.map(told)),
    ...list("Not proved:", gaps.filter(({ acknowledgement }) => !acknowledgement).map(told)),
    ...list(
      "Not proved, and acknowledged:",
      gaps.flatMap((gap) =>
        gap.acknowledgement ? `${told(gap)} (until ${gap.acknowledgement.expires}: ${gap.acknowledgement.reason})` : [],
      ),
    ),
    ...list(
      "Acknowledgements that have expired and no longer count:",
      expired.map(({ code, address, expires, source }) => `${code} ${address ?? ""} until ${expires} (${source})`),
    ),
    ...list("Acknowledgements that no gap needs:", unused.map(unusedWords)),
    ...list(
      "Assumed, because it is not part of what was read:",
      edges.flatMap(({ assumed }) => assumed),
    ),
    ...list(
      "Kubeconfigs that were not used as they are:",
      edges.flatMap(({ adapted }) => adapted),
    ),
  ];
}

/** Each item once, with how often it is there. */
function counted(items: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].map(([item, times]) => (times === 1 ? item : `${item} (${times} times)`));
}

/** The report in one sentence. */
export function summaryOf({
  client,
  clusters,
  accounts,
  edges,
  declaredEdges,
  trials,
  surprises,
  faults,
  notTried,
  gaps,
  expired,
}: Report): string {
  const open = gaps.filter(({ acknowledgement }) => !acknowledgement).length;
  const wrong = surprises + faults.length;
  const acknowledged = gaps.length - open;
  const number =
    edges.length === declaredEdges ? count(edges.length, "edge") : `${edges.length} of ${declaredEdges} edges`;
  const places = [
    ...(clusters || !accounts ? [count(clusters, "cluster")] : []),
    ...(accounts ? [count(accounts, "account")] : []),
  ];
  const parts = [
    `${number} into ${places.join(" and ")}`,
    `${count(trials, "trial")} with ${plain(client)}: ${wrong ? count(wrong, "surprise") : "all as declared"}`,
    ...(open ? [`with ${count(open, "gap")}`] : []),
    ...(acknowledged ? [`${count(acknowledged, "gap")} acknowledged`] : []),
    ...(expired.length ? [`${count(expired.length, "acknowledgement")} expired`] : []),
    ...(notTried ? [`${notTried} not tried`] : []),
  ];
  return `${parts.join(", ")}.`;
}
