import { findingsIn } from "../findings";
import { adaptations, EdgeReport, endsOf, fingerprintOf, Lab, staysOut, TrialResult, User } from "../lab";
import { declaredAccess, DeclaredAccess, Edge } from "../simulator";
import { Written } from "./acknowledgements";
import { CurrentAcknowledgements } from "./current-acknowledgements";
import { faultsOf, Found, gapsOf } from "./gaps";

/** The version of the report's form: it changes when a field goes or means something else. */
export const REPORT_VERSION = 1;

/** What a report says as a whole. */
export type Outcome = "proved" | "red" | "gaps";

/** The exit code of each outcome. */
export const EXIT_CODES = { proved: 0, red: 1, gaps: 3 } as const satisfies Record<Outcome, number>;

/** One edge, as reports tell it. */
export interface ReportedEdge {
  readonly from: string;
  readonly to: string;
  /** The user that the API server saw; undefined where it was not reached as declared. */
  readonly user?: User;
  /** The user that was declared; for an edge to services the cloud's principal. */
  readonly declaredUser: string;
  readonly access: readonly DeclaredAccess[];
  /** Whether the edge is suspended, so that it must not be reached. */
  readonly suspended?: boolean;
  /** The declared accesses to services, in words; none for an edge into a cluster. */
  readonly services?: readonly string[];
  /** Tells whether the edge is as it was, for `--changed-since`. */
  readonly fingerprint: string;
  /** Whether it is as an earlier report has it, so that only the simulator was asked. */
  readonly unchanged: boolean;
  readonly reached: boolean;
  /** Of the client's first request, from its start to its end. */
  readonly milliseconds: number;
  /** How many of the intruders were refused. */
  readonly refused: number;
  readonly intruders: number;
  /** What of the generated document was not used as it is. */
  readonly adapted: readonly string[];
  /** What is assumed of objects that are not part of what was read. */
  readonly assumed: readonly string[];
  readonly trials: readonly TrialResult[];
}

/** A gap, and the acknowledgement that covers it. */
export interface ReportedGap extends Found {
  readonly acknowledgement?: Written;
}

/** What came of all trials. */
export interface Report {
  readonly version: typeof REPORT_VERSION;
  /** The version of the command. */
  readonly tool: string;
  readonly outcome: Outcome;
  /** Which client tried. */
  readonly client: string;
  readonly clusters: number;
  /** How many accounts' services the tried edges lead to. */
  readonly accounts: number;
  /** How many edges the configuration declares; those that were not chosen are not tried. */
  readonly declaredEdges: number;
  readonly edges: readonly ReportedEdge[];
  readonly trials: number;
  readonly surprises: number;
  readonly notTried: number;
  /** What rules found that is not as declared, beside what the trials show. */
  readonly faults: readonly Found[];
  readonly gaps: readonly ReportedGap[];
  /** Acknowledgements that no longer count. */
  readonly expired: readonly Written[];
  /** Acknowledgements that no gap needs. */
  readonly unused: readonly Written[];
}

/** What a report is made of. */
export interface Ran {
  readonly lab: Lab;
  /** The version of the command. */
  readonly tool: string;
  /** Which client tried. */
  readonly client: string;
  readonly reports: readonly EdgeReport[];
  /** Edges that are as an earlier report has them. */
  readonly unchanged: ReadonlySet<Edge>;
  /** Those of the stacks and of a file. */
  readonly acknowledgements: readonly Written[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** Sums up what came of the trials. */
export function reportOf({ lab, tool, client, reports, unchanged, acknowledgements, now }: Ran): Report {
  const { world } = lab;
  const edges = reports.map((one) => reportedEdge(lab, one, unchanged.has(one.edge)));
  const results = edges.flatMap(({ trials }) => trials);
  const count = (verdict: TrialResult["verdict"]) => results.filter((one) => one.verdict === verdict).length;
  const current = new CurrentAcknowledgements(acknowledgements, now);
  const chosen = new Set(reports.map(({ edge }) => edge));
  const findings = findingsIn(world, now).filter(({ edge }) => !edge || chosen.has(edge));
  const faults = faultsOf(findings, results);
  const gaps = gapsOf(findings).map((gap): ReportedGap => current.on(gap));
  const surprises = count("surprise");
  return {
    version: REPORT_VERSION,
    tool,
    outcome:
      surprises || faults.length ? "red" : gaps.some(({ acknowledgement }) => !acknowledgement) ? "gaps" : "proved",
    client,
    clusters: new Set(reports.flatMap(({ edge }) => (edge.service ? [] : world.clusterOf(edge)))).size,
    accounts: new Set(reports.flatMap(({ edge }) => (edge.service ? edge.declaration.target.name : []))).size,
    declaredEdges: world.everyEdge.length,
    edges,
    trials: results.length,
    surprises,
    notTried: count("not tried"),
    faults,
    gaps,
    expired: current.expired,
    unused: current.unusedBy(gaps),
  };
}

function reportedEdge(lab: Lab, { edge, results }: EdgeReport, unchanged: boolean): ReportedEdge {
  const { world } = lab;
  const isSuspended = staysOut(edge, lab.clock.now);
  const own = results.find(({ code }) => code === (isSuspended ? "suspended" : "own-identity"));
  const intruders = results.filter(({ category }) => category === "intruder");
  const reached = !isSuspended && own?.verdict === "as declared";
  return {
    ...endsOf(edge),
    ...(reached && own.user ? { user: own.user } : {}),
    declaredUser: edge.service ? edge.declaration.principal : edge.declaration.user,
    access: edge.service ? [] : declaredAccess(world, edge),
    ...(edge.service ? { services: edge.service.grants.map(({ words }) => words) } : {}),
    ...(isSuspended ? { suspended: true } : {}),
    fingerprint: fingerprintOf(lab, edge),
    unchanged,
    reached,
    milliseconds: Math.round(own?.milliseconds ?? 0),
    refused: intruders.filter(({ verdict }) => verdict === "as declared").length,
    intruders: intruders.length,
    adapted: adaptations(edge.client),
    assumed: world.assumptionsOf(edge).map(({ belief }) => belief),
    trials: results,
  };
}
