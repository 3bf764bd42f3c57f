import { unclaimedTrusts } from "../../src/findings/rules/unclaimed-trusts";
import { account, HOST, ISSUER, trusting } from "../simulator/support/aws";
import { credential, identity, idsOf, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { AUDIENCE, project } from "../simulator/support/google";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** Trusts that no client's document uses: what the report names, since it cannot try them. */
const OTHER = "system:serviceaccount:ns:other";
const onSubject = (subject: string | readonly string[]) =>
  trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: subject, [`${HOST}:aud`]: "client-a" } } });
const unclaimed = (...stacks: Stack[]) =>
  unclaimedTrusts(read(merged(...stacks)), NOW).map(({ trusted, place }) => ({ ...trusted, place }));

describe("a trust that nobody uses", () => {
  it.each<[string, Stack, string]>([
    ["a role", account([onSubject(OTHER)]), "mesh: aws_iam_role.reader"],
    [
      "a federated identity credential",
      identity({ one: credential({ subject: OTHER }) }),
      "mesh: azurerm_federated_identity_credential.one",
    ],
    [
      "a pool provider with a condition",
      project({ attribute_condition: `assertion.sub == "${OTHER}"` }),
      "mesh: google_iam_workload_identity_pool_provider.west",
    ],
  ])("is named: %s", (_what, stack, place) => {
    expect(unclaimed(stack)).toEqual([{ subject: OTHER, issuer: ISSUER, place }]);
  });

  it.each<[string, Stack]>([
    ["a role", account([onSubject("repo:acme/app:ref:refs/heads/main")])],
    ["a credential", identity({ one: credential({ subject: "repo:acme/app:ref:refs/heads/main" }) })],
    [
      "a pool's list of subjects",
      project({ attribute_condition: "assertion.sub in ['repo:acme/app:ref:refs/heads/main']" }),
    ],
  ])("is named though its subject is no service account: %s", (_what, stack) => {
    expect(unclaimed(stack).map(({ subject }) => subject)).toEqual(["repo:acme/app:ref:refs/heads/main"]);
  });

  it("is named once for each subject of a policy, beside those in use", () => {
    // GIVEN
    const edge = declaring({ args: EKS_ARGS, declaration: declaration() });

    // WHEN
    const all = unclaimed(account([onSubject([OTHER, SUBJECT]), onSubject(OTHER)]), edge);

    // THEN
    expect(all).toEqual([{ subject: OTHER, issuer: ISSUER, place: "mesh: aws_iam_role.reader" }]);
  });

  it("is named though the same subject uses another trust", () => {
    // GIVEN
    const second = {
      aws_iam_role: {
        second: { name: "second", assume_role_policy: JSON.stringify({ Statement: [onSubject(SUBJECT)] }) },
      },
    };
    const edge = declaring({ args: EKS_ARGS, declaration: declaration() });

    // THEN
    expect(unclaimed(account([onSubject(SUBJECT)]), { resource: second }, edge)).toEqual([
      { subject: SUBJECT, issuer: ISSUER, place: "mesh: aws_iam_role.second" },
    ]);
  });
});

