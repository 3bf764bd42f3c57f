import { account, ACCOUNT, AUDIENCE, EXACT, ISSUER, KEY, OWN_CLAIMS, policy, SUBJECT, trusting } from "./support/aws";
import { Expected, inWords, Verdict, verdicts } from "./support/ask";

const now = Math.floor(Date.now() / 1000);
const MINUTE = 60;

/**
 * Tokens, and what AWS STS answers. IAM User Guide, "Troubleshoot OIDC federation" and "Create an OpenID Connect (OIDC) identity
 * provider in IAM"; AWS STS API Reference, "AssumeRoleWithWebIdentity"; "Available keys for AWS OIDC federation".
 */
const CASES: readonly [words: string, claims: object, expected: Expected, header?: object, role?: string][] = [
  ["its own", {}, "allowed"],
  ["an audience that the provider does not list", { aud: "unlisted" }, "exchange InvalidIdentityToken"],
  ["an audience that the provider lists and the policy refuses", { aud: "other-audience" }, "exchange AccessDenied"],
  ["an audience in another letter case", { aud: "STS.amazonaws.com" }, "exchange InvalidIdentityToken"],
  ["a list of one audience", { aud: [AUDIENCE] }, "allowed"],
  ["a list of two audiences", { aud: [AUDIENCE, "other-audience"] }, "exchange InvalidIdentityToken"],
  ["two audiences and azp", { aud: [AUDIENCE, "x"], azp: AUDIENCE }, "allowed"],
  ["azp counts in place of aud", { aud: "unlisted", azp: AUDIENCE }, "allowed"],
  ["azp that is not listed", { aud: AUDIENCE, azp: "unlisted" }, "exchange InvalidIdentityToken"],
  ["no audience", { aud: null }, "exchange InvalidIdentityToken"],
  ["no subject", { sub: null }, "unfollowed"],
  ["another subject", { sub: `${SUBJECT}x` }, "exchange AccessDenied"],
  ["another issuer", { iss: `${ISSUER}/` }, "exchange InvalidIdentityToken"],
  ["an issuer in another letter case", { iss: ISSUER.toLowerCase() }, "exchange InvalidIdentityToken"],
  ["an issuer by http", { iss: ISSUER.replace("https", "http") }, "exchange InvalidIdentityToken"],
  [
    "expired",
    { iat: now - 20 * MINUTE, nbf: now - 20 * MINUTE, exp: now - 10 * MINUTE },
    "exchange ExpiredTokenException",
  ],
  [
    "of the future",
    { iat: now + 20 * MINUTE, nbf: now + 20 * MINUTE, exp: now + 30 * MINUTE },
    "exchange InvalidIdentityToken",
  ],
  ["no exp", { exp: null }, "exchange InvalidIdentityToken"],
  ["no iat", { iat: null }, "exchange InvalidIdentityToken"],
  ["no nbf", { nbf: null }, "allowed"],
  ["further claims", { groups: ["a"], email: "a@b.example", "kubernetes.io": {} }, "allowed"],
  ["a subject that is a number", { sub: 12 }, "unfollowed"],
  ["HS256", {}, "exchange InvalidIdentityToken", { alg: "HS256", kid: "key" }],
  ["RS512", {}, "allowed", { alg: "RS512", kid: "key" }],
  ["ES384", {}, "allowed", { alg: "ES384", kid: "key" }],
  ["EdDSA", {}, "exchange InvalidIdentityToken", { alg: "EdDSA", kid: "key" }],
  ["no kid, of an issuer with a single key", {}, "allowed", { alg: "RS256" }],
  ["a role that is not there", {}, "exchange AccessDenied", undefined, "none"],
  ["amr of another provider's keys", {}, "exchange AccessDenied", undefined, "amr"],
];

describe("tokens at AWS STS", () => {
  let answers: readonly Verdict[];
  beforeAll(async () => {
    const roles = {
      own: { assume_role_policy: policy(EXACT) },
      amr: {
        assume_role_policy: policy(trusting({ "ForAnyValue:StringEquals": { [`${KEY}:amr`]: "authenticated" } })),
      },
    };
    const requests = CASES.map(([, claims, , header, role = "own"]) => ({
      claims: { ...OWN_CLAIMS, ...claims },
      ...(header && { header }),
      exchange: { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}` },
    }));
    answers = await verdicts(account(roles), requests);
  });

  it.each(CASES.map(([words, , expected], index) => [words, expected, index] as const))(
    "%s: %s",
    (_words, expected, index) => {
      expect({ is: inWords(answers[index], expected), verdict: answers[index] }).toMatchObject({ is: expected });
    },
  );
});
