import { kindOf } from "./subjects/kinds";

/** How a token's signature was verified against the issuer's keys. */
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

/** A token's header, as far as clouds look at it. */
export interface TokenHeader {
  /** The algorithm of its signature. */
  readonly alg: string;
  /** The id of the key that signed it. */
  readonly kid?: string;
}

/** What most issuers of clusters write. */
const USUAL_HEADER: TokenHeader = { alg: "RS256", kid: "the issuer's" };

/** A token that is shown to a cloud. */
export interface ShownToken {
  /** @default RS256, with the id of a key */
  readonly header?: TokenHeader;
  readonly claims: Claims;
  readonly signature: Signature;
}

/** A token's header; the usual one where it does not matter how it was signed. */
export function headerOf({ header }: ShownToken): TokenHeader {
  return header ?? USUAL_HEADER;
}

/** A token's audiences, always as a list; empty where it has none. */
export function audiencesOf({ aud }: Partial<Claims>): readonly string[] {
  return [aud ?? []].flat();
}

/** ECMAScript, "Time Values and Time Range": the latest second of a date. */
const LAST_SECOND = 8_640_000_000_000;

/** A claim's time for people; "never" where it has none. */
export function timeOf(seconds: number | undefined): string {
  if (!Number.isFinite(seconds)) return "never";
  const time = Number(seconds);
  return Math.abs(time) <= LAST_SECOND ? new Date(time * 1000).toISOString() : `${time} seconds after 1970`;
}

/** A time of a token that is there and is no number, which RFC 7519 wants it to be; undefined where all are. */
export function oddTimeIn(claims: Partial<Claims>): string | undefined {
  const odd = ["iat", "exp", "nbf"].find((name) => claims[name] !== undefined && !Number.isFinite(claims[name]));
  return odd === undefined ? undefined : `${odd} is ${JSON.stringify(claims[odd])}, which is no time`;
}

/**
 * A token of a subject, as its issuer writes it, of which only this matters to clouds. Its times are whole seconds: some clouds
 * take no others.
 */
export function claimsOf(issuer: string, subject: string, audience: string, now: number, uid?: string): Claims {
  const kind = kindOf({ cluster: "", issuer, subject });
  const issued = Math.floor(now);
  return {
    aud: kind.listsAudience ? [audience] : audience,
    exp: issued + 3600,
    iat: issued,
    iss: issuer,
    nbf: issued,
    sub: subject,
    ...kind.claims(subject, uid),
  };
}
