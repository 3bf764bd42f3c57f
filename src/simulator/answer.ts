import { Resource } from "../terraform";

/** The places on the way from a token to a right at which something decides, in their order. */
export const HOPS = ["source", "exchange", "impersonation", "authentication", "authorization"] as const;
export type Hop = (typeof HOPS)[number];

/** What decided: a resource, the argument of it, and what stands there in the deciding line. */
export interface Reason {
  /** Undefined where nothing of the configuration decided: a signature, a clock, an object that is not there. */
  readonly resource?: Resource;
  readonly argument?: string;
  /** The deciding line in words, with the strings that did or did not match. */
  readonly line: string;
}

/** What keeps a yes from being sure. */
export interface Doubt {
  /** Undefined for what was stated. */
  readonly resource?: Resource;
  readonly reason: string;
}

/** A yes, with what it gives. */
export interface Granted<T> {
  readonly granted: true;
  readonly hop: Hop;
  readonly value: T;
  readonly because: Reason;
  /** What was read, is not understood, and may take it away. */
  readonly doubt?: Doubt;
}

/** A no, as the cloud words it. */
export interface Refused {
  readonly granted: false;
  readonly hop: Hop;
  /** The vendor's code: `AccessDenied`, `invalid_grant`, `AADSTS700213`, `401`. */
  readonly code: string;
  /** The vendor's message. */
  readonly message: string;
  readonly because: Reason;
}

export type Answer<T> = Granted<T> | Refused;

export function granted<T>(hop: Hop, value: T, because: Reason, doubt?: Doubt): Granted<T> {
  return { granted: true, hop, value, because, ...(doubt ? { doubt } : {}) };
}

export function refused(hop: Hop, code: string, message: string, because: Reason): Refused {
  return { granted: false, hop, code, message, because };
}

/** A doubt as what decided. */
export function reasonOfDoubt({ resource, reason }: Doubt): Reason {
  return { resource, line: reason };
}

/** The first hop on a way whose yes is not sure; undefined where all are. */
export function doubtedIn(
  answers: readonly Answer<unknown>[],
): { readonly hop: Hop; readonly doubt: Doubt } | undefined {
  for (const answer of answers) {
    if (answer.granted && answer.doubt) return { hop: answer.hop, doubt: answer.doubt };
  }
  return undefined;
}
