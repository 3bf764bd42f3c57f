import { CallFault, list } from "./convert";
import { alike } from "./one-type";
import { jsonencode } from "./json";
import { byBytes } from "./text";

/** Terraform's functions of sets. */
export const SET_FUNCTIONS = {
  setintersection: (first: unknown, ...others: unknown[]) =>
    setOf(list(first).filter((item) => others.every((other) => has(list(other), item)))),
  setproduct: (...lists: unknown[]) => {
    if (lists.length === 0) throw new CallFault("setproduct() of nothing");
    return lists
      .map(list)
      .reduce<unknown[][]>((all, items) => all.flatMap((one) => items.map((item) => [...one, item])), [[]]);
  },
  setsubtract: (items: unknown, others: unknown) => setOf(list(items).filter((item) => !has(list(others), item))),
  setunion: (...lists: unknown[]) => setOf(lists.flatMap(list)),
};

function has(items: readonly unknown[], item: unknown): boolean {
  const written = jsonencode(item);
  return items.some((one) => jsonencode(one) === written);
}

/** Elements once each, those of one type alike. */
export function distinct(items: readonly unknown[]): unknown[] {
  return [...new Map(alike(items).map((item) => [jsonencode(item), item])).values()];
}

/** The elements of a set, in the order in which Terraform lists them. */
export function setOf(items: readonly unknown[]): unknown[] {
  return inOrder(distinct(items));
}

function inOrder(items: readonly unknown[]): unknown[] {
  const known = items.filter((item) => item !== null);
  if (items.length > 1 && known.some((item) => typeof item === "object")) {
    throw new CallFault("a set of lists or maps is not understood");
  }
  const nulls = items.filter((item) => item === null);
  return [...(known as (string | number | boolean)[]).sort(inSetOrder), ...nulls];
}

function inSetOrder(a: string | number | boolean, b: string | number | boolean): number {
  return typeof a === "string" ? byBytes(a, String(b)) : Number(a) - Number(b);
}
