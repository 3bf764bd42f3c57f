import { Holder } from "../rights";
import { UsageFault } from "./usage-fault";

/** Which holders a command is about. */
export interface Chosen {
  readonly from?: string;
  readonly to?: string;
}

/**
 * The holders that `--from` and `--to` name: a subject by its name or its cluster, a destination by its construct id or its name
 * in its cloud; `*` is any.
 *
 * @throws UsageFault for a name that none has
 */
export function chosenHolders(holders: readonly Holder[], { from, to }: Chosen): readonly Holder[] {
  const ofSubject = ({ from: one }: Holder) => [one.name, one.cluster];
  const ofDestination = ({ to: one }: Holder) => [one.label, one.name];
  refuseUnknown("--from", from, holders, ofSubject);
  refuseUnknown("--to", to, holders, ofDestination);
  return holders.filter((one) => isNamed(from, ofSubject(one)) && isNamed(to, ofDestination(one)));
}

function isNamed(name: string | undefined, names: readonly (string | undefined)[]): boolean {
  return name === undefined || name === "*" || names.includes(name);
}

/** @throws UsageFault for a name that none has */
export function refuseUnknown<T>(
  flag: string,
  name: string | undefined,
  all: readonly T[],
  namesOf: (one: T) => readonly (string | undefined)[],
): void {
  if (all.some((one) => isNamed(name, namesOf(one)))) return;
  if (name === undefined) return;
  const known = [...new Set(all.map((one) => namesOf(one)[0]))];
  const shown = known.slice(0, 10).join(", ");
  const there = known.length
    ? `There are: ${shown}${known.length > 10 ? `, and ${known.length - 10} more` : ""}`
    : "Nothing is declared";
  throw new UsageFault(`${flag} is "${name}", which is not in what was read. ${there}`);
}
