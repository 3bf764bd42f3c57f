/** Google tells most mismatches by one code and different sentences; the first pattern that fits counts. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/has not been used in project/i, "Enable the API in the project that the message names, and wait a few minutes."],
  [
    /VPC Service Controls|organization.?s policy/i,
    "A service perimeter or an organization policy forbids the request.",
  ],
  [/audience in ID Token|audience.*does not match/i, "Project the token with one of the provider's allowed audiences."],
  [/issuer in ID Token|issuer.*does not match/i, "The provider trusts another issuer: compare them with doctor."],
  [/attribute condition/i, "The provider's attribute condition does not name this subject."],
  [/stale to sign-in|issued at/i, "The token is too old: project it with expirationSeconds 3600, and check the clock."],
  [
    /connecting to the given credential's issuer/i,
    "Google cannot read the issuer's keys: make them public, or upload them.",
  ],
  [
    /signature|kid/i,
    "The keys that Google holds for the issuer do not fit: upload the new ones, if they are uploaded.",
  ],
  [/127/, "The subject is longer than 127 bytes: map google.subject to the service account's uid."],
  [/^invalid_target/, "The pool or provider does not exist, was deleted or is disabled: check --audience."],
  [/^unauthorized_client/, "The provider's attribute condition refuses this subject."],
  [/^invalid_grant/, "The provider does not accept this token: compare issuer, subject and audience with doctor."],
];

/** What a refusal by Google's STS asks of the reader. */
export function googleStsAdvice(code: string, message: string): string | undefined {
  return ADVICE.find(([pattern]) => pattern.test(message))?.[1] ?? ADVICE.find(([pattern]) => pattern.test(code))?.[1];
}
