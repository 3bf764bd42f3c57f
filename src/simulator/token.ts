/** How a token's signature was found, by whoever holds the issuer's keys. */
export type Signature =
  | "good"
  /** The issuer publishes no key of this id. */
  | "unknown key"
  /** There is a key of this id, and it did not sign this token. */
  | "wrong";

/** The claims of a token, as far as clouds look at them. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly azp?: string;
  readonly exp: number;
  readonly iat: number;
  readonly nbf?: number;
  readonly [claim: string]: unknown;
}

/** A token that is shown to a cloud. */
export interface ShownToken {
  readonly claims: Claims;
  readonly signature: Signature;
}

/** A token's audiences, always as a list; empty where it has none. */
export function audiencesOf({ aud }: Partial<Claims>): readonly string[] {
  return [aud ?? []].flat();
}

/** A claim's time for people; "never" where it has none. */
export function timeOf(seconds: number | undefined): string {
  return Number.isFinite(seconds) ? new Date(Number(seconds) * 1000).toISOString() : "never";
}

/** A projected service account token, as a kubelet gets it, of which only this matters to clouds. */
export function claimsOf(issuer: string, subject: string, audience: string, now: number, uid?: string): Claims {
  const [, , namespace, name] = subject.split(":");
  return {
    aud: [audience],
    exp: now + 3600,
    iat: now,
    iss: issuer,
    "kubernetes.io": { namespace, serviceaccount: { name, uid: uid ?? "" } },
    nbf: now,
    sub: subject,
  };
}
