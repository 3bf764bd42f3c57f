import { exchangeToken } from "../../../src/simulator";
import { given, lineOf, no, refusal, yes } from "../support/answers";
import { Ask, AUDIENCE, exchange, ISSUER, NUMBER, POOL, PRINCIPAL, project, PROVIDER } from "../support/google";
import { merged, read } from "../support/stack";
import { NOW, SUBJECT, tokenOf, without } from "../support/tokens";

/**
 * What Google's STS answers to a token, by provider, issuer, time and signature. "Measured" is what the real one was seen to
 * answer.
 *
 * Google Cloud documentation: "Troubleshoot Workload Identity Federation"; Security Token Service API: "Method: token".
 */
const world = read(project());
const BY_PROVIDER = "mesh: google_iam_workload_identity_pool_provider.west";
const BY_POOL = "mesh: google_iam_workload_identity_pool.west";
const claims = (claims: Ask["claims"]): Ask => ({ claims });

describe("a good token", () => {
  it("is exchanged for the principal of its subject", () => {
    const answer = exchange(world);
    expect(yes(answer)).toEqual({ hop: "exchange", place: BY_PROVIDER, argument: "attribute_condition" });
    expect(given(answer)).toEqual({
      kind: "federated",
      name: PRINCIPAL,
      pool: `iam.googleapis.com/${POOL}`,
      subject: SUBJECT,
      attributes: {},
      groups: [],
    });
  });

  it("is accepted whatever its subject where there is no condition, which the answer tells", () => {
    const answer = exchange(world, claims({ sub: "system:serviceaccount:kube-system:default" }));
    expect(lineOf(answer)).toBe("there is no condition: every token of the issuer is accepted");
  });
});

describe("the audience parameter", () => {
  it.each([
    ["with https: in front", `https:${AUDIENCE}`],
    ["of the pool alone", `//iam.googleapis.com/${POOL}`],
    ["of another service", AUDIENCE.replace("iam.", "sts.")],
    ["with a slash at the end", `${AUDIENCE}/`],
    ["without slashes", PROVIDER],
    ["that is empty", ""],
  ])("%s is no full resource name", (_what, audience) => {
    // WHEN
    const answer = exchange(world, { audience });

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "invalid_request" });
    expect(refusal(answer).message).toMatch(/^Invalid value for "audience"/);
  });

  it.each([
    ["another provider", AUDIENCE.replace("kubernetes", "kubernetis")],
    ["another pool", AUDIENCE.replace("/west/", "/wast/")],
    ["the project's id instead of its number", AUDIENCE.replace(NUMBER, "acme-euro")],
    ["another project's number", AUDIENCE.replace(NUMBER, "999999999999")],
  ])("of %s is an unknown target, and the answer points at the one that is there", (_what, audience) => {
    // WHEN
    const answer = exchange(world, { audience });

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "invalid_target",
      place: BY_PROVIDER,
      argument: "workload_identity_pool_provider_id",
    });
    expect(lineOf(answer)).toContain(`there is "${PROVIDER}"`);
  });

  it.each([
    ["provider", project({ disabled: true }), BY_PROVIDER],
    ["pool", project({}, { disabled: true }), BY_POOL],
  ])("of a disabled %s is an unknown target", (_what, stack, place) => {
    expect(no(exchange(stack))).toEqual({ hop: "exchange", code: "invalid_target", place, argument: "disabled" });
  });
});

describe("the token's issuer", () => {
  it.each([
    ["a slash too many", `${ISSUER}/`],
    ["another letter case", ISSUER.replace("ABC", "abc")],
    ["no scheme", ISSUER.replace("https://", "")],
    ["another host", "https://elsewhere.example.com/id/ABC"],
  ])("is not the configured one with %s", (_what, iss) => {
    // WHEN
    const answer = exchange(world, claims({ iss }));

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "invalid_grant",
      place: BY_PROVIDER,
      argument: "oidc.issuer_uri",
    });
    expect(refusal(answer).message).toBe(
      `The issuer in ID Token ${iss} does not match the expected one in config: ${ISSUER}.`,
    );
    expect(lineOf(answer)).toBe(`issuer_uri is "${ISSUER}", and the token is of "${iss}"`);
  });
});

describe("the token's time, measured", () => {
  it.each([
    ["expired a minute ago", claims({ exp: NOW - 60 })],
    ["issued a minute ahead", claims({ iat: NOW + 60 })],
    ["issued long ago, and good for almost two days in all", claims({ iat: NOW - 7200, exp: NOW + 48 * 3600 - 7201 })],
  ])("may be %s", (_what, ask) => {
    expect(exchange(world, ask).granted).toBe(true);
  });

  it.each([
    ["expired longer ago", claims({ exp: NOW - 61 })],
    ["issued further ahead", claims({ iat: NOW + 119 })],
  ])("is refused where it %s", (_what, ask) => {
    // WHEN
    const answer = exchange(world, ask);

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "invalid_grant" });
    expect(refusal(answer).message).toMatch(/^ID Token issued at \d+ is stale to sign-in\.$/);
  });
});

