import { given, lineOf, no, refusal, yes } from "../support/answers";
import { account, ACCOUNT, Ask, assume, ISSUER, policyOf, ROLE_ARN, trusting } from "../support/aws";
import { merged, read } from "../support/stack";
import { NOW } from "../support/tokens";

/**
 * What STS looks at beside the trust policy, in this order: the token, the issuer's registration and its audiences, key and
 * signature, the role, at last how long the session shall be.
 *
 * AWS STS API Reference: "AssumeRoleWithWebIdentity"; the codes and the tolerance of 300 seconds are what STS was recorded
 * to answer.
 */
const world = read(account());
const FIRST_LINE = { hop: "exchange", place: "mesh: aws_iam_role.reader", argument: "assume_role_policy" };
const NOT_VALIDATED = /^The web identity token provided could not be validated/;
const claims = (claims: Ask["claims"], others: Ask = {}): Ask => ({ claims, ...others });

describe("the parameters of a request", () => {
  it.each<[string, Ask]>([
    ["a session's name of one character", { sessionName: "a" }],
    ["a session's name of 65", { sessionName: "a".repeat(65) }],
    ["a space in it", { sessionName: "a b" }],
    ["14 minutes", { durationSeconds: 840 }],
    ["13 hours", { durationSeconds: 46_800 }],
    ["no number of seconds", { durationSeconds: Number.NaN }],
    ["an ARN that is none of a role", { roleArn: ROLE_ARN.replace("role", "user") }],
  ])("are refused: %s", (_what, ask) => {
    expect(no(assume(world, ask))).toEqual({ hop: "exchange", code: "ValidationError" });
  });
});

describe("a trust policy that IAM does not store", () => {
  it.each([
    ["of another version", { Version: "2020-10-17", Statement: [trusting()] }],
    ["with a statement without an action", { Statement: [trusting(), trusting({ Action: undefined })] }],
  ])("lets nobody in: %s", (_what, policy) => {
    const broken = read(account([], { assume_role_policy: JSON.stringify(policy) }));
    expect(no(assume(broken))).toEqual({ ...FIRST_LINE, code: "AccessDenied" });
    expect(lineOf(assume(broken))).toMatch(/^IAM does not store it: /);
  });
});

describe("a token's audience", () => {
  it.each([
    ["a text", claims({ aud: "client-a" })],
    ["a list of one", claims({ aud: ["client-b"] })],
    ["a list of two with an azp, which counts instead", claims({ aud: ["other", "client-a"], azp: "client-b" })],
  ])("is accepted as %s", (_what, ask) => {
    expect(yes(assume(world, ask))).toEqual(FIRST_LINE);
  });

  it.each([
    ["that no client id names", claims({ aud: "x" }), "x"],
    ["that differs in letter case", claims({ aud: "Client-A" }), "Client-A"],
    ["whose azp is not registered", claims({ azp: "other" }), "other"],
    ["whose azp is empty", claims({ azp: "" }), ""],
    ["whose list has an azp that is not registered", claims({ aud: ["client-a", "client-b"], azp: "other" }), "other"],
  ])("is refused as one %s", (_what, ask, audience) => {
    // WHEN
    const answer = assume(world, ask);

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "InvalidIdentityToken",
      place: "mesh: aws_iam_openid_connect_provider.issuer",
      argument: "client_id_list",
    });
    expect(refusal(answer).message).toMatch(NOT_VALIDATED);
    expect(lineOf(answer)).toBe(`client_id_list is ["client-a","client-b"], and the token is for "${audience}"`);
  });

  it.each([
    [
      "several and no azp, though each is a client id",
      claims({ aud: ["client-a", "client-b"] }),
      "Token audience contains more than one audience while authorized party is not present",
    ],
    ["an empty list", claims({ aud: [] }), "Claim is not allowed to be empty: aud"],
    ["one whose subject is no text", claims({ sub: 5 as never }), "The ID Token provided is not a valid JWT."],
  ])("is refused as %s", (_what, ask, message) => {
    // WHEN
    const answer = assume(world, ask);

    // THEN
    expect(no(answer)).toEqual({ hop: "exchange", code: "InvalidIdentityToken" });
    expect(refusal(answer).message).toBe(message);
  });

  it("is looked at before the trust policy", () => {
    const strict = read(account([trusting({ Condition: { StringEquals: { "oidc.example.com/id/ABC:sub": "x" } } })]));
    expect(no(assume(strict, claims({ aud: "x" }))).code).toBe("InvalidIdentityToken");
  });
});

