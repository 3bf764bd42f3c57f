import { act } from "../../../src/simulator/aws/act";
import { account, ACCOUNT, policyOf, ROLE_ARN } from "../support/aws";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW } from "../support/tokens";

/** Calls of AWS APIs by a session of the role `reader`, as the policies of the configuration decide them. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" };
const inline = (...statements: object[]) =>
  one("aws_iam_role_policy", { name: "own", role: "${aws_iam_role.reader.id}", policy: policyOf(...statements) });
const attached = (policy_arn: string) => one("aws_iam_role_policy_attachment", { role: "reader", policy_arn });

function ask(stacks: readonly Stack[], action = "s3:GetObject", resource = "arn:aws:s3:::reports/x", role: Args = {}) {
  const { aws } = read(merged(account([], role), ...stacks));
  const found = aws.roleOf(ROLE_ARN);
  if (!found) throw new Error("There is no such role.");
  return act(aws, { session: { role: found, sessionName: "one", issued: NOW, expires: NOW }, action, resource }, NOW);
}

describe("a call", () => {
  it.each<[string, Stack, boolean]>([
    ["an inline policy", inline(statement), true],
    ["an inline policy on something else", inline({ ...statement, Resource: "arn:aws:s3:::other/*" }), false],
    [
      "a time that is over",
      inline({ ...statement, Condition: { DateLessThan: { "aws:CurrentTime": "2020-01-01" } } }),
      false,
    ],
    ["an AWS managed policy", attached("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"), true],
    ["an AWS managed policy of another service", attached("arn:aws:iam::aws:policy/AmazonSQSFullAccess"), false],
    ["all but what administrators do", attached("arn:aws:iam::aws:policy/PowerUserAccess"), true],
  ])("is decided by %s", (_what, stack, allowed) => {
    expect(ask([stack])).toMatchObject({ allowed, gaps: [] });
  });

  it("is bounded by the role's boundary", () => {
    const boundary = { permissions_boundary: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" };
    expect(ask([inline(statement)], undefined, undefined, boundary)).toMatchObject({ allowed: false, gaps: [] });
  });

  it("is told not to be sure where a managed policy is not in the list here, with what gives it", () => {
    const { allowed, gaps } = ask([attached("arn:aws:iam::aws:policy/AmazonAthenaFullAccess")]);
    expect(allowed).toBe(false);
    expect(gaps.map(({ policy }) => policy.resource?.address)).toEqual(["aws_iam_role_policy_attachment.one"]);
  });

  it("of a key needs the key's policy", () => {
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
    expect(ask([inline({ Effect: "Allow", Action: "kms:*", Resource: "*" })], "kms:Decrypt", key).allowed).toBe(false);
  });
});
