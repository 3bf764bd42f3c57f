import { furtherTrustsRule } from "../../src/findings/rules/further-trusts";
import { entriesElsewhere } from "../../src/findings/rules/entries-elsewhere";
import { takenPoliciesRule } from "../../src/findings/rules/taken-policies";
import { unseenGrants } from "../../src/findings/rules/unseen-grants";
import { account, HOST, policyOf, ROLE_ARN, trusting } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Rule } from "../../src/findings/finding";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** What takes a right from an edge's role again, and what lets the role in elsewhere. */
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN }) });
const one = (type: string, args: Args, name = "one"): Stack => ({ resource: { [type]: { [name]: args } } });
const found = (rule: Rule, ...stacks: Stack[]) =>
  rule(read(merged(account(), edge, ...stacks)), NOW).map(
    ({ severity, place, argument }) => `${severity} ${place} ${argument ?? ""}`,
  );

describe("a list of all policies of an edge's role, or of all roles of its policy", () => {
  // Terraform registry: the pages of these types, each on what it removes.
  const inline = one("aws_iam_role_policy", { role: "reader", name: "own", policy: policyOf() });
  const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const attached = one("aws_iam_role_policy_attachment", { role: "reader", policy_arn: READ_ONLY });
  const role = (args: Args): Stack => account(undefined, args);
  const exclusive = (kind: string, args: Args) =>
    one(`aws_iam_role_${kind}_exclusive`, { role_name: "reader", ...args });
  const taken = (...stacks: Stack[]) => found(takenPoliciesRule, inline, attached, ...stacks);

  it.each<[string, Stack, string]>([
    ["inline ones", exclusive("policies", { policy_names: ["x"] }), "aws_iam_role_policies_exclusive.one policy_names"],
    ["no inline one", exclusive("policies", { policy_names: [] }), "aws_iam_role_policies_exclusive.one policy_names"],
    [
      "attached ones",
      exclusive("policy_attachments", { policy_arns: [] }),
      "aws_iam_role_policy_attachments_exclusive.one policy_arns",
    ],
    ["inline ones of the role itself", role({ inline_policy: [{}] }), "aws_iam_role.reader inline_policy"],
    ["attached ones of the role itself", role({ managed_policy_arns: [] }), "aws_iam_role.reader managed_policy_arns"],
    [
      "roles",
      one("aws_iam_policy_attachment", { name: "x", roles: ["other"], policy_arn: READ_ONLY }),
      "aws_iam_policy_attachment.one roles",
    ],
  ])("is a fault where it leaves out what something else gives: %s", (_what, stack, place) => {
    expect(taken(stack)).toEqual([`fault mesh: ${place}`]);
  });

  it.each<[string, Stack]>([
    ["inline ones", exclusive("policies", { policy_names: ["own"] })],
    ["attached ones", exclusive("policy_attachments", { policy_arns: [READ_ONLY] })],
    ["those of another role", exclusive("policies", { role_name: "other", policy_names: [] })],
    [
      "the role's own",
      role({ inline_policy: [{ name: "own", policy: policyOf() }], managed_policy_arns: [READ_ONLY] }),
    ],
    ["roles", one("aws_iam_policy_attachment", { name: "x", roles: ["reader"], policy_arn: READ_ONLY })],
    ["another policy", one("aws_iam_policy_attachment", { name: "x", roles: [], policy_arn: `${READ_ONLY}2` })],
  ])("is none where it has them: %s", (_what, stack) => {
    expect(taken(stack)).toEqual([]);
  });

  it("gives what it lists of attached policies", () => {
    const world = read(merged(account(), exclusive("policy_attachments", { policy_arns: [READ_ONLY] })));
    const names = world.aws.everyRole.flatMap((own) => world.aws.permissionsOf(own).policies.map(({ name }) => name));
    expect(names).toEqual(["ReadOnlyAccess"]);
  });
});

describe("policies as CloudFormation knows them", () => {
  // Terraform registry: "awscc_iam_role_policy", "awscc_iam_managed_policy".
  it.each<[string, Args]>([
    ["awscc_iam_role_policy", { role_name: "reader", policy_name: "own", policy_document: policyOf() }],
    [
      "awscc_iam_managed_policy",
      { roles: ["other", "reader"], managed_policy_name: "own", policy_document: policyOf() },
    ],
  ])("are those of the roles that they name: %s", (type, args) => {
    const { aws } = read(merged(account(), one(type, args)));
    expect(aws.everyRole.flatMap((role) => aws.permissionsOf(role).policies.map(({ name }) => name))).toEqual(["own"]);
  });
});

