import { Finding, FindingCode, findingsIn } from "../findings";
import { declaredAccess, UnseenGrant, World } from "../simulator";
import { adaptations, describeAccess, EdgeReport, endsOf, TrialResult } from "../lab";

/** The trial that reaches the cluster, of which the table tells time and user. */
const OWN_TRIAL = "its own service account";

/** One edge, as reports tell it. */
export interface ReportedEdge {
  readonly from: string;
  readonly to: string;
  /** The user that the API server saw; what was declared where it was not reached. */
  readonly as: string;
  readonly may: string;
  readonly reached: boolean;
  /** Of the client's first request, from its start to its end. */
  readonly milliseconds: number;
  /** How many of those who must be refused were. */
  readonly refused: number;
  readonly intruders: number;
  /** What of the generated document was not used as it is. */
  readonly adapted: readonly string[];
  /** What is believed of objects that are not part of what was read. */
  readonly believed: readonly string[];
  readonly results: readonly TrialResult[];
}

/** What came of all trials. */
export interface Report {
  /** Which client tried. */
  readonly client: string;
  readonly clusters: number;
  readonly edges: readonly ReportedEdge[];
  readonly trials: number;
  readonly surprises: number;
  readonly notTried: number;
  /** Objects that could not be understood and let nobody in by themselves. */
  readonly leftOut: readonly string[];
  /** What may grant more than is simulated: the trials say nothing of it. */
  readonly unseen: readonly UnseenGrant[];
  /** Trusts that no client's document uses. */
  readonly unclaimed: readonly UnclaimedTrust[];
}

/** A subject that some cloud trusts, and no client's document uses. */
export interface UnclaimedTrust {
  readonly subject: string;
  readonly issuer: string;
  /** Stack and address of what trusts it. */
  readonly place: string;
}

/** Sums up what came of the trials. */
export function reportOf(world: World, client: string, reports: readonly EdgeReport[]): Report {
  const edges = reports.map((one) => reportedEdge(world, one));
  const results = edges.flatMap((edge) => edge.results);
  const findings = findingsIn(world, Date.now() / 1000);
  const of = (...codes: readonly FindingCode[]): readonly Finding[] =>
    findings.filter(({ code }) => codes.includes(code));
  const count = (verdict: TrialResult["verdict"]) => results.filter((one) => one.verdict === verdict).length;
  return {
    client,
    clusters: world.clusters.length,
    edges,
    trials: results.length,
    surprises: count("surprise"),
    notTried: count("not tried"),
    leftOut: world.leftOut.map(({ place, reason }) => `${place}: ${reason}`),
    unseen: of("homeless-binding", "unseen-grant").map(({ place, reason }) => ({ place, reason })),
    unclaimed: of("unclaimed-trust").flatMap(({ place, trusted }) => (trusted ? { ...trusted, place } : [])),
  };
}

function reportedEdge(world: World, { edge, results }: EdgeReport): ReportedEdge {
  const own = results.find(({ trial }) => trial === OWN_TRIAL);
  const reached = own?.verdict === "as declared";
  const intruders = results.filter(({ expected }) => expected.startsWith("refused"));
  return {
    ...endsOf(edge),
    as: reached ? own.observed.replace(/ in .*$/s, "") : edge.declaration.user,
    may: describeAccess(declaredAccess(world, edge)),
    reached,
    milliseconds: Math.round(own?.milliseconds ?? 0),
    refused: intruders.filter(({ verdict }) => verdict === "as declared").length,
    intruders: intruders.length,
    adapted: adaptations(edge.client),
    believed: world.assumptionsOf(edge).map(({ belief }) => belief),
    results,
  };
}
