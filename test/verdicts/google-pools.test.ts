import { Expected, inWords, Verdict, verdicts } from "./support/ask";
import {
  audience,
  ISSUER,
  NUMBER,
  pools,
  principal,
  PROJECT,
  Provider,
  SUBJECT,
  tokenAudience,
} from "./support/google";

/** Claims of a service account's token, as Kubernetes documents them. */
const KUBERNETES = {
  namespace: "deploy",
  pod: { name: "deployer-7d", uid: "b0b1" },
  serviceaccount: { name: "deployer", uid: "a0a1" },
};
const SUB = { "google.subject": "assertion.sub" };
const now = Math.floor(Date.now() / 1000);
const HOUR = 3600;

/**
 * Providers, and whether the exchange takes the token by them. Google Cloud, IAM documentation: "Workload Identity Federation",
 * "Attribute mappings" and "Attribute conditions"; the STS API's reference of `subjectToken`; the CEL specification.
 */
const CASES: readonly [words: string, provider: Provider, expected: Expected, claims?: object][] = [
  ["no condition", {}, "allowed"],
  ["the subject", { condition: `assertion.sub == '${SUBJECT}'` }, "allowed"],
  ["another subject", { condition: "assertion.sub == 'system:serviceaccount:deploy:other'" }, "exchange"],
  ["a list of subjects", { condition: `assertion.sub in ['a', '${SUBJECT}']` }, "allowed"],
  ["google.subject", { condition: `google.subject == '${SUBJECT}'` }, "allowed"],
  [
    "a mapped attribute",
    {
      mapping: { ...SUB, "attribute.ns": "assertion['kubernetes.io']['namespace']" },
      condition: "attribute.ns == 'deploy'",
    },
    "allowed",
  ],
  [
    "a mapped attribute of another value",
    {
      mapping: { ...SUB, "attribute.ns": "assertion['kubernetes.io'].namespace" },
      condition: "attribute.ns == 'Deploy'",
    },
    "exchange",
  ],
  ["a nested claim", { condition: "assertion['kubernetes.io'].serviceaccount.name == 'deployer'" }, "allowed"],
  ["a nested claim that is not there", { condition: "assertion['kubernetes.io'].node.name == 'a'" }, "exchange"],
  [
    "has() of a claim that is not there, or the subject",
    { condition: `has(assertion.email) || assertion.sub == '${SUBJECT}'` },
    "allowed",
  ],
  [
    "a claim that is not there, and the subject",
    { condition: `assertion.email == 'a@b.example' && assertion.sub == '${SUBJECT}'` },
    "exchange",
  ],
  // CEL: || and && absorb an error where the other side decides
  [
    "a claim that is not there, or the subject",
    { condition: `assertion.email == 'a@b.example' || assertion.sub == '${SUBJECT}'` },
    "allowed",
  ],
  ["startsWith", { condition: "assertion.sub.startsWith('system:serviceaccount:deploy:')" }, "allowed"],
  ["endsWith another", { condition: "assertion.sub.endsWith(':other')" }, "exchange"],
  ["contains", { condition: "assertion.sub.contains('deploy:')" }, "allowed"],
  ["matches anywhere in the text", { condition: "assertion.sub.matches('deploy')" }, "allowed"],
  ["matches with anchors", { condition: "assertion.sub.matches('^system:serviceaccount:deploy:dep$')" }, "exchange"],
  [
    "extract",
    {
      mapping: { ...SUB, "attribute.sa": "assertion.sub.extract('system:serviceaccount:deploy:{sa}')" },
      condition: "attribute.sa == 'deployer'",
    },
    "allowed",
  ],
  [
    "extract without a match is empty",
    { mapping: { ...SUB, "attribute.sa": "assertion.sub.extract('user:{sa}')" }, condition: "attribute.sa == ''" },
    "allowed",
  ],
  ["split", { condition: "assertion.sub.split(':')[3] == 'deployer'" }, "allowed"],
  ["join", { condition: "['deploy', 'deployer'].join('/') == 'deploy/deployer'" }, "allowed"],
  ["lowerAscii", { condition: "assertion.sub.lowerAscii() == assertion.sub" }, "allowed"],
  ["size", { condition: "size(assertion.sub) > 1000" }, "exchange"],
  ["a ternary", { condition: "has(assertion.email) ? false : true" }, "allowed"],
  ["a macro", { condition: "['a', 'deployer'].exists(x, assertion.sub.endsWith(x))" }, "allowed"],
  ["a macro for all", { condition: "['a', 'deployer'].all(x, assertion.sub.endsWith(x))" }, "exchange"],
  ["a negation", { condition: "!(assertion.sub == 'a')" }, "allowed"],
  ["a text in place of a truth", { condition: "assertion.sub" }, "exchange"],
  ["another type compared", { condition: "assertion.iat == 'a'" }, "exchange"],
  ["the issuer", { condition: `assertion.iss == '${ISSUER}'` }, "allowed"],
  [
    "a mapping that rewrites the subject",
    {
      mapping: {
        "google.subject": "assertion['kubernetes.io'].namespace + '/' + assertion['kubernetes.io'].serviceaccount.name",
      },
      condition: "google.subject == 'deploy/deployer'",
    },
    "allowed",
  ],
  ["a mapping of a claim that is not there", { mapping: { "google.subject": "assertion.email" } }, "exchange"],
  [
    "a condition on an attribute whose claim is not there",
    { mapping: { ...SUB, "attribute.email": "assertion.email" }, condition: "attribute.email != 'a'" },
    "exchange",
  ],
  ["a subject of 127 bytes", { mapping: { "google.subject": `'${"a".repeat(127)}'` } }, "allowed"],
  ["a subject of more than 127 bytes", { mapping: { "google.subject": `'${"a".repeat(128)}'` } }, "exchange"],
  ["a subject that is no text", { mapping: { "google.subject": "assertion.iat" } }, "exchange"],
  ["an empty subject", { mapping: { "google.subject": "''" } }, "exchange"],
  ["a provider that is disabled", { more: { disabled: true } }, "exchange"],
  ["a provider that is disabled by a text", { more: { disabled: "true" } }, "exchange"],
  ["a provider that is not disabled", { more: { disabled: "false" } }, "allowed"],
  ["a pool that is disabled by a text", { pool: { disabled: "true" } }, "exchange"],
  ["a pool that is disabled", { pool: { disabled: true } }, "exchange"],
  ["an issuer with a slash more", { oidc: { issuer_uri: `${ISSUER}/` } }, "exchange"],
  ["an issuer in another letter case", { oidc: { issuer_uri: ISSUER.toLowerCase() } }, "exchange"],
  ["an audience that is not listed", { oidc: { allowed_audiences: ["other"] } }, "exchange"],
  ["the default audience with https:", { oidc: { allowed_audiences: undefined } }, "allowed"],
  ["several audiences in the token, one of which is listed", {}, "allowed", { aud: ["other", "OWN"] }],
  ["a token of less than 48 hours", {}, "allowed", { iat: now - HOUR, nbf: now - HOUR, exp: now + 46 * HOUR }],
  ["a token of more than 48 hours", {}, "exchange", { iat: now - HOUR, nbf: now - HOUR, exp: now + 48 * HOUR }],
  ["a token of the future", {}, "exchange", { iat: now + HOUR, exp: now + 2 * HOUR }],
  ["a token without iat", {}, "exchange", { iat: null }],
  ["a token without exp", {}, "exchange", { exp: null }],
  // https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5: not before nbf; a NumericDate is a number
  ["a token that is not yet good", {}, "exchange", { nbf: now + HOUR }],
  ["a token that was good before it was issued", {}, "allowed", { nbf: now - HOUR }],
  ["a token whose exp is a text", {}, "exchange", { exp: `${now + HOUR}` }],
  ["a token whose iat is a text", {}, "exchange", { iat: `${now - 1}` }],
  ["a token whose nbf is a text", {}, "exchange", { nbf: "" }],
  ["a token whose exp is no date of the calendar", {}, "exchange", { exp: 1e300 }],
  ["a token that is expired", {}, "exchange", { iat: now - 2 * HOUR, nbf: now - 2 * HOUR, exp: now - HOUR }],
  [
    "groups as a list",
    { mapping: { ...SUB, "google.groups": "assertion.groups" }, condition: "'ops' in google.groups" },
    "allowed",
    { groups: ["dev", "ops"] },
  ],
  [
    "groups without the one",
    { mapping: { ...SUB, "google.groups": "assertion.groups" }, condition: "'ops' in google.groups" },
    "exchange",
    { groups: ["dev"] },
  ],
  ["a truth in a claim", { condition: "assertion.email_verified == true" }, "allowed", { email_verified: true }],
  ["a truth that is a text", { condition: "assertion.email_verified == true" }, "exchange", { email_verified: "true" }],
];

