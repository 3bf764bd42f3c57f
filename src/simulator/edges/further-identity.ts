import { Reason } from "../answer";

/** An identity that an edge's identity may go on to, and that no edge of its subject declares. */
export interface FurtherIdentity {
  readonly who: string;
  readonly because: Reason;
  /** False where a policy that was not judged decides. */
  readonly isSure: boolean;
}
