import { TrialResult } from "../lab";
import { Finding } from "../findings";

/** Something that a rule found: a gap is not proved, a fault is not as declared. */
export interface Found {
  /** Stable: acknowledgements name it. */
  readonly code: string;
  /** Stack and address of the object. */
  readonly address?: string;
  readonly reason: string;
}

/** What was read and not proved, each once: a green table says nothing of it. */
export function gapsOf(findings: readonly Finding[]): readonly Found[] {
  return distinct(findings.filter(({ severity }) => severity === "gap"));
}

/** What rules found that is not as declared, and that no trial shows at the same address. */
export function faultsOf(findings: readonly Finding[], results: readonly TrialResult[]): readonly Found[] {
  const shown = new Set(
    results.flatMap(({ verdict, decidedBy }) => (verdict === "surprise" ? (decidedBy?.address ?? []) : [])),
  );
  return distinct(findings.filter(({ severity, place }) => severity === "fault" && !shown.has(place)));
}

function distinct(findings: readonly Finding[]): readonly Found[] {
  const all = findings.map(({ code, place, reason }): Found => ({ code, address: place, reason }));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