describe("a token without", () => {
  it.each([
    ["iat", /^ID Token issued at .* is stale to sign-in\.$/],
    ["exp", /^ID Token issued at \d+ is stale to sign-in\.$/],
    ["aud", /^The audience in ID Token \[\] does not match/],
    ["iss", /^The issuer in ID Token null does not match/],
  ])("%s is refused, as measured", (claim, message) => {
    // WHEN
    const token = without(tokenOf(ISSUER, AUDIENCE), claim);
    const answer = exchangeToken(world.google, AUDIENCE, token, NOW);

    // THEN
    expect(no(answer).code).toBe("invalid_grant");
    expect(refusal(answer).message).toMatch(message);
  });
});

describe("the token's signature", () => {
  it.each([
    [
      "is of a key that the issuer does not publish",
      "unknown key",
      "Error connecting to the given credential's issuer.",
    ],
    ["is not its key's", "wrong", "Unable to verify the ID Token signature."],
  ] as const)("is refused where it %s", (_what, signature, message) => {
    // WHEN
    const answer = exchange(world, { signature });

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "invalid_grant" });
    expect(refusal(answer).message).toBe(message);
  });
});

describe("keys that were uploaded", () => {
  /** RFC 7518, section 6.1: types of keys. */
  const uploaded = (...types: string[]) =>
    project({
      oidc: { issuer_uri: ISSUER, jwks_json: JSON.stringify({ keys: types.map((kty) => ({ kty, kid: "k" })) }) },
    });
  const signedBy = (stack: ReturnType<typeof project>, alg: string) =>
    exchangeToken(read(stack).google, AUDIENCE, { ...tokenOf(ISSUER, AUDIENCE), header: { alg, kid: "k" } }, NOW);

  it.each([
    [["RSA"], "RS256", true],
    [["EC"], "ES256", true],
    [["RSA", "EC"], "ES256", true],
    [["RSA"], "ES256", false],
    [["EC"], "RS256", false],
    [[], "RS256", false],
  ])("of the types %j check a token by %s: %p", (types, alg, isGranted) => {
    const answer = signedBy(uploaded(...types), alg);
    expect(answer.granted).toBe(isGranted);
    if (!isGranted) {
      expect(no(answer)).toEqual({
        hop: "exchange",
        code: "invalid_grant",
        place: BY_PROVIDER,
        argument: "oidc.jwks_json",
      });
    }
  });
});

describe("what is looked at first", () => {
  const bad = { iss: "https://elsewhere.example.com", aud: "x", exp: NOW - 100 };

  it.each([
    [
      "the provider before the token",
      { audience: AUDIENCE.replace("west", "east"), claims: bad },
      "invalid_target",
      /./,
    ],
    ["the issuer before the audience", { claims: bad }, "invalid_grant", /^The issuer /],
    ["the audience before the time", { claims: { ...bad, iss: ISSUER } }, "invalid_grant", /^The audience /],
    ["the time before the signature", { claims: { exp: bad.exp }, signature: "wrong" }, "invalid_grant", /stale/],
  ] as const)("is %s", (_what, ask, code, message) => {
    const answer = exchange(world, ask);
    expect(no(answer).code).toBe(code);
    expect(refusal(answer).message).toMatch(message);
  });
});

describe("two issuers in one pool", () => {
  it("make the same principal of the same subject: a service account of one cluster is the other's", () => {
    // GIVEN
    const second = "https://oidc.example.com/id/DEF";
    const both = read(
      merged(project(), {
        resource: {
          google_iam_workload_identity_pool_provider: {
            second: {
              workload_identity_pool_id: "west",
              workload_identity_pool_provider_id: "second",
              attribute_mapping: { "google.subject": "assertion.sub" },
              oidc: { issuer_uri: second },
            },
          },
        },
      }),
    );
    const audience = `//iam.googleapis.com/${POOL}/providers/second`;

    // WHEN
    const other = exchangeToken(both.google, audience, tokenOf(second, audience), NOW);

    // THEN
    expect(given(other)).toEqual(given(exchange(both)));
  });
});

describe("a token that is good for long", () => {
  // Security Token Service API, "Method: token": `exp` "must be less than 48 hours after iat".
  const lasting = (seconds: number) => exchange(project(), { claims: { iat: NOW, exp: NOW + seconds } });

  it("is refused from 48 hours on", () => {
    expect(no(lasting(48 * 3600))).toMatchObject({ hop: "exchange", code: "invalid_grant" });
    expect(lineOf(lasting(49 * 3600))).toBe("the token is good for 49 hours, and Google takes less than 48");
  });

  it("is taken up to there", () => {
    expect(yes(lasting(48 * 3600 - 1))).toBeDefined();
  });
});