describe("providers of Google's workload identity pools", () => {
  let answers: readonly Verdict[];
  beforeAll(async () => {
    const all = Object.fromEntries(CASES.map(([, one], index) => [`pool-${index}`, one]));
    const requests = CASES.map(([, , , claims = {}], index) => {
      const own = tokenAudience(`pool-${index}`);
      const { aud = own, ...more } = claims as { aud?: string | string[] };
      return {
        claims: {
          iss: ISSUER,
          sub: SUBJECT,
          "kubernetes.io": KUBERNETES,
          ...more,
          aud: Array.isArray(aud) ? aud.map((one) => (one === "OWN" ? own : one)) : aud,
        },
        exchange: { cloud: "google", audience: audience(`pool-${index}`) },
      };
    });
    const stack = {
      provider: { google: [{ project: PROJECT }] },
      resource: {
        ...pools(all),
        google_project_iam_member: {
          number: { project: PROJECT, role: "roles/viewer", member: principal("pool-0", "nobody") },
        },
      },
    };
    answers = await verdicts(stack, requests);
  });

  it.each(CASES.map(([words, , expected], index) => [words, expected, index] as const))(
    "%s: %s",
    (_words, expected, index) => {
      expect({ is: inWords(answers[index], expected), verdict: answers[index] }).toMatchObject({ is: expected });
    },
  );

  it("makes a principal of the mapped subject", () => {
    expect(answers[0]).toMatchObject({ principal: principal("pool-0") });
    const rewritten = CASES.findIndex(([words]) => words === "a mapping that rewrites the subject");
    expect(answers[rewritten]).toMatchObject({ principal: principal(`pool-${rewritten}`, "deploy/deployer") });
    expect(principal("x")).toContain(NUMBER);
  });
});

