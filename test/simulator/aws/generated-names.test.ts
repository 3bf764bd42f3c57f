import { escalationsOf } from "../../../src/simulator";
import { account, ACCOUNT, policyOf } from "../support/aws";
import { Args, merged, read, Stack } from "../support/stack";

/** Names that the provider draws: "Terraform will assign a random, unique name" after `name_prefix`, or after `terraform-`. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const unnamed = (args: Args) => merged(account(undefined, { name: undefined, ...args }));
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;

describe("a role without a name", () => {
  it.each<[string, Args, RegExp]>([
    ["a prefix", { name_prefix: "apps-" }, /:role\/apps-\d{26}$/],
    ["nothing", {}, /:role\/terraform-\d{26}$/],
  ])("has one that begins with what is written: %s", (_what, args, arn) => {
    const [role] = read(unnamed(args)).aws.everyRole;
    expect(role.arn).toMatch(arn);
  });

  it("is another role than the next one without a name", () => {
    const { aws } = read(merged(unnamed({}), one("aws_iam_role", { assume_role_policy: policyOf() })));
    expect(new Set(aws.everyRole.map(({ arn }) => arn)).size).toBe(2);
  });

  it("has the policies that refer to its name, and those of no name of their own", () => {
    const admin = policyOf({ Effect: "Allow", Action: "*", Resource: "*" });
    const { aws } = read(
      merged(
        unnamed({ name_prefix: "apps-" }),
        one("aws_iam_policy", { name_prefix: "own-", policy: admin }),
        one("aws_iam_role_policy_attachment", {
          ...{ role: "${aws_iam_role.reader.name}", policy_arn: "${aws_iam_policy.one.arn}" },
        }),
      ),
    );
    const [role] = aws.everyRole;
    expect(escalationsOf(aws.permissionsOf(role), CLUSTER).map(({ action }) => action)).toContain(
      "eks:CreateAccessEntry",
    );
  });
});
