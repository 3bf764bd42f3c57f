import { Reason } from "../answer";

/** Something that a user has and that no edge declared. */
export interface FurtherRight {
  /** In words: `ClusterRole admin in vault`. */
  readonly what: string;
  readonly because: Reason;
}

export function further(what: string, because: Reason): FurtherRight {
  return { what, because };
}

/** Whether declared namespaces, none for the whole cluster, hold those of a grant. */
export function covers(declared: readonly string[], given: readonly string[] | "" | undefined): boolean {
  if (declared.length === 0) return true;
  return !!given && given.every((namespace) => declared.includes(namespace));
}

/** Where a grant counts, in words. */
export function placeIn(namespaces: readonly string[] | "" | undefined): string {
  return namespaces ? `in ${namespaces.join(", ")}` : "everywhere";
}
