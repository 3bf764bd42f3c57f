import { assumeRoleWithWebIdentity } from "../../../src/simulator";
import { no, refusal, yes } from "../support/answers";
import { account, Ask, assume, ISSUER, ROLE_ARN } from "../support/aws";
import { read } from "../support/stack";
import { NOW, tokenOf, without } from "../support/tokens";

/**
 * What STS looks at in a token whoever issued it. The codes, the words and the tolerance of 300 seconds are what STS was
 * recorded to answer.
 */
const world = read(account());
const ACCEPTED = { hop: "exchange", place: "mesh: aws_iam_role.reader", argument: "assume_role_policy" };
const claims = (claims: Ask["claims"]): Ask => ({ claims });

describe("a token's claims", () => {
  it.each(["iss", "sub", "aud", "iat", "exp"])("must have %s", (claim) => {
    // WHEN
    const token = without(tokenOf(ISSUER, "client-a"), claim);
    const answer = assumeRoleWithWebIdentity(world.aws, { roleArn: ROLE_ARN, sessionName: "ns.sa", token }, NOW);

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "InvalidIdentityToken" });
    expect(refusal(answer).message).toBe(`Missing a required claim: ${claim}`);
  });

  it.each([
    ["iat", null],
    ["exp", NOW + 0.5],
    ["nbf", "soon"],
  ])("must tell the time of %s as a whole number, not as %j", (claim, value) => {
    const answer = assume(world, claims({ [claim]: value }));
    expect(no(answer)).toEqual({ hop: "exchange", code: "InvalidIdentityToken" });
    expect(refusal(answer).message).toBe("Invalid timestamp in token claims.");
  });

  it.each([["oidc.example.com/id/ABC"], ["kubernetes/serviceaccount"]])(
    "must have a URL as iss, which %s is not",
    (iss) => {
      const answer = assume(world, claims({ iss }));
      expect(no(answer)).toEqual({ hop: "exchange", code: "InvalidIdentityToken" });
      expect(refusal(answer).message).toBe("Issuer must be a valid URL");
    },
  );
});

describe("a token's time", () => {
  it.each([
    ["expired 24 seconds ago", claims({ exp: NOW - 24 })],
    ["expired as long ago as clocks may differ", claims({ exp: NOW - 300 })],
    ["was issued ahead by as much", claims({ iat: NOW + 300 })],
    ["is good from then on", claims({ nbf: NOW + 300 })],
  ])("is accepted where it %s", (_what, ask) => {
    expect(yes(assume(world, ask))).toEqual(ACCEPTED);
  });

  it.each([
    ["expired before that", claims({ exp: NOW - 301 }), "ExpiredTokenException", /^Token expired: /],
    ["was issued after that", claims({ iat: NOW + 301 }), "InvalidIdentityToken", /^Token issued in the future: /],
    ["is good after that only", claims({ nbf: NOW + 301 }), "InvalidIdentityToken", /^Token not yet valid: /],
  ])("is refused where it %s", (_what, ask, code, message) => {
    // WHEN
    const answer = assume(world, ask);

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code });
    expect(refusal(answer).message).toMatch(message);
  });
});

describe("a token's subject", () => {
  it.each([
    ["is empty", ""],
    ["is one letter", "a"],
    ["is very long", "s".repeat(300)],
  ])("may be whatever it is: it %s", (_what, sub) => {
    expect(yes(assume(world, claims({ sub })))).toEqual(ACCEPTED);
  });
});

describe("a token's signature", () => {
  it.each([
    ["by a key that the issuer does not publish", "unknown key", /^Couldn't retrieve verification key/],
    ["by another key than its id says", "wrong", /^The web identity token provided could not be validated/],
  ] as const)("is refused %s", (_what, signature, message) => {
    // WHEN
    const answer = assume(world, { signature });

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "InvalidIdentityToken" });
    expect(refusal(answer).message).toMatch(message);
  });
});
