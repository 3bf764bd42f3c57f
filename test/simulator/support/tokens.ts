import { Claims, ShownToken, Signature } from "../../../src/simulator";

/** The time in all of these tests, in seconds since 1970. */
export const NOW = 1_790_000_000;

/** The service account that most tests are about. */
export const SUBJECT = "system:serviceaccount:ns:sa";

/** A token of an hour that was issued just now, signed by a key of its issuer, with claims of one's own. */
export function tokenOf(iss: string, aud: Claims["aud"], others: Partial<Claims> = {}, signature: Signature = "good") {
  const claims: Claims = { iss, aud, sub: SUBJECT, iat: NOW, nbf: NOW, exp: NOW + 3600, ...others };
  return { claims, signature } satisfies ShownToken;
}

/** A token without one of its claims. */
export function without(token: ShownToken, claim: string): ShownToken {
  const claims = Object.fromEntries(Object.entries(token.claims).filter(([name]) => name !== claim));
  return { ...token, claims: claims as unknown as Claims };
}
