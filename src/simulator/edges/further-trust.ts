import { Reason } from "../answer";

/** An identity that may act as an edge's principal, and that no edge declares. */
export interface FurtherTrust {
  /** In words: `system:serviceaccount:evil:evil of https://…`. */
  readonly who: string;
  /** Where it is admitted. */
  readonly hop: "exchange" | "impersonation";
  readonly because: Reason;
  /** Whether the object that admits it was given by others, and the edge uses it. */
  readonly isAdopted: boolean;
  /** Whether it may only come to that: by rights above the object, or by a condition that is not understood. */
  readonly isUnsure?: boolean;
}