describe("a token's issuer", () => {
  it.each([
    ["another path", `${ISSUER}D`],
    ["a slash too many", `${ISSUER}/`],
    ["another letter case", "https://oidc.example.com/id/abc"],
  ])("is not the registered one with %s, and the answer points at the one that is", (_what, iss) => {
    // WHEN
    const answer = assume(world, claims({ iss }));

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "InvalidIdentityToken",
      place: "mesh: aws_iam_openid_connect_provider.issuer",
      argument: "url",
    });
    expect(refusal(answer).message).toMatch(NOT_VALIDATED);
    expect(lineOf(answer)).toContain(`has the url "${iss}"; there is "arn:aws:iam::${ACCOUNT}:oidc-provider/oidc`);
  });

  it.each(["https://elsewhere.example.org", "http://oidc.example.com/id/ABC"])(
    "is not registered with %s, which nothing is like, so that the provider is named that the role trusts",
    (iss) => {
      expect(no(assume(world, claims({ iss })))).toEqual({
        ...{ hop: "exchange", code: "InvalidIdentityToken" },
        ...{ place: "mesh: aws_iam_openid_connect_provider.issuer", argument: "url" },
      });
    },
  );

  it("must be registered in the role's own account", () => {
    // GIVEN
    const elsewhere = "arn:aws:iam::999988887777:role/reader";
    const both = read(
      merged(account(), {
        provider: {
          aws: [
            { region: "us-east-1", allowed_account_ids: [ACCOUNT] },
            { alias: "other", region: "us-east-1", allowed_account_ids: ["999988887777"] },
          ],
        },
        resource: {
          aws_iam_role: { other: { provider: "aws.other", name: "reader", assume_role_policy: policyOf(trusting()) } },
        },
      }),
    );

    // WHEN
    const answer = assume(both, { roleArn: elsewhere });

    // THEN
    expect(no(answer).code).toBe("InvalidIdentityToken");
    expect(lineOf(answer)).toContain(`of the account 999988887777 has the url "${ISSUER}"`);
  });

  it("ends in the slash that AKS writes, or is another issuer", () => {
    // GIVEN
    const iss = "https://westeurope.oic.prod-aks.azure.com/tenant/guid/";
    const aks = read(
      merged(account(), {
        resource: { aws_iam_openid_connect_provider: { issuer: { url: iss, client_id_list: ["client-a"] } } },
      }),
    );

    // THEN
    expect(no(assume(aks, claims({ iss }))).code).toBe("AccessDenied");
    expect(no(assume(aks, claims({ iss: iss.slice(0, -1) }))).code).toBe("InvalidIdentityToken");
  });
});

describe("a role", () => {
  it("that is not there is refused like one that does not trust, and the nearest one is told", () => {
    // WHEN
    const answer = assume(world, { roleArn: ROLE_ARN.replace("reader", "raeder") });

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "AccessDenied",
      place: "mesh: aws_iam_role.reader",
      argument: "name",
    });
    expect(lineOf(answer)).toBe(
      `no aws_iam_role has the ARN "arn:aws:iam::${ACCOUNT}:role/raeder"; there is "${ROLE_ARN}"`,
    );
  });

  it("is named with its path", () => {
    const withPath = read(account([trusting()], { path: "/apps/" }));
    expect(no(assume(withPath)).code).toBe("AccessDenied");
    expect(yes(assume(withPath, { roleArn: `arn:aws:iam::${ACCOUNT}:role/apps/reader` }))).toEqual(FIRST_LINE);
  });
});

describe("a session", () => {
  it.each([
    ["lasts an hour unless asked", {}, {}, 3600],
    ["may outlive the token", { max_session_duration: 7200 }, { durationSeconds: 7200 }, 7200],
  ])("%s", (_what, role, ask, seconds) => {
    const answer = assume(read(account([trusting()], role)), { ...claims({ exp: NOW + 60 }), ...ask });
    expect(given(answer).expires).toBe(NOW + seconds);
  });

  it("is not longer than the role's maximum", () => {
    // WHEN
    const answer = assume(world, { durationSeconds: 3601 });

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "ValidationError",
      place: "mesh: aws_iam_role.reader",
      argument: "max_session_duration",
    });
    expect(lineOf(answer)).toBe("max_session_duration is 3600, and 3601 are asked for");
  });
});
