import { Change, Destination, Difference, ListedGap, rightWords, Subject } from "../rights";
import { ruleWords } from "../simulator";
import { Grant, placeOf } from "../simulator";
import { Written } from "./acknowledgements";
import { CurrentAcknowledgements } from "./current-acknowledgements";

/** The version of the form: it changes when a field goes or means something else. */
export const DIFF_VERSION = 1;

/** What a change does to the rights as a whole: `unknown` where nothing wider is known, and something is not known. */
export type DiffOutcome = "none" | "narrower" | "wider" | "unknown";

/** The exit code of each outcome. */
export const DIFF_EXIT_CODES = { none: 0, narrower: 0, wider: 1, unknown: 3 } as const satisfies Record<
  DiffOutcome,
  number
>;

/** A right that one side alone gives. */
export interface ReportedRight {
  readonly kind: Grant["kind"];
  readonly name: string;
  readonly namespaces?: readonly string[];
  readonly detail?: string;
  /** What it permits with a cloud's own services. */
  readonly service?: Grant["service"];
  readonly declared: boolean;
  /** In a few words. */
  readonly words: string;
  /** Stack and address of the object that gives it. */
  readonly address?: string;
  /** What a role of the same name did not permit, in a few words each. */
  readonly rules?: readonly string[];
}

/** What one subject gained or lost at one destination. */
export interface ReportedChange {
  readonly from: Subject;
  readonly to: Destination;
  /** Whether it gets in on this side alone. */
  readonly entry: boolean;
  /** Why its rights are not known. */
  readonly unknown?: string;
  readonly rights: readonly ReportedRight[];
}

/** What a change does to rights, as `trust-mesh diff --format json` prints it. */
export interface DiffReport {
  readonly version: typeof DIFF_VERSION;
  readonly tool: string;
  readonly outcome: DiffOutcome;
  readonly added: readonly ReportedChange[];
  readonly removed: readonly ReportedChange[];
  /** What of the new side is not known, the acknowledged apart. */
  readonly gaps: readonly ListedGap[];
  readonly acknowledged: readonly ListedGap[];
}

/**
 * Sums a difference up.
 *
 * @param now seconds since 1970
 */
export function diffReportOf(
  { added, removed, gaps }: Difference,
  acknowledgements: readonly Written[],
  tool: string,
  now: number,
): DiffReport {
  const current = new CurrentAcknowledgements(acknowledgements, now);
  const told = new Map(gaps.map((gap) => [`${gap.code} ${gap.place} ${gap.reason}`, listed(gap)]));
  const all = [...told.values()];
  const isKnown = (one: ListedGap) => current.on(one).acknowledgement !== undefined;
  const open = all.filter((one) => !isKnown(one));
  return {
    ...{ version: DIFF_VERSION, tool },
    outcome: added.length ? "wider" : open.length ? "unknown" : removed.length ? "narrower" : "none",
    added: added.map(reported),
    removed: removed.map(reported),
    gaps: open,
    acknowledged: all.filter(isKnown),
  };
}

function listed({ code, place, reason }: { code: string; place: string; reason: string }): ListedGap {
  return { code, address: place, reason };
}

function reported({ from, to, isEntry, unknown, rights, rules }: Change): ReportedChange {
  return {
    ...{ from, to, entry: isEntry },
    ...(unknown === undefined ? {} : { unknown }),
    rights: rights.map((right) => {
      const { kind, name, namespaces, detail, service, isDeclared, because } = right;
      const beyond = rules.get(right);
      return {
        ...{ kind, name },
        ...(namespaces ? { namespaces } : {}),
        ...(detail === undefined ? {} : { detail }),
        ...(service ? { service } : {}),
        ...{ declared: isDeclared, words: rightWords(right) },
        ...(because.resource ? { address: placeOf(because.resource) } : {}),
        ...(beyond ? { rules: beyond.map(ruleWords) } : {}),
      };
    }),
  };
}
