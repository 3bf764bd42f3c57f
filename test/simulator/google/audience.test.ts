import { lineOf, no, refusal } from "../support/answers";
import { AUDIENCE, exchange, NUMBER, project } from "../support/google";
import { read, Stack } from "../support/stack";

/**
 * Which audiences a provider takes. Google Cloud IAM API: `WorkloadIdentityPoolProvider.Oidc.allowedAudiences`.
 */
const OWN = `https:${AUDIENCE}`;
const listed = (...allowed_audiences: string[]): Stack =>
  project({ oidc: { issuer_uri: "https://oidc.example.com/id/ABC", allowed_audiences } });

const ALLOWED: [what: string, stack: Stack, aud: string | string[]][] = [
  ["its own name with https:", project(), OWN],
  ["its own name without https:", project(), AUDIENCE],
  ["its own name among others, which needs no azp", project(), ["sts.amazonaws.com", AUDIENCE]],
  ["its own name where the list is empty", listed(), OWN],
  ["one of a list", listed("a", "b"), "b"],
  ["one of a list, in a token for two", listed("a", "b"), ["x", "a"]],
];
const REFUSED: [what: string, stack: Stack, aud: string | string[]][] = [
  ["another text", project(), "sts.amazonaws.com"],
  ["its own name with http:", project(), `http:${AUDIENCE}`],
  ["its own name by the project's id", project(), OWN.replace(NUMBER, "acme-euro")],
  ["its own name with a slash", project(), `${OWN}/`],
  ["its own name where a list says something else", listed("a"), OWN],
  ["one of a list in other letters", listed("a"), "A"],
  ["none", project(), []],
];

describe("a provider", () => {
  it.each(ALLOWED)("takes tokens for %s", (_what, stack, aud) => {
    expect(exchange(stack, { claims: { aud } }).granted).toBe(true);
  });

  it.each(REFUSED)("takes no tokens for %s", (_what, stack, aud) => {
    // WHEN
    const answer = exchange(stack, { claims: { aud } });

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "invalid_grant",
      place: "mesh: google_iam_workload_identity_pool_provider.west",
      argument: "oidc.allowed_audiences",
    });
    expect(refusal(answer).message).toContain(`The audience in ID Token [${[aud].flat().join(", ")}] does not match`);
  });

  it("does not look at azp", () => {
    expect(exchange(read(listed("a")), { claims: { aud: "x", azp: "a" } }).granted).toBe(false);
    expect(exchange(read(listed("a")), { claims: { aud: "a", azp: "x" } }).granted).toBe(true);
  });

  it("tells in a refusal what it takes and what the token is for", () => {
    expect(lineOf(exchange(listed("a"), { claims: { aud: "b" } }))).toBe(
      'allowed_audiences is ["a"], and the token is for ["b"]',
    );
  });
});
