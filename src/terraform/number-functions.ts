import { bool, CallFault, list, number, whole } from "./convert";
import { calculated } from "./numbers";

const MOST = 1024;

/** Terraform's functions of numbers and conditions. */
export const NUMBER_FUNCTIONS = {
  abs: (value: unknown) => Math.abs(number(value)),
  alltrue: (items: unknown) => list(items).every((item) => item !== null && bool(item)),
  anytrue: (items: unknown) => list(items).some((item) => item !== null && bool(item)),
  ceil: (value: unknown) => Math.ceil(number(value)),
  floor: (value: unknown) => Math.floor(number(value)),
  index: (items: unknown, value: unknown) => {
    const at = typeof value === "object" ? -1 : list(items).indexOf(value);
    if (at < 0) throw new CallFault("index() of what is not in the list, or not understood");
    return at;
  },
  max: (...values: unknown[]) => Math.max(...some("max", values)),
  min: (...values: unknown[]) => Math.min(...some("min", values)),
  range: (...bounds: unknown[]) => {
    const [first, second, step] = bounds.map(whole);
    const [from, to] = bounds.length < 2 ? [0, first] : [first, second];
    const by = step ?? (to < from ? -1 : 1);
    if (bounds.length === 0 || bounds.length > 3 || by === 0 || (step !== undefined && to < from !== by < 0)) {
      throw new CallFault("range() with these arguments is not understood");
    }
    const length = Math.ceil((to - from) / by);
    if (length > MOST) throw new CallFault(`range() of more than ${MOST} numbers`);
    return Array.from({ length }, (_, i) => from + i * by);
  },
  tobool: (value: unknown) => (value === null ? null : bool(value)),
  sum: (items: unknown) => {
    const numbers = some("sum", list(items));
    const added = numbers.reduce<number | undefined>(
      (sum, one) => (sum === undefined ? undefined : calculated("+", sum, one)),
      0,
    );
    if (added === undefined) throw new CallFault("sum() is not exact here");
    return added;
  },
};

function some(name: string, values: readonly unknown[]): readonly number[] {
  if (values.length === 0) throw new CallFault(`${name}() of nothing`);
  return values.map(number);
}