describe("what lets an edge's role into a cluster without an edge", () => {
  const VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
  const entry = (args: Args) => found(entriesElsewhere, one("aws_eks_access_entry", { cluster_name: "east", ...args }));

  it("is a fault: groups, a user or an access policy", () => {
    const AT = "fault mesh: aws_eks_access_entry.one";
    expect(entry({ principal_arn: ROLE_ARN, kubernetes_groups: ["admins"] })).toEqual([`${AT} kubernetes_groups`]);
    expect(entry({ principal_arn: ROLE_ARN, user_name: "admin" })).toEqual([`${AT} user_name`]);
    const policy = {
      cluster_name: "east",
      principal_arn: ROLE_ARN,
      policy_arn: VIEW,
      access_scope: { type: "cluster" },
    };
    expect(found(entriesElsewhere, one("aws_eks_access_policy_association", policy))).toEqual([
      "fault mesh: aws_eks_access_policy_association.one policy_arn",
    ]);
  });

  it("is a fault: a mapping of aws-auth of another cluster", () => {
    const metadata = { name: "aws-auth", namespace: "kube-system" };
    const data = { mapRoles: JSON.stringify([{ rolearn: ROLE_ARN, username: "x", groups: ["system:masters"] }]) };
    const provider = { kubernetes: { host: "https://east.example.com" } };
    expect(found(entriesElsewhere, { provider }, one("kubernetes_config_map_v1", { metadata, data }))).toEqual([
      "fault mesh: kubernetes_config_map_v1.one data",
    ]);
  });

  it("is none of other roles, of the edge's own cluster, or with nothing", () => {
    expect(entry({ principal_arn: `${ROLE_ARN}2`, kubernetes_groups: ["admins"] })).toEqual([]);
    expect(entry({ cluster_name: "west", principal_arn: ROLE_ARN, kubernetes_groups: ["admins"] })).toEqual([]);
    expect(entry({ principal_arn: ROLE_ARN })).toEqual([]);
  });
});

describe("a policy of a role that cannot be known", () => {
  const unknown = "${var.unknown}";
  const variable = { unknown: {} };
  const POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

  it.each<[string, Args]>([
    ["aws_iam_role_policy", { role: unknown, policy: policyOf() }],
    ["aws_iam_role_policy_attachment", { role: unknown, policy_arn: POLICY }],
    ["aws_iam_policy_attachment", { name: "x", roles: unknown, policy_arn: POLICY }],
    ["aws_iam_role_policy_attachments_exclusive", { role_name: unknown, policy_arns: [POLICY] }],
    ["awscc_iam_managed_policy", { roles: unknown, policy_document: policyOf() }],
  ])("is a gap, since the role may be that of an edge: %s", (type, args) => {
    expect(found(unseenGrants, { variable }, one(type, args))).toEqual([`gap mesh: ${type}.one `]);
  });

  it.each(["inline_policy", "managed_policy_arns"])("is a gap of the role itself: %s", (argument) => {
    const role = account(undefined, { [argument]: unknown });
    expect(found(unseenGrants, { variable }, role)).toEqual(["gap mesh: aws_iam_role.reader "]);
  });

  it("bounds a right by a boundary that cannot be known", () => {
    const world = read(merged({ variable }, account(undefined, { permissions_boundary: unknown })));
    const [role] = world.aws.everyRole;
    expect(world.aws.permissionsOf(role).boundary?.unknown).toMatch(/^cannot be known/);
  });
});

describe("a control policy of an organization", () => {
  // AWS Organizations User Guide: SCPs bound principals of the organization, RCPs who may use its resources, roles among them.
  const policy = (type: string | undefined, Effect: string, Action: string) =>
    found(
      unseenGrants,
      one("aws_organizations_policy", {
        ...(type ? { type } : {}),
        content: policyOf({ Effect, Action, Resource: "*" }),
      }),
    );
  const RCP = "RESOURCE_CONTROL_POLICY";

  it("is a gap where it may deny what an edge needs", () => {
    expect(policy(RCP, "Deny", "sts:Assume*")).toEqual(["gap mesh: aws_organizations_policy.one "]);
  });

  // CloudFormation Template Reference: "AWS::Organizations::Policy", `Type` and `Content`.
  it("is a gap of the Cloud Control API, too", () => {
    const content = policyOf({ Effect: "Deny", Action: "sts:*", Resource: "*" });
    const stack = one("awscc_organizations_policy", { name: "x", type: RCP, content });
    expect(found(unseenGrants, stack)).toEqual(["gap mesh: awscc_organizations_policy.one "]);
  });

  it("is none where it does not, or has no say in it", () => {
    expect(policy(RCP, "Deny", "s3:*")).toEqual([]);
    expect(policy(RCP, "Allow", "*")).toEqual([]);
    expect(policy(undefined, "Deny", "sts:*")).toEqual([]);
    expect(policy("TAG_POLICY", "Deny", "sts:*")).toEqual([]);
  });
});

