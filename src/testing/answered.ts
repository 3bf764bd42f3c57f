import { Reason } from "../simulator";

/** What is answered to a question, in words as the lab's. */
export interface Answered {
  readonly question: string;
  /** `part` where some of an access is given, and not all of it. */
  readonly verdict: "all" | "part" | "none" | "unknown";
  readonly observed: string;
  readonly because?: Reason;
}

/** A question that names what is not there: with a misspelt name every refusal would pass. */
export class UnknownName extends Error {}
