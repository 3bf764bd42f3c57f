import { CallFault, kindOf, map, whole } from "./convert";
import { hasUnknown, unknownText } from "./unknown";

/** One of several instances: its key, and what the names `each` and `count` mean in it. */
export interface Repetition {
  /** Undefined for one that stands for as many as nothing tells. */
  readonly key?: string | number;
  readonly names: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The one that stands for instances whose number and keys are not known. */
export const ANY: Repetition = {
  names: {
    each: { key: unknownText("each.key"), value: unknownText("each.value") },
    count: { index: unknownText("count.index") },
  },
};

/** More than any resource has. */
const MOST = 100_000;

/** The instances that `count` asks for. */
export function counted(value: unknown): readonly Repetition[] {
  const count = whole(value);
  if (count < 0) throw new CallFault("a negative number of instances is asked for");
  if (count > MOST) throw new CallFault(`more than ${MOST} instances are not read`);
  return Array.from({ length: count }, (_, index) => ({ key: index, names: { count: { index } } }));
}

/** The instances that `for_each` asks for with a map, or with a set of texts, which is a list here. */
export function forEach(value: unknown): readonly Repetition[] {
  const entries = Array.isArray(value) ? value.map((key: unknown) => [key, key] as const) : Object.entries(map(value));
  return entries.map(([key, each]) => {
    if (hasUnknown(key)) throw new CallFault("a key is not known");
    if (typeof key !== "string") throw new CallFault(`${kindOf(key)} stands in a set where text is needed`);
    return { key, names: { each: { key, value: each } } };
  });
}

/** Whether an index is the key of an instance; the one instance that is not repeated has none. */
export function isSameKey(key: Repetition["key"] | undefined, index: Repetition["key"] | undefined): boolean {
  return (key === undefined) === (index === undefined) && String(key) === String(index);
}
