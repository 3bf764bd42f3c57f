import { refusedPolicies } from "../../src/findings/rules/refused-policies";
import { account, policyOf, trusting } from "../simulator/support/aws";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/**
 * Policies that AWS answers with MalformedPolicyDocument.
 *
 * AWS IAM documentation: "Grammar of the IAM JSON policy language", "IAM JSON policy elements: Condition operators".
 */
const found = (...stacks: Stack[]) =>
  refusedPolicies(read(merged(...stacks)), NOW).map(({ place, argument }) => `${place} ${argument ?? ""}`);

describe("a trust policy", () => {
  const AT = ["mesh: aws_iam_role.reader assume_role_policy"];

  it.each<[string, string | object]>([
    ["is no JSON", "{"],
    ["is no object", "[]"],
    ["is of no version", { Version: "2020-01-01", Statement: [trusting()] }],
    ["has no statement", { Statement: [] }],
    ["has a statement that is none", { Statement: [null] }],
    ["has an effect in small letters", { Statement: [trusting({ Effect: "allow" })] }],
    ["has an action of another service", { Statement: [trusting({ Action: "s3:*" })] }],
    // The API's own words: "AssumeRole policy may only specify STS AssumeRole actions".
    ["has another action of STS", { Statement: [trusting({ Action: ["sts:AssumeRole", "sts:GetFederationToken"] })] }],
    ["names a principal that is no ARN", { Statement: [trusting({ Principal: { AWS: "somebody" } })] }],
    ["has an operator that is none", { Statement: [trusting({ Condition: { StringIs: { a: "b" } } })] }],
    ["has a condition that is none", { Statement: [trusting({ Condition: "x" })] }],
  ])("is refused where it %s", (_what, policy) => {
    const written = typeof policy === "string" ? policy : JSON.stringify(policy);
    expect(found(account(undefined, { assume_role_policy: written }))).toEqual(AT);
  });

  it.each<[string, object]>([
    ["of machines", trusting({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" })],
    ["of sessions with tags", trusting({ Action: ["sts:TagSession", "sts:SetSourceIdentity", "sts:assumerolewith*"] })],
    ["with sets and absent keys", trusting({ Condition: { "ForAnyValue:StringLikeIfExists": { a: "b" } } })],
  ])("is stored: one %s", (_what, statement) => {
    expect(found(account([statement]))).toEqual([]);
  });
});

describe("a policy of permissions", () => {
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" };
  const places = (policy: string): readonly [string, Stack][] => {
    const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
    return [
      ["aws_iam_policy.one policy", one("aws_iam_policy", { name: "x", policy })],
      ["aws_iam_role_policy.one policy", one("aws_iam_role_policy", { role: "reader", policy })],
      ["aws_iam_role.reader inline_policy", account(undefined, { inline_policy: [{ name: "x", policy }] })],
    ];
  };

  it.each<[string, object]>([
    ["a principal", { ...statement, Principal: "*" }],
    ["no resource", { ...statement, Resource: undefined }],
    ["a resource that is no ARN", { ...statement, Resource: "reports" }],
    ["an action without a service", { ...statement, Action: "GetObject" }],
    ["neither effect", { ...statement, Effect: undefined }],
    ["an element that statements do not have", { ...statement, Conditions: {} }],
    ["a sid with a space", { ...statement, Sid: "read reports" }],
    ["an operator that is none", { ...statement, Condition: { NullIfExists: { a: "true" } } }],
  ])("is refused with %s, wherever it is written", (_what, wrong) => {
    for (const [place, stack] of places(policyOf(wrong))) expect(found(stack)).toEqual([`mesh: ${place}`]);
  });

  it("is stored with every action, every resource and variables", () => {
    const all = { Effect: "Deny", NotAction: ["iam:*", "*"], NotResource: ["*", "arn:aws:s3:::$${aws:username}/*"] };
    for (const [, stack] of places(policyOf(statement, all))) expect(found(stack)).toEqual([]);
  });

  // IAM User Guide, "IAM and AWS STS quotas": 6,144 characters of a managed policy, 10,240 of those that are written into a role
  it("is refused where it is too long for what it is", () => {
    const long = (characters: number) =>
      policyOf({ ...statement, Resource: `arn:aws:s3:::a/${"x".repeat(characters)}` });
    const refused = (characters: number) => places(long(characters)).flatMap(([, stack]) => found(stack));
    expect(refused(6_000)).toEqual([]);
    expect(refused(7_000)).toEqual(["mesh: aws_iam_policy.one policy"]);
    expect(refused(11_000)).toHaveLength(3);
  });
});
