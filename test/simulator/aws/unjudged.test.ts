import { lineOf, no } from "../support/answers";
import { account, Ask, assume, assumeBy, trusting } from "../support/aws";
import { read } from "../support/stack";

/** A trust policy that cannot be judged looks to a client like one that refuses, and to a reader like what it is. */
const REFUSED = {
  hop: "exchange",
  code: "AccessDenied",
  place: "mesh: aws_iam_role.reader",
  argument: "assume_role_policy",
};

describe("a role whose trust policy", () => {
  it.each([
    [
      "has an operator that is none",
      { Condition: { StringSounds: { "sts:RoleSessionName": "10.0.0.0/8" } } },
      'IAM does not store it: Statement[0]: there is no condition operator "StringSounds"',
    ],
    [
      "has a policy variable",
      { Condition: { StringLike: { "oidc.example.com/id/ABC:sub": "$${aws:PrincipalTag/team}*" } } },
      "cannot be judged: the condition key aws:PrincipalTag/team is not simulated",
    ],
    ["has a Resource", { Resource: "*" }, "IAM does not store it: Statement[0]: a trust policy has no Resource"],
  ])("%s lets nobody in", (_what, parts, line) => {
    // WHEN
    const answer = assumeBy([trusting(parts)]);

    // THEN
    expect(no(answer)).toEqual(REFUSED);
    expect(lineOf(answer)).toBe(line);
  });

  it.each([
    ["is no JSON", "not json", /^IAM does not store it: .*JSON/],
    ["is known only to the cloud", "${aws_iam_policy.other.text}", /^cannot be judged: mesh: aws_iam_role\.reader/],
    ["is not there", undefined, /^IAM does not store it: the policy has no statement$/],
  ])("%s lets nobody in", (_what, assume_role_policy, line) => {
    // WHEN
    const answer = assume(read(account([], { assume_role_policy })));

    // THEN
    expect(no(answer)).toEqual(REFUSED);
    expect(lineOf(answer)).toMatch(line);
  });

  it("decides nothing before the token itself is good", () => {
    const ask: Ask = { signature: "wrong" };
    expect(no(assumeBy([trusting({ Resource: "*" })], ask)).code).toBe("InvalidIdentityToken");
  });
});