describe("a principal that may change the trust policy of an edge's role", () => {
  // IAM API Reference, "UpdateAssumeRolePolicy": "Updates the policy that grants an IAM entity permission to assume a role". Service
  // Authorization Reference, "Actions defined by AWS Identity and Access Management": it is asked for the role.
  const CHANGE = "iam:UpdateAssumeRolePolicy";
  const may = (Resource: string, more: object = {}, Action = CHANGE) =>
    policyOf({ Effect: "Allow", Action, Resource, ...more });
  const own = account([trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: SUBJECT } } })]);
  const eve = { aws_iam_role: { eve: { name: "eve", assume_role_policy: policyOf() } } };
  const changers = (...stacks: Stack[]) =>
    furtherTrustsRule(read(merged(own, edge, { resource: eve }, ...stacks)), NOW).map(
      ({ severity, place, what }) => `${severity} ${place} ${what}`,
    );
  const EVE = "arn:aws:iam::111122223333:role/eve";

  it.each<[string, string, Args, string]>([
    ["a role, of this one", "aws_iam_role_policy", { role: "eve", policy: may(ROLE_ARN) }, `fault ${EVE}`],
    [
      "a role, of those whose names begin alike",
      "aws_iam_role_policy",
      { role: "eve", policy: may("arn:aws:iam::*:role/read*", {}, "iam:Update*") },
      `fault ${EVE}`,
    ],
    ["a user", "aws_iam_user_policy", { user: "eve", policy: may(ROLE_ARN) }, "fault user eve"],
    ["a group", "aws_iam_group_policy", { group: "devs", policy: may(ROLE_ARN) }, "fault group devs"],
    [
      "a group of Cloud Control",
      "awscc_iam_managed_policy",
      { groups: ["devs"], policy_document: may(ROLE_ARN) },
      "fault group devs",
    ],
    ["a role, of every role", "aws_iam_role_policy", { role: "eve", policy: may("*") }, `gap ${EVE}`],
    [
      "a role under a condition",
      "aws_iam_role_policy",
      { role: "eve", policy: may(ROLE_ARN, { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }) },
      `gap ${EVE}`,
    ],
    [
      "an administrator",
      "aws_iam_user_policy_attachment",
      { user: "eve", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      "gap user eve",
    ],
  ])("is told: %s", (_what, type, args, told) => {
    const [severity, ...who] = told.split(" ");
    expect(changers(one(type, args))).toEqual([`${severity} mesh: ${type}.one ${who.join(" ")}`]);
  });

  // IAM User Guide, "Permissions boundaries for IAM entities" (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html):
  // a boundary bounds what policies give; one that was not read may allow the action.
  it.each<[string, string, readonly string[]]>([
    ["that is not known", "arn:aws:iam::111122223333:policy/elsewhere", [`gap mesh: aws_iam_role_policy.one ${EVE}`]],
    ["that allows it", "arn:aws:iam::aws:policy/AdministratorAccess", [`fault mesh: aws_iam_role_policy.one ${EVE}`]],
    ["that does not", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", []],
  ])("counts under a boundary %s", (_what, permissions_boundary, told) => {
    const bounded = one("aws_iam_role", { ...eve.aws_iam_role.eve, permissions_boundary }, "eve");
    expect(changers(bounded, one("aws_iam_role_policy", { role: "eve", policy: may(ROLE_ARN) }))).toEqual(told);
  });

  // IAM User Guide, "IAM and AWS STS quotas" (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html): the sum of a
  // role's inline policies is at most 10,240 characters, so that IAM refuses the later ones and stores those before.
  it("is a gap where the inline policies of its holder are too long together", () => {
    const long = policyOf({ Effect: "Deny", Action: "*", Resource: `arn:aws:s3:::${"x".repeat(10_240)}` });
    const policies = [
      one("aws_iam_role_policy", { role: "eve", policy: may(ROLE_ARN) }),
      one("aws_iam_role_policy", { role: "eve", policy: long }, "two"),
    ];
    expect(changers(...policies)).toEqual([`gap mesh: aws_iam_role_policy.one ${EVE}`]);
  });

  it.each<[string, string, Args]>([
    ["another role", "aws_iam_role_policy", { role: "eve", policy: may("arn:aws:iam::111122223333:role/other") }],
    ["something else of it", "aws_iam_role_policy", { role: "eve", policy: may(ROLE_ARN, {}, "iam:GetRole") }],
    [
      "a role of another account",
      "aws_iam_user_policy",
      { user: "eve", policy: may("arn:aws:iam::999999999999:role/*") },
    ],
    ["the edge's own role", "aws_iam_role_policy", { role: "reader", policy: may(ROLE_ARN) }],
    [
      "one that is denied it",
      "aws_iam_user_policy",
      {
        user: "eve",
        policy: policyOf(
          { Effect: "Allow", Action: "iam:*", Resource: "*" },
          { Effect: "Deny", Action: CHANGE, Resource: "*" },
        ),
      },
    ],
    ["a policy that nobody has", "aws_iam_policy", { name: "x", policy: may(ROLE_ARN) }],
  ])("is not told: %s", (_what, type, args) => {
    expect(changers(one(type, args))).toEqual([]);
  });
});