/**
 * How a token is signed.
 *
 * https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-other-providers: tokens are signed by RS256 or ES256, and
 * keys are found by their ids; uploaded keys count in place of the issuer's.
 */
const RSA = { kty: "RSA", alg: "RS256", use: "sig", kid: "a", e: "AQAB", n: "AQAB" };
const EC = { kty: "EC", crv: "P-256", alg: "ES256", use: "sig", kid: "b", x: "AQAB", y: "AQAB" };
const jwks = (...keys: object[]): Provider => ({ oidc: { jwks_json: JSON.stringify({ keys }) } });
const SIGNED: readonly [words: string, provider: Provider, token: object, expected: Expected][] = [
  ["RS256", {}, { header: { alg: "RS256", kid: "a" } }, "allowed"],
  ["ES256", {}, { header: { alg: "ES256", kid: "a" } }, "allowed"],
  ["RS512", {}, { header: { alg: "RS512", kid: "a" } }, "exchange invalid_grant"],
  ["HS256 by a public key", {}, { header: { alg: "HS256", kid: "a" } }, "exchange invalid_grant"],
  ["no signature", {}, { header: { alg: "none", kid: "a" } }, "exchange invalid_grant"],
  ["no key's id", {}, { header: { alg: "RS256" } }, "exchange invalid_grant"],
  ["another key", {}, { signature: "unknown key" }, "exchange invalid_grant"],
  ["another signature", {}, { signature: "wrong" }, "exchange invalid_grant"],
  ["an uploaded key", jwks(RSA), { header: { alg: "RS256", kid: "a" } }, "allowed"],
  ["an uploaded key of the other kind", jwks(EC), { header: { alg: "RS256", kid: "b" } }, "exchange invalid_grant"],
  ["one of two uploaded keys", jwks(RSA, EC), { header: { alg: "ES256", kid: "b" } }, "allowed"],
  ["a signature by no uploaded key", jwks(RSA), { signature: "unknown key" }, "exchange invalid_grant"],
];

describe("signatures at Google's token service", () => {
  it.each(SIGNED.map(([words, provider, token, expected]) => [words, expected, provider, token] as const))(
    "%s: %s",
    async (_words, expected, provider, token) => {
      const stack = {
        provider: { google: [{ project: PROJECT }] },
        resource: {
          ...pools({ own: provider }),
          google_project_iam_member: {
            number: { project: PROJECT, role: "roles/viewer", member: principal("own", "nobody") },
          },
        },
      };
      const claims = { iss: ISSUER, sub: SUBJECT, aud: tokenAudience("own") };
      const exchange = { cloud: "google", audience: audience("own") };
      const [verdict] = await verdicts(stack, [{ claims, ...token, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
