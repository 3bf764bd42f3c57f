import { Finding } from "../findings";
import { missingRules, Rule } from "../simulator";
import { covers } from "./covers";
import { Destination } from "./destination";
import { ComparedHolder, HeldRight } from "./holder";
import { HeldRights, MeshRights } from "./rights-in";
import { Subject } from "./subject";

/** What one subject gained or lost at one destination. */
export interface Change {
  readonly from: Subject;
  readonly to: Destination;
  /** What the other side's rights do not give. */
  readonly rights: readonly HeldRight[];
  /** Whether it gets in on this side alone. */
  readonly isEntry: boolean;
  /** Why its rights on this side are not known. */
  readonly unknown?: string;
  /** What rules of one name permit on this side alone, by the right that has them. */
  readonly rules: ReadonlyMap<HeldRight, readonly Partial<Rule>[]>;
}

/** What a change adds and removes in rights, and what of the new side is not known. */
export interface Difference {
  readonly added: readonly Change[];
  readonly removed: readonly Change[];
  readonly gaps: readonly Finding[];
}

/** Compares who may do what before a change and after it, not the resources that say so. */
export function differenceOf(before: HeldRights, after: MeshRights): Difference {
  const [old, current] = [pairsOf(before), pairsOf(after)];
  return { added: beyond(old, current), removed: beyond(current, old), gaps: after.gaps };
}

interface Pair {
  readonly from: Subject;
  readonly to: Destination;
  readonly holders: readonly ComparedHolder[];
}

/** The same subject at the same destination, by whatever identity it acts there. */
function pairsOf({ holders }: HeldRights): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const holder of holders) {
    const { from, to } = holder;
    const key = JSON.stringify([from.issuer ?? from.name, from.subject, to.name]);
    pairs.set(key, { from, to, holders: [...(pairs.get(key)?.holders ?? []), holder] });
  }
  return pairs;
}

/** What pairs give that others do not. */
function beyond(others: ReadonlyMap<string, Pair>, pairs: ReadonlyMap<string, Pair>): readonly Change[] {
  return [...pairs].flatMap(([key, { from, to, holders }]): readonly Change[] => {
    const held = others.get(key)?.holders ?? [];
    const heldRights = held.flatMap(({ rights }) => rights);
    const rights = holders.flatMap((one) => one.rights).filter((right) => !covers(heldRights, right));
    const unknown = has(held, "unknown") ? undefined : holders.find(({ state }) => state === "unknown");
    const isEntry = has(holders, "admitted") && !has(held, "admitted");
    if (rights.length === 0 && !isEntry && !unknown) return [];
    const rules = new Map(rights.flatMap((right) => rulesBeyond(heldRights, right)));
    return [{ from, to, rights, isEntry, rules, ...(unknown ? { unknown: unknown.unknown ?? "not simulated" } : {}) }];
  });
}

function has(holders: readonly ComparedHolder[], state: ComparedHolder["state"]): boolean {
  return holders.some((one) => one.state === state);
}

/** What a role permits that one of the same name, in the same place, did not. */
function rulesBeyond(held: readonly HeldRight[], right: HeldRight): readonly [HeldRight, readonly Partial<Rule>[]][] {
  const place = JSON.stringify(right.namespaces);
  const same = held.find(
    ({ kind, name, namespaces }) => kind === right.kind && name === right.name && JSON.stringify(namespaces) === place,
  );
  if (!same?.rules || !right.rules) return [];
  return [[right, missingRules(same.rules, right.rules)]];
}
