import { Expected, inWords, verdicts } from "./support/ask";
import { audience, ISSUER, pools, principal, PROJECT, Provider, SUBJECT, tokenAudience } from "./support/google";

const now = Math.floor(Date.now() / 1000);
const HOUR = 3600;
const SUB = { "google.subject": "assertion.sub" };
const big = (size: number) => "x".repeat(size);
/** A token that began then and is good for so long. */
const lasting = (from: number, seconds: number) => ({ iat: from, nbf: from, exp: from + seconds });

/**
 * What Google's token service takes.
 *
 * https://docs.cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token, on `subjectToken`: `kid` is required, `alg` is RS256 or ES256,
 * `iat` is in the past, `exp` less than 48 hours after it, and RFC 7523, section 3, counts (`nbf`, and times as numbers). An audience is
 * one of those that the provider allows, or its own name.
 * https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers: `google.subject` has at most 127
 * bytes, and all mapped attributes together at most 8 KB.
 */
const CASES: readonly [words: string, claims: object, expected: Expected, provider?: Provider][] = [
  ["48 hours", lasting(now - HOUR, 48 * HOUR), "exchange invalid_grant"],
  ["a second less than 48 hours", lasting(now - HOUR, 48 * HOUR - 1), "allowed"],
  ["issued in ten minutes", { iat: now + 600, nbf: now, exp: now + HOUR }, "exchange invalid_grant"],
  ["good from in an hour", { iat: now, nbf: now + HOUR, exp: now + 2 * HOUR }, "exchange invalid_grant"],
  ["without the time from which it is good", { nbf: null }, "allowed"],
  ["expired before it was issued", { iat: now, nbf: now, exp: now - HOUR }, "exchange invalid_grant"],
  ["an end that is a text", { exp: String(now + HOUR) }, "exchange invalid_grant"],
  ["a beginning that is a text", { iat: String(now - 60) }, "exchange invalid_grant"],
  ["an end that is true", { exp: true }, "exchange invalid_grant"],
  ["no audience", { aud: null }, "exchange invalid_grant"],
  ["an empty list of audiences", { aud: [] }, "exchange invalid_grant"],
  ["several audiences of which none is listed", { aud: ["a", "b"] }, "exchange invalid_grant"],
  ["an audience in other letters", { aud: tokenAudience("own").toUpperCase() }, "exchange invalid_grant"],
  ["an audience with a slash more", { aud: `${tokenAudience("own")}/` }, "exchange invalid_grant"],
  ["the audience of another provider", { aud: tokenAudience("own", "other") }, "exchange invalid_grant"],
  [
    "the default audience without https:",
    { aud: audience("own") },
    "allowed",
    { oidc: { allowed_audiences: undefined } },
  ],
  [
    "the default audience with http:",
    { aud: `http:${audience("own")}` },
    "exchange invalid_grant",
    { oidc: { allowed_audiences: undefined } },
  ],
  [
    "the pool as the audience",
    { aud: audience("own").replace("/providers/kubernetes", "") },
    "exchange invalid_grant",
    { oidc: { allowed_audiences: undefined } },
  ],
  [
    "the default audience, where another is listed",
    { aud: audience("own") },
    "exchange invalid_grant",
    { oidc: { allowed_audiences: ["other"] } },
  ],
  ["another issuer", { iss: "https://issuer.example/other" }, "exchange invalid_grant"],
  ["the issuer by http", { iss: ISSUER.replace("https", "http") }, "exchange invalid_grant"],
  ["no issuer", { iss: "" }, "exchange invalid_grant"],
  ["127 bytes of two each, and one", { sub: `${"é".repeat(63)}x` }, "allowed"],
  ["128 bytes in 64 letters", { sub: "é".repeat(64) }, "exchange invalid_request"],
  ["a subject made of a number", { n: 7 }, "allowed", { mapping: { "google.subject": "string(assertion.n)" } }],
  [
    "attributes of 8 KB and more",
    { note: big(8200) },
    "exchange invalid_request",
    { mapping: { ...SUB, "attribute.note": "assertion.note" } },
  ],
  [
    "groups of 8 KB and more",
    { groups: [big(4100), big(4100)] },
    "exchange invalid_request",
    { mapping: { ...SUB, "google.groups": "assertion.groups" } },
  ],
  ["attributes of less", { note: big(8000) }, "allowed", { mapping: { ...SUB, "attribute.note": "assertion.note" } }],
  ["a large claim that nothing maps", { note: big(8200) }, "allowed"],
  ["no mapping of the subject", {}, "exchange invalid_request", { mapping: { "attribute.ns": "'x'" } }],
  ["a mapping that is no CEL", {}, "exchange invalid_request", { mapping: { "google.subject": "assertion." } }],
  ["a condition that is no CEL", {}, "exchange unauthorized_client", { condition: "assertion.sub ==" }],
  [
    "a condition on an attribute that is not mapped",
    {},
    "exchange unauthorized_client",
    { condition: "attribute.ns == 'deploy'" },
  ],
  [
    "a provider of AWS",
    {},
    "exchange",
    { oidc: { issuer_uri: undefined, allowed_audiences: undefined }, more: { aws: { account_id: "111122223333" } } },
  ],
];

/** How a token is signed, and where it is sent. */
const SENT: readonly [words: string, request: object, expected: Expected][] = [
  ["PS256", { header: { alg: "PS256", kid: "a" } }, "exchange invalid_grant"],
  ["ES384", { header: { alg: "ES384", kid: "a" } }, "exchange invalid_grant"],
  ["EdDSA", { header: { alg: "EdDSA", kid: "a" } }, "exchange invalid_grant"],
  ["an algorithm in other letters", { header: { alg: "rs256", kid: "a" } }, "exchange invalid_grant"],
  ["an empty kid", { header: { alg: "RS256", kid: "" } }, "exchange invalid_grant"],
  [
    "the provider's name with https:",
    { exchange: { cloud: "google", audience: tokenAudience("own") } },
    "exchange invalid_request",
  ],
  [
    "the pool's name",
    { exchange: { cloud: "google", audience: audience("own").replace("/providers/kubernetes", "") } },
    "exchange invalid_request",
  ],
  [
    "another provider of the pool",
    { exchange: { cloud: "google", audience: audience("own", "other") } },
    "exchange invalid_target",
  ],
  ["another pool", { exchange: { cloud: "google", audience: audience("other") } }, "exchange invalid_target"],
];

const stackOf = (provider: Provider) => ({
  provider: { google: [{ project: PROJECT }] },
  resource: {
    ...pools({ own: provider }),
    google_project_iam_member: {
      number: { project: PROJECT, role: "roles/browser", member: principal("own", "nobody") },
    },
  },
});

describe("tokens at Google's token service", () => {
  const exchange = { cloud: "google", audience: audience("own") };
  const ordinary = { iss: ISSUER, sub: SUBJECT, aud: tokenAudience("own") };

  it.each(CASES.map(([words, claims, expected, provider = {}]) => [words, expected, claims, provider] as const))(
    "%s: %s",
    async (_words, expected, claims, provider) => {
      const [verdict] = await verdicts(stackOf(provider), [{ claims: { ...ordinary, ...claims }, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );

  it.each(SENT.map(([words, request, expected]) => [words, expected, request] as const))(
    "%s: %s",
    async (_words, expected, request) => {
      const [verdict] = await verdicts(stackOf({}), [{ claims: ordinary, exchange, ...request }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