describe("a trust whose subject is no literal", () => {
  // Terraform registry: "azuread_application_flexible_federated_identity_credential".
  it("is named: a flexible credential of an application", () => {
    const one = {
      application_id: "/applications/aaaaaaaa-0000-0000-0000-000000000001",
      ...{
        issuer: ISSUER,
        audience: TOKEN_AUDIENCE,
        claims_matching_expression: "claims['sub'] matches 'repo:acme/*'",
      },
    };
    const type = "azuread_application_flexible_federated_identity_credential";

    expect(unclaimed({ resource: { [type]: { one } } })).toEqual([
      {
        subject: "every subject for which claims['sub'] matches 'repo:acme/*'",
        issuer: ISSUER,
        place: `mesh: ${type}.one`,
      },
    ]);
  });

  const PLACE = "mesh: google_iam_workload_identity_pool_provider.west";

  it.each<[string, Stack, string, string]>([
    ["without a condition", project(), "every subject", ISSUER],
    [
      "by a claim of its own",
      project({ attribute_condition: "assertion.team == 'a'" }),
      "every subject for which assertion.team == 'a'",
      ISSUER,
    ],
    [
      "of an AWS account",
      project({ oidc: undefined, aws: { account_id: "999999999999" } }),
      "every subject",
      "an issuer that is not of OIDC",
    ],
  ])("is named: a pool provider %s", (_what, stack, subject, issuer) => {
    expect(unclaimed(stack)).toEqual([{ subject, issuer, place: PLACE }]);
  });

  // IAM User Guide, "Create a role for OpenID Connect federation": without a condition on `sub`, every token of the issuer with an
  // audience of the registration is let in; Google is built in. CloudFormation: "AWS::IAM::Role", `AssumeRolePolicyDocument`.
  it.each<[string, Stack, string, string]>([
    ["a role that compares the audience alone", account([trusting({})]), ISSUER, "aws_iam_role.reader"],
    [
      "a role that lets Google's users in",
      account([
        {
          ...{ Effect: "Allow", Principal: { Federated: "accounts.google.com" } },
          Action: "sts:AssumeRoleWithWebIdentity",
        },
      ]),
      "https://accounts.google.com",
      "aws_iam_role.reader",
    ],
    [
      "a role of the Cloud Control API",
      {
        resource: {
          awscc_iam_role: {
            one: { role_name: "one", assume_role_policy_document: JSON.stringify({ Statement: [trusting({})] }) },
          },
        },
      },
      ISSUER,
      "awscc_iam_role.one",
    ],
  ])("is named: %s", (_what, stack, issuer, address) => {
    expect(unclaimed(stack)).toEqual([{ subject: "every subject", issuer, place: `mesh: ${address}` }]);
  });

  it("is named with the issuer of its own statement", () => {
    const other = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
    const stack = account([onSubject(OTHER), { ...trusting({}), Principal: other }]);

    expect(unclaimed(stack).map(({ subject, issuer }) => `${subject} of ${issuer}`)).toEqual([
      `${OTHER} of ${ISSUER}`,
      "every subject of https://token.actions.githubusercontent.com",
    ]);
  });

  it("is not named where an edge comes in by it, whose trials tell how wide it is", () => {
    const edge = declaring({
      args: ["gke", "--audience", AUDIENCE],
      declaration: declaration({ audience: `https:${AUDIENCE}` }),
    });
    expect(unclaimed(project(), edge)).toEqual([]);
  });
});

describe("what is no such trust", () => {
  it.each<[string, Stack]>([
    [
      "a role of AWS's own services",
      account([{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }]),
    ],
    ["a role whose policy cannot be known", account([], { assume_role_policy: "${aws_unknown.x.policy}" })],
  ])("is not named: %s", (_what, stack) => {
    expect(unclaimed(stack)).toEqual([]);
  });

  it.each<[string, Stack, ReturnType<typeof declaration>, readonly string[]]>([
    ["a role", account([onSubject(SUBJECT)]), declaration(), EKS_ARGS],
    [
      "a pool provider",
      project({ attribute_condition: `assertion.sub in ["${SUBJECT}"]` }),
      declaration({ audience: `https:${AUDIENCE}` }),
      ["gke", "--audience", AUDIENCE],
    ],
  ])("is not named, since an edge uses it: %s", (_what, stack, declared, args) => {
    expect(unclaimed(stack, declaring({ args, declaration: declared }))).toEqual([]);
  });

  it.each<[string, Stack, ReturnType<typeof declaration>, readonly string[]]>([
    ["by the role", account([onSubject(SUBJECT)]), declaration({ audience: "client-b" }), EKS_ARGS],
    ["before the role is asked", account([onSubject(SUBJECT)]), declaration({ audience: "nobody's" }), EKS_ARGS],
    [
      "by the provider's audiences",
      project({
        attribute_condition: `assertion.sub == "${SUBJECT}"`,
        oidc: { issuer_uri: ISSUER, allowed_audiences: ["x"] },
      }),
      declaration({ audience: `https:${AUDIENCE}` }),
      ["gke", "--audience", AUDIENCE],
    ],
  ])("is not named, since the trials tell that its edge is refused: %s", (_what, stack, declared, args) => {
    expect(unclaimed(stack, declaring({ args, declaration: declared }))).toEqual([]);
  });

  it("is not named for an identity whose credential has another audience", () => {
    const { clientId } = idsOf(read(identity()));
    const args = ["aks", "--tenant-id", TENANT, "--client-id", clientId];
    const stack = identity({ one: credential({ audience: ["api://other"] }) });
    expect(unclaimed(stack, declaring({ args, declaration: declaration({ audience: TOKEN_AUDIENCE }) }))).toEqual([]);
  });
});
