import { SERVICE_ACCOUNT_SUBJECT } from "../kubernetes/names";

/** The audience that EKS's own workloads use with STS; the string is free as long as token and trust policy agree. */
export const DEFAULT_AWS_AUDIENCE = "sts.amazonaws.com";
/** What STS in China is called by some; sources differ. */
export const CHINA_AWS_AUDIENCE = "sts.amazonaws.com.cn";

/** "AssumeRoleWithWebIdentity", AWS STS API Reference: a session's name. */
export const SESSION_NAME_FORM = /^[\w+=,.@-]{2,64}$/;
export const SESSION_NAME_WORDS = "2 to 64 of [A-Za-z0-9_+=,.@-]";
const MAXIMUM_SESSION_NAME = 64;
const NOT_IN_SESSION_NAME = /[^\w+=,.@-]/g;
const DIGEST_LENGTH = 8;

/** "AssumeRole", AWS STS API Reference. */
export const EXTERNAL_ID_FORM = /^[\w+=,.@:/-]{2,1224}$/;
export const EXTERNAL_ID_WORDS = "2 to 1224 of [A-Za-z0-9_+=,.@:/-]";

/** "AssumeRoleWithWebIdentity", AWS STS API Reference: characters of a token. */
export const MAX_WEB_IDENTITY_TOKEN_LENGTH = 20_000;
/** "AssumeRoleWithWebIdentity", AWS STS API Reference: how a token may be signed. */
export const WEB_IDENTITY_ALGORITHMS: readonly string[] = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];
/** "AssumeRoleWithWebIdentity", AWS STS API Reference: what DurationSeconds may be. */
export const SESSION_SECONDS = { min: 900, max: 43_200 } as const;

/**
 * The name of a subject's session: `<namespace>.<name>` for a service account, else the subject itself, so that
 * CloudTrail tells who acted. What AWS does not take becomes a dash, and a digest of the whole subject tells it apart.
 *
 * @param sha256 the SHA-256 of a text, in hexadecimal digits
 */
export function sessionNameOf(subject: string, sha256: (text: string) => string): string {
  const name = subject.startsWith(SERVICE_ACCOUNT_SUBJECT)
    ? subject.slice(SERVICE_ACCOUNT_SUBJECT.length).replace(":", ".")
    : subject;
  const legal = name.replace(NOT_IN_SESSION_NAME, "-");
  if (legal === name && SESSION_NAME_FORM.test(name)) return name;
  const digest = sha256(subject).slice(0, DIGEST_LENGTH);
  return `${legal.slice(0, MAXIMUM_SESSION_NAME - DIGEST_LENGTH - 1)}-${digest}`;
}
