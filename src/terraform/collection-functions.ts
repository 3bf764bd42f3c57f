import { CallFault, list, string, whole } from "./convert";
import { format } from "./format";

/** Terraform's functions that make collections of collections, beside those of `functions.ts`. */
export const COLLECTION_FUNCTIONS = {
  coalescelist: (...lists: unknown[]) => {
    const found = lists.find((one) => one !== null && list(one).length > 0);
    if (found === undefined) throw new CallFault("coalescelist() of nothing but empty lists");
    return found;
  },
  formatlist: (spec: unknown, ...args: unknown[]) => {
    const lengths = new Set(args.filter(Array.isArray).map((one) => one.length));
    if (lengths.size > 1) throw new CallFault("formatlist() of lists of different lengths");
    const [length = 1] = lengths;
    return Array.from({ length }, (_, i) =>
      format(
        string(spec),
        args.map((one) => (Array.isArray(one) ? (one as unknown[])[i] : one)),
      ),
    );
  },
  reverse: (items: unknown) => [...list(items)].reverse(),
  slice: (items: unknown, from: unknown, to: unknown) => {
    const [all, start, end] = [list(items), whole(from), whole(to)];
    if (start < 0 || end > all.length || start > end) throw new CallFault("slice() beyond the list");
    return all.slice(start, end);
  },
  zipmap: (keys: unknown, values: unknown) => {
    const [names, all] = [list(keys).map(string), list(values)];
    if (names.length !== all.length) throw new CallFault("zipmap() of lists of different lengths");
    return Object.fromEntries(names.map((name, i) => [name, all[i]]));
  },
};
