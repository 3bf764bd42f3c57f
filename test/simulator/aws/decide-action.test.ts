import { decideAction, GivenPolicy, Policies } from "../../../src/simulator/aws/decide-action";
import { PolicyKind, policyDocument } from "../../../src/simulator/aws/statement";
import { ACCOUNT, ROLE_ARN } from "../support/aws";

/**
 * AWS IAM documentation: "Policy evaluation logic", "Permissions boundaries for IAM entities", "Cross-account policy evaluation
 * logic".
 */
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/one`;
const OBJECT = "arn:aws:s3:::reports/q1.csv";

function given(kind: PolicyKind, ...statements: readonly object[]): GivenPolicy {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return { name: kind, document: policyDocument(text, kind) };
}
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" };
const deny = { ...allow, Effect: "Deny" };
const own = given("identity", allow);
const to = (AWS: string, parts: object = allow) => given("resource", { ...parts, Principal: { AWS } });
const unknown = { Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } };

function ask(policies: Partial<Policies>) {
  const context = new Map([["aws:username", []]]);
  const caller = { kind: "AWS", names: [ROLE_ARN, SESSION], account: ACCOUNT } as const;
  const request = { caller, action: "s3:GetObject", resource: OBJECT, context };
  return decideAction(request, { identity: [], isSameAccount: true, ...policies });
}

describe("an action in the caller's account", () => {
  it.each<[string, Partial<Policies>, boolean]>([
    ["nothing", {}, false],
    ["a policy of the caller", { identity: [own] }, true],
    [
      "a policy on something else",
      { identity: [given("identity", { ...allow, Resource: "arn:aws:s3:::x/*" })] },
      false,
    ],
    ["NotResource", { identity: [given("identity", { ...allow, Resource: undefined, NotResource: "x" })] }, true],
    ["a policy of the resource for the role", { resource: to(ROLE_ARN) }, true],
    ["a policy of the resource for the session", { resource: to(SESSION) }, true],
    ["a policy of the resource for everybody", { resource: to("*") }, true],
    ["a policy of the resource for the account alone", { resource: to(ACCOUNT) }, false],
    ["a deny of the resource", { identity: [own], resource: to("*", deny) }, false],
    ["a deny of the caller", { identity: [own, given("identity", deny)] }, false],
    ["a boundary that allows it", { identity: [own], boundary: given("identity", allow) }, true],
    [
      "a boundary that does not",
      { identity: [own], boundary: given("identity", { ...allow, Action: "s3:Put*" }) },
      false,
    ],
    ["a boundary alone", { boundary: own }, false],
    [
      "a variable that the caller has not",
      { identity: [given("identity", { ...allow, Resource: "*${aws:username}*" })] },
      false,
    ],
  ])("is decided by %s", (_what, policies, allowed) => {
    expect(ask(policies)).toMatchObject({ allowed, gaps: [] });
  });
});

describe("an action in another account", () => {
  it.each<[string, Partial<Policies>, boolean]>([
    ["the caller's policy alone", { identity: [own] }, false],
    ["the resource's policy alone", { resource: to(ROLE_ARN) }, false],
    ["both", { identity: [own], resource: to(ROLE_ARN) }, true],
    ["both, by the caller's account", { identity: [own], resource: to(ACCOUNT) }, true],
  ])("is decided by %s", (_what, policies, allowed) => {
    expect(ask({ ...policies, isSameAccount: false }).allowed).toBe(allowed);
  });
});

describe("a key, which must let its account in", () => {
  it.each<[string, Partial<Policies>, boolean]>([
    ["the caller's policy alone", { identity: [own] }, false],
    ["the caller's policy, by the account", { identity: [own], resource: to(ACCOUNT) }, true],
    ["the account alone", { resource: to(ACCOUNT) }, false],
    ["the role", { resource: to(ROLE_ARN) }, true],
  ])("is decided by %s", (_what, policies, allowed) => {
    expect(ask({ ...policies, needsResourcePolicy: true }).allowed).toBe(allowed);
  });
});

describe("what is not known", () => {
  const unread = { name: "made elsewhere", unknown: "is not in what was read" };

  it.each<[string, Partial<Policies>, boolean, number]>([
    ["a policy beside one that allows may still deny", { identity: [own, unread] }, true, 1],
    ["a policy alone may allow", { identity: [unread] }, false, 1],
    ["a condition of a deny may hold", { identity: [own, given("identity", { ...deny, ...unknown })] }, true, 1],
    ["a condition of an allowance may hold", { identity: [given("identity", { ...allow, ...unknown })] }, false, 1],
    [
      "a condition beside an allowance changes nothing",
      { identity: [own, given("identity", { ...allow, ...unknown })] },
      true,
      0,
    ],
    ["a policy changes nothing of a deny", { identity: [unread, given("identity", deny)] }, false, 0],
    [
      "a policy changes nothing of a boundary",
      { identity: [unread], boundary: given("identity", { ...allow, Action: "x:y" }) },
      false,
      0,
    ],
    ["a statement that AWS does not store", { identity: [given("identity", { Effect: "Allow" })] }, false, 1],
  ])("is told: %s", (_what, policies, allowed, gaps) => {
    const decision = ask(policies);
    expect(decision.allowed).toBe(allowed);
    expect(decision.gaps).toHaveLength(gaps);
  });
});

it("names the policy that decided, and the statement of it", () => {
  expect(ask({ identity: [given("identity", { ...allow, Action: "s3:Put*" }), own] }).because.line).toBe(
    "identity: Statement[0] allows it",
  );
  expect(ask({ identity: [given("identity", { ...allow, Resource: "arn:aws:s3:::x/*" })] }).because.line).toBe(
    `identity: no policy of the caller allows it (Statement[0]: Resource is "arn:aws:s3:::x/*", not ${OBJECT})`,
  );
});
