import { Claims } from "./jwt";
import { LONGEST_LIFE_SECONDS } from "./lifetime";

/** What the API server accepts, and until when the client may use it (milliseconds since 1970). */
export interface ClusterCredential {
  readonly token: string;
  readonly expires: number;
}

/** Temporary AWS credentials. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** A token of an issuer: what a projected service account token is. */
export interface TokenSubject {
  readonly kind: "token";
  readonly token: string;
  readonly claims: Claims;
  /** The absolute path of the file that holds the token and nothing else. */
  readonly file?: string;
  /** The AWS role that this token stands for (IRSA). */
  readonly throughRole?: string;
  /** What the pod's environment calls a session of that role, which trust policies and clusters may tell apart. */
  readonly roleSession?: string;
  /** Not this token goes to the target, but one that AWS STS makes for its role (GetWebIdentityToken). */
  readonly mint?: boolean;
}

/** AWS credentials that the source's own cloud handed out. */
export interface AwsSubject {
  readonly kind: "aws";
  readonly credentials: AwsCredentials;
  /** The target gets a token that AWS STS makes for these credentials. */
  readonly mint?: boolean;
}

/** An access token that the target's own cloud handed out to the source. */
export interface AccessTokenSubject {
  readonly kind: "access-token";
  readonly token: string;
  readonly expires: number;
}

/** Who the run acts for, as its source told. */
export type Subject = TokenSubject | AwsSubject | AccessTokenSubject;

/**
 * What tells this subject from every other, or undefined when that cannot be known: a cached credential is handed to
 * no one else, so without an identity there is none. A target may map and condition any claim, so every claim counts.
 */
export function subjectIdentity(subject: Subject): readonly string[] | undefined {
  if (subject.kind === "access-token") return undefined;
  const mint = subject.mint ? "mint" : "own";
  if (subject.kind === "aws") return ["aws", mint, subject.credentials.accessKeyId];
  return ["token", mint, subject.claims.identity, subject.throughRole ?? "", subject.roleSession ?? ""];
}

/** When what stands for the subject ends by its issuer's clock (milliseconds since 1970), if that is known. */
export function subjectEnd(subject: Subject): number | undefined {
  if (subject.kind === "token") return subject.claims.exp * 1000;
  return subject.kind === "aws" ? subject.credentials.expires : subject.expires;
}

/** Time taken off every published expiry: client-go compares without any. */
const EXPIRY_SKEW_MS = 60_000;

/**
 * When the client should stop using a credential that ends at `end`: a little earlier, but never in the past as long
 * as the credential is good at all, and never later than any cloud's credential ends.
 */
export function publishedExpiry(end: number, now: number = Date.now()): number {
  const early = end - EXPIRY_SKEW_MS;
  return Math.min(early > now ? early : end, now + LONGEST_LIFE_SECONDS * 1000);
}
