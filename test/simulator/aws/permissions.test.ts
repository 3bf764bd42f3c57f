import { findingsIn } from "../../../src/findings";
import { account, ACCOUNT, HOST, policyOf, ROLE_ARN, trusting } from "../support/aws";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/**
 * IAM policies on the role of an edge. Service Authorization Reference, Amazon EKS: CreateAccessEntry and AssociateAccessPolicy
 * give rights in a cluster; "Policy evaluation logic": a boundary and an explicit deny count against an allow.
 */
const WEST = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const exact = trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: SUBJECT, [`${HOST}:aud`]: "client-a" } } });
const entry: Stack = { resource: { aws_eks_access_entry: { one: { cluster_name: "west", principal_arn: ROLE_ARN } } } };
const allow = (Action: unknown, parts: Args = {}) => ({ Effect: "Allow", Action, Resource: "*", ...parts });
const deny = (Action: unknown, parts: Args = {}) => ({ ...allow(Action, parts), Effect: "Deny" });

function found(further: Stack, role: Args = {}) {
  const edge = { args: EKS_ARGS, declaration: declaration({ target: { name: WEST } }) };
  const world = read(merged(account([exact], role), entry, further, declaring(edge)));
  return findingsIn(world, NOW).filter(({ code }) => ["further-right", "unseen-grant"].includes(code));
}
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const inline = (...statements: object[]) =>
  one("aws_iam_role_policy", { name: "own", role: "${aws_iam_role.reader.id}", policy: policyOf(...statements) });
const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const made = (...statements: object[]): Stack =>
  merged(one("aws_iam_policy", { name: "made", policy: policyOf(...statements) }), {
    resource: {
      aws_iam_role_policy_attachment: { one: { role: "reader", policy_arn: "${aws_iam_policy.one.arn}" } },
    },
  });

describe("an IAM policy that leads to more", () => {
  it.each<[string, Stack, Args, string]>([
    ["an inline policy", inline(allow("eks:*")), {}, "aws_iam_role_policy.one"],
    ["by another case", inline(allow("EKS:createaccessentry")), {}, "aws_iam_role_policy.one"],
    ["on the cluster alone", inline(allow("eks:CreateAccessEntry", { Resource: WEST })), {}, "aws_iam_role_policy.one"],
    [
      "on its entries alone",
      inline(
        allow("eks:AssociateAccessPolicy", {
          Resource: `arn:aws:eks:us-east-1:${ACCOUNT}:access-entry/west/role/*/x/*`,
        }),
      ),
      {},
      "aws_iam_role_policy.one",
    ],
    ["of IAM", inline(allow(["s3:GetObject", "iam:PutRolePolicy"])), {}, "aws_iam_role_policy.one"],
    ["all but a service", inline(allow(undefined, { NotAction: "s3:*" })), {}, "aws_iam_role_policy.one"],
    [
      "under a condition, which may hold",
      inline(allow("eks:*", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } })),
      {},
      "aws_iam_role_policy.one",
    ],
    ["a policy that was read", made(allow("*")), {}, "aws_iam_role_policy_attachment.one"],
    [
      "an AWS managed policy",
      one("aws_iam_role_policy_attachment", { role: "reader", policy_arn: managed("AdministratorAccess") }),
      {},
      "aws_iam_role_policy_attachment.one",
    ],
    [
      "an AWS managed policy for several roles",
      one("aws_iam_policy_attachment", { roles: ["other", "reader"], policy_arn: managed("IAMFullAccess") }),
      {},
      "aws_iam_policy_attachment.one",
    ],
    [
      "in the role itself",
      {},
      { inline_policy: [{ name: "x", policy: policyOf(allow("iam:*")) }] },
      "aws_iam_role.reader",
    ],
    ["attached in the role itself", {}, { managed_policy_arns: [managed("PowerUserAccess")] }, "aws_iam_role.reader"],
    [
      "that a boundary does not bound",
      inline(allow("eks:*")),
      { permissions_boundary: managed("AdministratorAccess") },
      "aws_iam_role_policy.one",
    ],
  ])("is found: %s", (_what, stack, role, address) => {
    expect(found(stack, role)).toMatchObject([
      { code: "further-right", severity: "fault", hop: "authorization", place: `mesh: ${address}` },
    ]);
  });

  it.each<[string, Stack, Args]>([
    ["that looks clusters up", inline(allow(["eks:DescribeCluster", "eks:ListClusters", "sts:GetCallerIdentity"])), {}],
    ["that is denied again", inline(allow("eks:*"), deny("eks:*")), {}],
    ["of another role", one("aws_iam_role_policy", { role: "other", policy: policyOf(allow("*")) }), {}],
  ])("is not found where it is one %s", (_what, stack, role) => {
    expect(found(stack, role)).toEqual([]);
  });

  it.each<[string, Stack]>([
    [
      "that was not read",
      one("aws_iam_role_policy_attachment", { role: "reader", policy_arn: `arn:aws:iam::${ACCOUNT}:policy/x` }),
    ],
    [
      "of AWS that is not known",
      one("aws_iam_role_policy_attachment", { role: "reader", policy_arn: managed("Brand2099") }),
    ],
    ["that cannot be known", one("aws_iam_role_policy", { role: "reader", policy: "${var.policy}" })],
    ["of a bucket, that cannot be known", one("aws_s3_bucket_policy", { bucket: "reports", policy: "${var.policy}" })],
  ])("is told where it is one %s", (_what, stack) => {
    expect(found(stack)).toMatchObject([{ code: "unseen-grant", severity: "gap" }]);
  });
});

describe("an IAM policy that is about other services", () => {
  const bucketPolicy = (Principal: unknown, parts: Args = { bucket: "reports" }) =>
    one("aws_s3_bucket_policy", {
      ...parts,
      policy: policyOf({ Effect: "Allow", Principal, Action: "s3:PutObject", Resource: "arn:aws:s3:::reports/*" }),
    });

  it.each<[string, Stack, string]>([
    ["an inline policy", inline(allow("s3:*")), "aws_iam_role_policy.one"],
    ["more than a look-up", inline(allow(["eks:DescribeCluster", "iam:Get*"])), "aws_iam_role_policy.one"],
    [
      "on another cluster",
      inline(allow("eks:CreateAccessEntry", { Resource: WEST.replace("west", "east") })),
      "aws_iam_role_policy.one",
    ],
    [
      "an AWS managed policy",
      one("aws_iam_role_policy_attachment", { role: "reader", policy_arn: managed("AmazonEKSWorkerNodePolicy") }),
      "aws_iam_role_policy_attachment.one",
    ],
    ["a bucket's", bucketPolicy({ AWS: ROLE_ARN }), "aws_s3_bucket_policy.one"],
    [
      "a bucket's, whose name cannot be known",
      bucketPolicy({ AWS: ROLE_ARN }, { bucket: "${var.bucket}" }),
      "aws_s3_bucket_policy.one",
    ],
  ])("is a fault: %s", (_what, stack, address) => {
    expect(found(stack)).toMatchObject([{ code: "further-right", severity: "fault", place: `mesh: ${address}` }]);
  });

  it("is a gap where a boundary leaves what is not judged", () => {
    expect(found(inline(allow("*")), { permissions_boundary: managed("AmazonS3ReadOnlyAccess") })).toMatchObject([
      {
        code: "further-right",
        severity: "gap",
        reason: expect.stringContaining("boundary AmazonS3ReadOnlyAccess") as string,
      },
    ]);
  });

  it("is none where it is of another role", () => {
    expect(found(bucketPolicy({ AWS: `${ROLE_ARN}-other` }))).toEqual([]);
  });
});
