import { UnknownCondition } from "../../../src/simulator/aws/condition";
import { evaluateTrustPolicy } from "../../../src/simulator/aws/policy";
import { Caller } from "../../../src/simulator/aws/policy-principal";
import { ACCOUNT, policyOf, PROVIDER_ARN, trusting, WEB_IDENTITY } from "../support/aws";

/** Who is named, which action, and which of several statements decides. AWS IAM documentation: "Policy evaluation logic". */
const TOKEN: Caller = { kind: "Federated", names: [PROVIDER_ARN], account: ACCOUNT };
const OWN = `arn:aws:iam::${ACCOUNT}:role/apps/ci`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/ci/build-7`;
const ROLE: Caller = { kind: "AWS", names: [OWN, SESSION], account: ACCOUNT };

function judge(statements: readonly object[], caller: Caller = TOKEN, action = WEB_IDENTITY) {
  return evaluateTrustPolicy(policyOf(...statements), caller, action, new Map([["key", ["value"]]]));
}

describe("a Principal for tokens", () => {
  it.each([
    ["its provider", { Federated: PROVIDER_ARN }, true],
    ["its provider in a list", { Federated: ["arn:x", PROVIDER_ARN] }, true],
    ["its provider in another letter case", { Federated: PROVIDER_ARN.replace("ABC", "abc") }, false],
    ["its provider with a slash", { Federated: `${PROVIDER_ARN}/` }, false],
    ["a pattern", { Federated: PROVIDER_ARN.replace("ABC", "*") }, false],
    ["everybody as text", "*", false],
    ["every AWS principal", { AWS: "*" }, false],
    ["the account", { AWS: ACCOUNT }, false],
    ["a service", { Service: "pods.eks.amazonaws.com" }, false],
  ])("that is %s: %p %p", (_what, Principal, allowed) => {
    expect(judge([trusting({ Principal })]).allowed).toBe(allowed);
  });
});

describe("a Principal for roles", () => {
  it.each([
    ["the role", { AWS: OWN }, true],
    ["the role in a list", { AWS: ["arn:aws:iam::1:role/x", OWN] }, true],
    ["the role's one session", { AWS: SESSION }, true],
    ["another session", { AWS: SESSION.replace("7", "8") }, false],
    ["a pattern of sessions", { AWS: SESSION.replace("7", "*") }, false],
    ["the role without its path", { AWS: OWN.replace("/apps", "") }, false],
    ["the account's number", { AWS: ACCOUNT }, true],
    ["the account's root", { AWS: `arn:aws:iam::${ACCOUNT}:root` }, true],
    ["another account's root", { AWS: "arn:aws:iam::999988887777:root" }, false],
    ["every AWS principal", { AWS: "*" }, true],
    ["everybody as text", "*", true],
    ["a provider", { Federated: PROVIDER_ARN }, false],
  ])("that is %s: %p %p", (_what, Principal, allowed) => {
    expect(judge([trusting({ Principal, Action: "sts:AssumeRole" })], ROLE, "sts:AssumeRole").allowed).toBe(allowed);
  });
});

describe("an Action", () => {
  it.each([
    ["sts:AssumeRoleWithWebIdentity", true],
    ["STS:ASSUMEROLEWITHWEBIDENTITY", true],
    [["sts:TagSession", "sts:AssumeRoleWithWebIdentity"], true],
    ["sts:AssumeRole*", true],
    ["sts:AssumeRoleWith?ebIdentity", true],
    ["sts:*", true],
    ["*", true],
    ["sts:AssumeRole", false],
    ["AssumeRoleWithWebIdentity", false],
    [[], false],
  ])("%j: %p", (Action, allowed) => {
    expect(judge([trusting({ Action })]).allowed).toBe(allowed);
  });

  it.each([
    ["sts:AssumeRole", true],
    [["sts:AssumeRole", "sts:TagSession"], true],
    ["sts:assumerolewithwebidentity", false],
    ["sts:*", false],
  ])("that is NotAction %j: %p", (NotAction, allowed) => {
    expect(judge([trusting({ Action: undefined, NotAction })]).allowed).toBe(allowed);
  });
});

describe("several statements", () => {
  const deny = trusting({ Effect: "Deny" });
  const conditional = { Condition: { StringEquals: { key: "other" } } };

  it.each([
    ["an Allow before a Deny", [trusting(), deny], false, "Statement[1] denies it"],
    ["a Deny before an Allow", [deny, trusting()], false, "Statement[0] denies it"],
    [
      "a Deny whose condition does not hold",
      [trusting({ Effect: "Deny", ...conditional }), trusting()],
      true,
      "Statement[1] allows it",
    ],
    ["an Allow behind one that does not hold", [trusting(conditional), trusting()], true, "Statement[1] allows it"],
    ["no statement", [], false, "there is no statement"],
  ])("%s", (_what, statements, allowed, line) => {
    expect(judge(statements)).toEqual({ allowed, line });
  });

  it("may be one object instead of a list", () => {
    const document = JSON.stringify({ Statement: trusting() });
    expect(evaluateTrustPolicy(document, TOKEN, WEB_IDENTITY, new Map()).allowed).toBe(true);
  });
});

describe("the deciding line of a refusal", () => {
  const OTHER = "arn:aws:iam::999988887777:oidc-provider/x";

  it.each([
    [
      "tells who is named",
      trusting({ Principal: { Federated: OTHER } }),
      `Statement[0]: Principal is {"Federated":"${OTHER}"}, and ${PROVIDER_ARN} asks`,
    ],
    ["tells the action", trusting({ Action: "sts:x" }), `Statement[0]: Action is "sts:x", not ${WEB_IDENTITY}`],
    [
      "tells what is excepted",
      trusting({ Action: undefined, NotAction: "sts:*" }),
      `Statement[0]: NotAction names ${WEB_IDENTITY}`,
    ],
    [
      "tells the condition",
      trusting({ Condition: { StringEquals: { key: ["a", "b"] } } }),
      'Statement[0]: Condition StringEquals "key" wants "a", "b", and the token has "value"',
    ],
    [
      "tells that a key is not there",
      trusting({ Condition: { StringLike: { sub: "a" } } }),
      'Statement[0]: Condition StringLike "sub" wants "a", and the token has no such key',
    ],
  ])("%s", (_what, statement, line) => {
    expect(judge([statement])).toEqual({ allowed: false, line });
  });
});

describe("a statement that AWS refuses to store", () => {
  // AWS IAM documentation: "Grammar of the IAM JSON policy language"; a trust policy has no Resource.
  it.each([
    ["its Effect is in other letters", { Effect: "allow" }],
    ["its Effect is in other letters, and it would deny", { Effect: "DENY" }],
    ["it has no Effect", { Effect: undefined }],
    ["it has no Action", { Action: undefined }],
    ["it has Action and NotAction", { NotAction: "s3:*" }],
    ["it has a Resource", { Resource: "*" }],
    ["it has no Principal", { Principal: undefined }],
  ])("is no answer where %s", (_what, parts) => {
    expect(() => judge([trusting(parts)])).toThrow(UnknownCondition);
    expect(() => judge([trusting(), trusting(parts)])).toThrow(UnknownCondition);
  });
});

describe("a statement that cannot be judged", () => {
  const unknown = { Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } } };

  it("that may deny is no answer, whatever other statements allow", () => {
    for (const statements of [
      [trusting(), trusting({ Effect: "Deny", ...unknown })],
      [trusting({ Effect: "Deny", ...unknown }), trusting()],
    ]) {
      expect(() => judge(statements)).toThrow(UnknownCondition);
    }
  });

  it("that may allow is no answer where no other does, and changes nothing where one does", () => {
    expect(() => judge([trusting(unknown)])).toThrow(UnknownCondition);
    expect(judge([trusting(unknown), trusting()]).allowed).toBe(true);
  });

  it("changes nothing where another denies, or where nothing allows", () => {
    expect(judge([trusting(unknown), trusting({ Effect: "Deny" })]).allowed).toBe(false);
    expect(judge([trusting({ Effect: "Deny", ...unknown })]).allowed).toBe(false);
  });
});

describe("NotPrincipal", () => {
  // AWS IAM documentation: "AWS JSON policy elements: NotPrincipal".
  const deny = (NotPrincipal: object) => ({ Effect: "Deny", NotPrincipal, Action: "sts:*" });

  it("denies all but those whom it names", () => {
    expect(judge([trusting(), deny({ Federated: PROVIDER_ARN })]).allowed).toBe(true);
    expect(judge([trusting(), deny({ Federated: "arn:aws:iam::999988887777:oidc-provider/x" })]).allowed).toBe(false);
    expect(judge([trusting(), deny({ AWS: "*" })]).allowed).toBe(false);
  });
});
