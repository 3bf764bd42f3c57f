import { endsOf, fingerprintOf, Lab } from "../lab";
import { Edge } from "../simulator";
import { boundedText, TooLarge } from "../terraform";
import { Report, REPORT_VERSION } from "./report";
import { UsageFault } from "./usage-fault";

/** A report of 9,900 edges is smaller. */
const MOST_BYTES = 256 * 1024 * 1024;
const ARROW = /^(.*?)\s*(?:→|->)\s*(.*)$/s;

/**
 * The edges that `--only SOURCE→TARGET` names: a source is a service account, `west:argocd/controller`, or a cluster; a target is a
 * cluster; `*` is any.
 *
 * @throws UsageFault for a selection that is malformed or names no edge
 */
export function onlyEdges(edges: readonly Edge[], selections: readonly string[]): readonly Edge[] {
  if (selections.length === 0) return edges;
  const chosen = new Set<Edge>();
  for (const selection of selections) {
    const [, source, target] = ARROW.exec(selection.trim()) ?? [];
    if (!source || !target) {
      throw new UsageFault(`--only ${selection} is not of the form SOURCE→TARGET (or SOURCE->TARGET). Correct it`);
    }
    const found = edges.filter((edge) => isFrom(edge, source) && isInto(edge, target));
    if (found.length === 0) throw new UsageFault(`--only ${selection} names no edge. ${known(edges)}`);
    for (const edge of found) chosen.add(edge);
  }
  return edges.filter((edge) => chosen.has(edge));
}

/** Whether an edge is one of a service account, or of a cluster. */
export function isFrom(edge: Edge, source: string): boolean {
  return source === "*" || source === endsOf(edge).from || source === edge.declaration.source.cluster;
}

/** Whether an edge leads into a cluster, by its construct id or its name in its cloud. */
export function isInto({ declaration: { target } }: Edge, name: string): boolean {
  return name === "*" || name === target.cluster || name === target.name;
}

/** The edges that there are, for a message. */
export function known(edges: readonly Edge[]): string {
  if (edges.length === 0) return "Nothing in what was read declares such an edge";
  const names = edges.map((edge) => `${endsOf(edge).from} → ${endsOf(edge).to}`);
  const shown = names.slice(0, 10).join(", ");
  return `The edges are: ${shown}${names.length > 10 ? `, and ${names.length - 10} more` : ""}`;
}

/**
 * The edges that are as an earlier report of the same version tried them, and were as declared there.
 *
 * @param file a report that `--json` printed
 * @throws UsageFault for a file that is none
 */
export function unchangedEdges(lab: Lab, file: string, version: string): ReadonlySet<Edge> {
  const before = earlierReport(file);
  // Another version of the command, plugin and lab may answer otherwise.
  if (before.tool !== version) return new Set();
  const good = before.edges.filter(({ trials }) => isProved(trials));
  const known = new Set(good.map(({ fingerprint }) => fingerprint));
  return new Set(lab.world.everyEdge.filter((edge) => known.has(fingerprintOf(lab, edge))));
}

/** Whether trials were tried at all, and no surprise came of one. */
function isProved(trials: Report["edges"][number]["trials"]): boolean {
  const was = (verdict: (typeof trials)[number]["verdict"]) => trials.some((one) => one.verdict === verdict);
  return was("as declared") && !was("surprise");
}

function earlierReport(file: string): Pick<Report, "tool" | "edges"> {
  const fault = (problem: string) =>
    new UsageFault(
      `--changed-since ${file} ${problem}. Give a report that trust-mesh lab --json printed, or leave it out`,
    );
  let text: string;
  try {
    text = boundedText(file, MOST_BYTES);
  } catch (error) {
    if (error instanceof TooLarge) throw fault(`has more than ${MOST_BYTES / 1024 / 1024} MiB`);
    throw fault(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let read: Partial<Report> | null;
  try {
    read = JSON.parse(text) as Partial<Report> | null;
  } catch {
    throw fault("is not JSON");
  }
  const { version, tool, edges } = read ?? {};
  if (version !== REPORT_VERSION) throw fault(`is no report of version ${REPORT_VERSION}`);
  const isEdge = (one: unknown) => {
    const { fingerprint, trials } = (one ?? {}) as { fingerprint?: unknown; trials?: unknown };
    return typeof fingerprint === "string" && Array.isArray(trials) && trials.every((trial) => isObject(trial));
  };
  if (typeof tool !== "string" || !Array.isArray(edges) || !edges.every(isEdge)) throw fault("is cut off or changed");
  return { tool, edges };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
