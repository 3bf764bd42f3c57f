import { ACCOUNT, EXACT, OWN_CLAIMS, policy, PROVIDER } from "./support/aws";
import {
  allow,
  BUCKET,
  bucketPolicy,
  denied,
  inline,
  ME,
  OBJECT,
  Objects,
  READ,
  ROLE_ARN,
  S3,
  stack,
} from "./support/aws-services";
import { Expected, inWords, verdicts } from "./support/ask";
import { itAnswers } from "./support/rows";

type Keys = Readonly<Record<string, string | readonly string[]>>;
const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/loader/deploy.deployer`;
const FINANCE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
const FINANCE_PATTERN = "arn:aws:someservice:*:111122223333:finance/*";
const LIST = "s3:prefix";
const TAGS = "aws:TagKeys";

/**
 * Conditions of a statement that allows the read, by what the request tells.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const CONDITIONS: readonly [words: string, condition: object, keys: Keys, expected: Expected][] = [
  // A key that is not there matches nothing, and so fulfils every negated operator
  ["a text that is there", { StringEquals: { [LIST]: "a" } }, { [LIST]: "a" }, "allowed"],
  ["a text that is not there", { StringEquals: { [LIST]: "a" } }, {}, "authorization"],
  ["not a text that is not there", { StringNotLike: { [LIST]: "a*" } }, {}, "allowed"],
  ["not an ARN that is not there", { ArnNotLike: { [LIST]: "arn:aws:iam::*:role/a" } }, {}, "allowed"],
  ["not a number that is not there", { NumericNotEquals: { "s3:max-keys": "10" } }, {}, "allowed"],
  // IfExists: true for a key that is not there, and else as the operator says; Null cannot have it
  ["IfExists of a text that is not there", { StringEqualsIfExists: { [LIST]: "a" } }, {}, "allowed"],
  ["IfExists of another text", { StringEqualsIfExists: { [LIST]: "a" } }, { [LIST]: "b" }, "authorization"],
  ["IfExists of a pattern", { StringLikeIfExists: { [LIST]: ["x", "20*"] } }, { [LIST]: "2027/" }, "allowed"],
  ["IfExists of a number that is not there", { NumericLessThanIfExists: { "s3:max-keys": "10" } }, {}, "allowed"],
  [
    "IfExists of a number that is too big",
    { NumericLessThanIfExists: { "s3:max-keys": "10" } },
    { "s3:max-keys": "10" },
    "authorization",
  ],
  ["IfExists, negated, of the text", { StringNotEqualsIfExists: { [LIST]: "a" } }, { [LIST]: "a" }, "authorization"],
  ["IfExists after Null", { NullIfExists: { [LIST]: "true" } }, {}, "authorization"],
  // Numbers
  ["at most ten, and ten", { NumericLessThanEquals: { "s3:max-keys": "10" } }, { "s3:max-keys": "10" }, "allowed"],
  [
    "at most ten, and eleven",
    { NumericLessThanEquals: { "s3:max-keys": "10" } },
    { "s3:max-keys": "11" },
    "authorization",
  ],
  ["numbers are no texts", { NumericGreaterThan: { "s3:max-keys": "9" } }, { "s3:max-keys": "10" }, "allowed"],
  ["one of several numbers", { NumericEquals: { "s3:max-keys": ["5", "10.0"] } }, { "s3:max-keys": "10" }, "allowed"],
  // Dates: ISO 8601 or seconds
  ["a session since 2020", { DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }, {}, "allowed"],
  ["a session before 2020", { DateLessThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" } }, {}, "authorization"],
  ["a date by its seconds", { DateGreaterThan: { "aws:CurrentTime": "1577836801" } }, {}, "allowed"],
  ["a date with an offset", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00+02:00" } }, {}, "allowed"],
  ["a star as a date", { DateGreaterThan: { "aws:CurrentTime": "*" } }, {}, "authorization"],
  // Addresses: CIDR, and one address without a prefix
  [
    "an address in a network",
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "203.0.113.77" },
    "allowed",
  ],
  [
    "an address beside a network",
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "203.0.114.1" },
    "authorization",
  ],
  [
    "an address alone",
    { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
    { "aws:SourceIp": "203.0.113.8" },
    "authorization",
  ],
  [
    "one of two kinds of networks",
    { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } },
    { "aws:SourceIp": "2001:db8:1234:5678::9" },
    "allowed",
  ],
  [
    "outside a network",
    { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { "aws:SourceIp": "203.0.113.77" },
    "authorization",
  ],
  // ARNs: each of six parts by itself, where a text's star passes over colons; both keep to letter case
  [
    "the vendor's pattern as a text",
    { StringLike: { "aws:SourceArn": FINANCE_PATTERN } },
    { "aws:SourceArn": FINANCE },
    "allowed",
  ],
  [
    "the vendor's pattern as an ARN",
    { ArnLike: { "aws:SourceArn": FINANCE_PATTERN } },
    { "aws:SourceArn": FINANCE },
    "authorization",
  ],
  [
    "not the vendor's pattern as an ARN",
    { ArnNotLike: { "aws:SourceArn": FINANCE_PATTERN } },
    { "aws:SourceArn": FINANCE },
    "allowed",
  ],
  ["ArnEquals takes patterns, too", { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::*:role/lo?der" } }, {}, "allowed"],
  [
    "an ARN in another letter case",
    { ArnLike: { "aws:PrincipalArn": ROLE_ARN.replace("loader", "Loader") } },
    {},
    "authorization",
  ],
  [
    "a text in another letter case",
    { StringLike: { "aws:PrincipalArn": ROLE_ARN.replace("loader", "LOADER") } },
    {},
    "authorization",
  ],
  [
    "a text in another letter case, ignored",
    { StringEqualsIgnoreCase: { [LIST]: "ABC" } },
    { [LIST]: "abC" },
    "allowed",
  ],
  ["a star in StringEquals is a star", { StringEquals: { [LIST]: "20*" } }, { [LIST]: "2027" }, "authorization"],
  // Null
  ["Null true of what is there", { Null: { [LIST]: "true" } }, { [LIST]: "a" }, "authorization"],
  ["Null false of what is there", { Null: { [LIST]: "false" } }, { [LIST]: "a" }, "allowed"],
  ["a session has a time of issue", { Null: { "aws:TokenIssueTime": "true" } }, {}, "authorization"],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  // ForAllValues: every value of the request fits, or there is none; ForAnyValue: at least one does, so never with none
  [
    "every value",
    { "ForAllValues:StringLike": { [TAGS]: ["Post*", "Tags"] } },
    { [TAGS]: ["PostDateTime", "Tags"] },
    "allowed",
  ],
  [
    "a value too many",
    { "ForAllValues:StringLike": { [TAGS]: ["Post*", "Tags"] } },
    { [TAGS]: ["PostDateTime", "UserName"] },
    "authorization",
  ],
  ["every value of none", { "ForAllValues:StringEquals": { [TAGS]: "a" } }, { [TAGS]: [] }, "allowed"],
  [
    "every value, and that there is one",
    { "ForAllValues:StringEquals": { [TAGS]: "a" }, Null: { [TAGS]: "false" } },
    { [TAGS]: [] },
    "authorization",
  ],
  [
    "any value",
    { "ForAnyValue:StringEquals": { [TAGS]: ["ID", "PostDateTime"] } },
    { [TAGS]: ["UserName", "PostDateTime"] },
    "allowed",
  ],
  [
    "any value that is not there",
    { "ForAnyValue:StringEquals": { [TAGS]: ["ID"] } },
    { [TAGS]: ["UserName"] },
    "authorization",
  ],
  ["any value of none", { "ForAnyValue:StringLike": { [TAGS]: "*" } }, { [TAGS]: [] }, "authorization"],
  // https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
  [
    "any value of none, IfExists",
    { "ForAnyValue:StringEqualsIfExists": { [TAGS]: "a" } },
    { [TAGS]: [] },
    "authorization",
  ],
  [
    "every value is another",
    { "ForAllValues:StringNotEquals": { [TAGS]: ["c", "d"] } },
    { [TAGS]: ["a", "b"] },
    "allowed",
  ],
  [
    "every value is another, but for one",
    { "ForAllValues:StringNotEquals": { [TAGS]: ["b"] } },
    { [TAGS]: ["a", "b"] },
    "authorization",
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  // Keys and operators: AND; values: OR, and NOR after a negation; names of keys in any letter case
  [
    "two keys",
    { StringEquals: { [LIST]: "a", "s3:delimiter": "/" } },
    { [LIST]: "a", "s3:delimiter": "-" },
    "authorization",
  ],
  [
    "two operators",
    { StringEquals: { [LIST]: "a" }, NumericLessThan: { "s3:max-keys": "5" } },
    { [LIST]: "a", "s3:max-keys": "6" },
    "authorization",
  ],
  ["neither of two values", { StringNotEquals: { [LIST]: ["a", "b"] } }, { [LIST]: "b" }, "authorization"],
  ["a third value", { StringNotEquals: { [LIST]: ["a", "b"] } }, { [LIST]: "c" }, "allowed"],
  [
    "a key in another letter case",
    { StringEquals: { "S3:Prefix": "a", "AWS:principalTYPE": "AssumedRole" } },
    { [LIST]: "a" },
    "allowed",
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  // Variables are for texts and ARNs; a number, a date, an address and Null take none
  [
    "a variable in a text",
    { StringLike: { [LIST]: "$${aws:PrincipalTag/team}/*" } },
    { [LIST]: "reports/a" },
    "allowed",
  ],
  [
    "a variable in an ARN",
    { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/$${aws:PrincipalTag/role}" } },
    {},
    "allowed",
  ],
  [
    "a variable in a number",
    { NumericLessThan: { "s3:max-keys": "$${aws:PrincipalTag/most}" } },
    { "s3:max-keys": "5" },
    "authorization",
  ],
  ["a variable in a date", { DateLessThan: { "aws:CurrentTime": "$${aws:PrincipalTag/until}" } }, {}, "authorization"],
  [
    "a variable in an address",
    { IpAddress: { "aws:SourceIp": "$${aws:PrincipalTag/network}" } },
    { "aws:SourceIp": "203.0.113.7" },
    "authorization",
  ],
  ["a variable in Null", { Null: { [LIST]: "$${aws:PrincipalTag/absent}" } }, {}, "authorization"],
  [
    "a variable whose tag is not there",
    { StringEquals: { [LIST]: "$${aws:PrincipalTag/none}" } },
    { [LIST]: "" },
    "authorization",
  ],
  [
    "a variable's default",
    { StringEquals: { [LIST]: "$${aws:PrincipalTag/none, 'all'}" } },
    { [LIST]: "all" },
    "allowed",
  ],
  [
    "a default that is not needed",
    { StringEquals: { [LIST]: "$${aws:PrincipalTag/team, 'all'}" } },
    { [LIST]: "all" },
    "authorization",
  ],
  [
    "a star of a tag is no wildcard",
    { StringLike: { [LIST]: "$${aws:PrincipalTag/star}" } },
    { [LIST]: "anything" },
    "authorization",
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  ["a tag's key in another letter case", { StringEquals: { "aws:PrincipalTag/TEAM": "reports" } }, {}, "allowed"],
  [
    "a tag's value in another letter case",
    { StringEquals: { "aws:PrincipalTag/team": "Reports" } },
    {},
    "authorization",
  ],
  ["the provider of the session's token", { ArnEquals: { "aws:FederatedProvider": PROVIDER } }, {}, "allowed"],
  ["another provider", { StringEquals: { "aws:FederatedProvider": `${PROVIDER}2` } }, {}, "authorization"],
  // "not present for federated identities"
  ["several factors", { Bool: { "aws:MultiFactorAuthPresent": "true" } }, {}, "authorization"],
  ["several factors, IfExists", { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }, {}, "allowed"],
  ["the age of several factors", { NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } }, {}, "authorization"],
  // A direct call is no service's; ViaAWSService is false then, and CalledVia, SourceArn and SourceAccount are not there
  ["no service between", { Bool: { "aws:ViaAWSService": "false" } }, {}, "allowed"],
  ["by a service", { Bool: { "aws:ViaAWSService": "true" } }, {}, "authorization"],
  [
    "by a service of a name",
    { "ForAnyValue:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } },
    {},
    "authorization",
  ],
  ["not by a service of a name", { StringNotEquals: { "aws:CalledViaFirst": "athena.amazonaws.com" } }, {}, "allowed"],
  ["for a resource of an account", { StringEquals: { "aws:SourceAccount": ACCOUNT } }, {}, "authorization"],
  ["for no resource", { Null: { "aws:SourceArn": "true" } }, {}, "allowed"],
  ["a service as the principal", { Bool: { "aws:PrincipalIsAWSService": "true" } }, {}, "authorization"],
  ["the account of the resource", { StringEquals: { "aws:ResourceAccount": ACCOUNT } }, {}, "allowed"],
  ["another account of the resource", { StringEquals: { "aws:ResourceAccount": "444455556666" } }, {}, "authorization"],
  ["a user's name, which a role has not", { StringEquals: { "aws:username": "loader" } }, {}, "authorization"],
  ["a pattern of the session's id", { StringLike: { "aws:userid": "AROA*:deploy.deployer" } }, {}, "allowed"],
];
const ROLE_TAGS = {
  team: "reports",
  role: "loader",
  most: "10",
  until: "2120-01-01T00:00:00Z",
  network: "203.0.113.0/24",
  star: "*",
};

describe("conditions of AWS policies", () => {
  it.each(CONDITIONS.map(([words, condition, keys, expected]) => [words, expected, condition, keys] as const))(
    "%s: %s",
    async (_words, expected, condition, keys) => {
      const resource = {
        aws_s3_bucket: { reports: { bucket: "acme-reports" } },
        ...inline(allow("s3:GetObject", "*", { Condition: condition })),
      };
      const [verdict] = await verdicts(stack({ role: { tags: ROLE_TAGS }, resource }), [
        { from: "corp:deploy/deployer", ...READ, keys },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

const SEND = { action: "sqs:SendMessage", resource: `arn:aws:sqs:us-west-2:${ACCOUNT}:jobs` };
const GRANT = { Effect: "Allow", Action: "s3:GetObject", Resource: `${BUCKET}/*` };
const DENY = { Effect: "Deny", Action: "s3:*", Resource: `${BUCKET}/*` };
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const bounded = (...statements: object[]): Objects => ({
  aws_iam_policy: { edge: { name: "edge", policy: policy(...statements) } },
});
const BOUNDARY = { permissions_boundary: "${aws_iam_policy.edge.arn}" };

const UNLESS_ENDPOINT = denied("*", "*", { Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } });

/** Statements of policies, and how policies count together. */
const STATEMENTS: readonly [words: string, parts: Parameters<typeof stack>[0], request: object, expected: Expected][] =
  [
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: after the ARN's fifth colon alone
    [
      "a variable in a queue's name",
      {
        role: { tags: { name: "jobs" } },
        resource: inline(allow("sqs:SendMessage", `arn:aws:sqs:us-west-2:${ACCOUNT}:$\${aws:PrincipalTag/name}`)),
      },
      SEND,
      "allowed",
    ],
    [
      "a variable in place of the region",
      {
        role: { tags: { region: "us-west-2" } },
        resource: inline(allow("sqs:SendMessage", `arn:aws:sqs:$\${aws:PrincipalTag/region}:${ACCOUNT}:jobs`)),
      },
      SEND,
      "authorization",
    ],
    [
      "a variable in place of the account",
      {
        role: { tags: { account: ACCOUNT } },
        resource: inline(allow("sqs:SendMessage", "arn:aws:sqs:us-west-2:$${aws:PrincipalTag/account}:jobs")),
      },
      SEND,
      "authorization",
    ],
    [
      "a variable in a version without variables",
      {
        role: { tags: { name: "2027" } },
        resource: {
          aws_iam_role_policy: {
            one: {
              name: "one",
              role: "loader",
              policy: JSON.stringify({
                Version: "2008-10-17",
                Statement: allow("s3:GetObject", `${BUCKET}/$\${aws:PrincipalTag/name}/*`),
              }),
            },
          },
        },
      },
      READ,
      "authorization",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html: all but what is listed, within Resource
    [
      "NotAction of two",
      { resource: inline({ Effect: "Allow", NotAction: ["s3:Delete*", "s3:Put*"], Resource: `${BUCKET}/*` }) },
      READ,
      "allowed",
    ],
    [
      "NotAction of two, one of them",
      { resource: inline({ Effect: "Allow", NotAction: ["s3:Delete*", "s3:Put*"], Resource: `${BUCKET}/*` }) },
      { ...READ, action: "s3:DeleteObject" },
      "authorization",
    ],
    [
      "NotAction on another bucket",
      { resource: inline({ Effect: "Allow", NotAction: "iam:*", Resource: `${BUCKET}2/*` }) },
      READ,
      "authorization",
    ],
    [
      "a Deny by NotAction of the service",
      { resource: inline(allow("*", "*"), { Effect: "Deny", NotAction: "s3:*", Resource: "*" }) },
      SEND,
      "authorization",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html: all resources but those
    [
      "NotResource of another service's actions",
      { resource: inline({ Effect: "Allow", Action: "*", NotResource: `${BUCKET}/*` }) },
      SEND,
      "allowed",
    ],
    [
      "NotResource with a list",
      {
        resource: inline({
          Effect: "Allow",
          Action: "s3:GetObject",
          NotResource: [`${BUCKET}/2025/*`, `${BUCKET}/2027/*`],
        }),
      },
      READ,
      "authorization",
    ],
    [
      "a Deny by NotResource of the resource",
      { resource: inline(allow("s3:*", "*"), { Effect: "Deny", Action: "*", NotResource: [BUCKET, `${BUCKET}/*`] }) },
      READ,
      "allowed",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html: an explicit Deny wins, in whatever policy
    [
      "a Deny with stars",
      { resource: inline(allow("s3:GetObject", OBJECT), denied("s3:*Object", "arn:aws:s3:::acme-*")) },
      READ,
      "authorization",
    ],
    [
      "a Deny of another bucket with stars",
      { resource: inline(allow("s3:GetObject", OBJECT), denied("s3:*", "arn:aws:s3:::*-private/*")) },
      READ,
      "allowed",
    ],
    [
      "a Deny under a condition that does not hold",
      {
        resource: inline(
          allow("s3:GetObject", "*"),
          denied("*", "*", { Condition: { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } } }),
        ),
      },
      READ,
      "allowed",
    ],
    [
      "a Deny of what is not from a network",
      {
        resource: inline(
          allow("s3:GetObject", "*"),
          denied("*", "*", { Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
        ),
      },
      { ...READ, keys: { "aws:SourceIp": "198.51.100.1" } },
      "authorization",
    ],
    [
      "a Deny with a missing tag, IfExists",
      {
        resource: inline(
          allow("s3:GetObject", "*"),
          denied("*", "*", { Condition: { StringNotEqualsIfExists: { "aws:PrincipalTag/team": "x" } } }),
        ),
      },
      READ,
      "authorization",
    ],
    // docs/lab.md, "can-i": where a policy that was read could change the answer and is not understood, the answer is no
    [
      "a Deny by a key that is not known",
      { resource: inline(allow("s3:GetObject", "*"), UNLESS_ENDPOINT) },
      READ,
      "authorization not simulated",
    ],
    [
      "a Deny by a key that the request tells",
      { resource: inline(allow("s3:GetObject", "*"), UNLESS_ENDPOINT) },
      { ...READ, keys: { "aws:SourceVpce": "vpce-1" } },
      "allowed",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    // No part of a principal's name by a wildcard: neither all roles, nor all sessions
    [
      "a bucket's grant to all roles by a star",
      { resource: bucketPolicy({ ...GRANT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } }) },
      READ,
      "authorization",
    ],
    [
      "a bucket's grant to all sessions by a star",
      { resource: bucketPolicy({ ...GRANT, Principal: { AWS: SESSION_ARN.replace("deploy.deployer", "*") } }) },
      READ,
      "authorization",
    ],
    [
      "a bucket's grant to another session",
      { resource: bucketPolicy({ ...GRANT, Principal: { AWS: `${SESSION_ARN}2` } }) },
      READ,
      "authorization",
    ],
    [
      "a bucket's grant to everybody of an ARN",
      {
        resource: bucketPolicy({
          ...GRANT,
          Principal: "*",
          Condition: { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/load*` } },
        }),
      },
      READ,
      "allowed",
    ],
    [
      "a bucket's grant to everybody of another account",
      {
        resource: bucketPolicy({
          ...GRANT,
          Principal: { AWS: "*" },
          Condition: { StringEquals: { "aws:PrincipalAccount": "444455556666" } },
        }),
      },
      READ,
      "authorization",
    ],
    [
      "a bucket's grant to one of several",
      { resource: bucketPolicy({ ...GRANT, Principal: { AWS: ["444455556666", ROLE_ARN] } }) },
      READ,
      "allowed",
    ],
    [
      "a bucket's grant to a service",
      { resource: bucketPolicy({ ...GRANT, Principal: { Service: "s3.amazonaws.com" } }) },
      READ,
      "authorization",
    ],
    // The same page: a boundary does not limit what everybody gets under a condition on aws:PrincipalArn, but for its Deny
    [
      "a boundary and everybody of an ARN",
      {
        role: BOUNDARY,
        resource: {
          ...bounded(allow("ec2:*", "*")),
          ...bucketPolicy({ ...GRANT, Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } }),
        },
      },
      READ,
      "allowed",
    ],
    [
      "a boundary's Deny and everybody of an ARN",
      {
        role: BOUNDARY,
        resource: {
          ...bounded(allow("*", "*"), denied("s3:Get*", "*")),
          ...bucketPolicy({ ...GRANT, Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } } }),
        },
      },
      READ,
      "authorization",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    // A Deny excepts a session where its ARN, its role's and its account's are listed
    [
      "a Deny for all but session, role and account",
      { resource: { ...S3, ...bucketPolicy({ ...DENY, NotPrincipal: { AWS: [SESSION_ARN, ROLE_ARN, ROOT] } }) } },
      READ,
      "allowed",
    ],
    [
      "a Deny for all but the role",
      { resource: { ...S3, ...bucketPolicy({ ...DENY, NotPrincipal: { AWS: [ROLE_ARN] } }) } },
      READ,
      "authorization",
    ],
    [
      "a Deny for all but another session",
      { resource: { ...S3, ...bucketPolicy({ ...DENY, NotPrincipal: { AWS: [`${SESSION_ARN}2`, ROLE_ARN, ROOT] } }) } },
      READ,
      "authorization",
    ],
    [
      "a Deny for all but another account",
      { resource: { ...S3, ...bucketPolicy({ ...DENY, NotPrincipal: { AWS: "444455556666" } }) } },
      READ,
      "authorization",
    ],
    [
      "an Allow for all but another role",
      { resource: bucketPolicy({ ...GRANT, NotPrincipal: { AWS: `${ROLE_ARN}2` } }) },
      READ,
      "allowed",
    ],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html: both must allow, and a Deny of either wins
    [
      "a boundary with the action on another bucket",
      { role: BOUNDARY, resource: { ...S3, ...bounded(allow("s3:*", `${BUCKET}2/*`)) } },
      READ,
      "authorization",
    ],
    [
      "a boundary with a Deny",
      { role: BOUNDARY, resource: { ...S3, ...bounded(allow("*", "*"), denied("s3:*", `${BUCKET}/2027/*`)) } },
      READ,
      "authorization",
    ],
    [
      "a boundary of all but IAM",
      { role: BOUNDARY, resource: { ...S3, ...bounded({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) } },
      READ,
      "allowed",
    ],
    [
      "a boundary with a condition on a tag",
      {
        role: { ...BOUNDARY, tags: { team: "reports" } },
        resource: {
          ...S3,
          ...bounded(allow("s3:*", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "other" } } })),
        },
      },
      READ,
      "authorization",
    ],
    [
      "a boundary that was not read",
      { role: { permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/elsewhere` }, resource: S3 },
      READ,
      "authorization",
    ],
    [
      "a boundary and the bucket's grant to the account",
      {
        role: BOUNDARY,
        resource: { ...S3, ...bounded(allow("ec2:*", "*")), ...bucketPolicy({ ...GRANT, Principal: { AWS: ROOT } }) },
      },
      READ,
      "authorization",
    ],
    [
      "the bucket's grant to the role beside a boundary that has it",
      { role: BOUNDARY, resource: { ...bounded(allow("s3:*", "*")), ...bucketPolicy({ ...GRANT, Principal: ME }) } },
      READ,
      "allowed",
    ],
  ];

describe("statements of AWS policies", () => {
  itAnswers(STATEMENTS, { from: "corp:deploy/deployer" }, stack);
});

const CLAIM = "https://aws.amazon.com/tags";
const TAGGED = { ...EXACT, Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] };
const TOKEN = { [CLAIM]: { principal_tags: { Team: ["reports"] }, transitive_tag_keys: ["Team"] } };
const byTeam = inline(
  allow("s3:GetObject", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "reports" } } }),
);

/**
 * Tags that a token brings.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html: the trust policy allows TagSession; a tag of the session
 * counts in place of the role's of the same key, whose letter case makes no difference; keys and values may be asked for.
 */
const SESSION_TAGS: readonly [words: string, role: object, claims: object, expected: Expected][] = [
  ["a tag of the token", { assume_role_policy: policy(TAGGED) }, TOKEN, "allowed"],
  ["without TagSession", {}, TOKEN, "exchange AccessDenied"],
  ["a token without tags", { assume_role_policy: policy(TAGGED) }, {}, "authorization"],
  [
    "another value",
    { assume_role_policy: policy(TAGGED) },
    { [CLAIM]: { principal_tags: { Team: ["ops"] } } },
    "authorization",
  ],
  ["the token's over the role's", { assume_role_policy: policy(TAGGED), tags: { team: "ops" } }, TOKEN, "allowed"],
  [
    "the token's over the role's, refused",
    { assume_role_policy: policy(TAGGED), tags: { team: "reports" } },
    { [CLAIM]: { principal_tags: { team: ["ops"] } } },
    "authorization",
  ],
  ["the flat form", { assume_role_policy: policy(TAGGED) }, { [`${CLAIM}/principal_tags/team`]: "reports" }, "allowed"],
  [
    "a trust that asks for the tag's value",
    {
      assume_role_policy: policy({
        ...TAGGED,
        Condition: { ...(TAGGED as { Condition?: object }).Condition, StringLike: { "aws:RequestTag/team": "ops*" } },
      }),
    },
    TOKEN,
    "exchange AccessDenied",
  ],
  [
    "a trust that takes no other tags",
    {
      assume_role_policy: policy({
        ...TAGGED,
        Condition: {
          ...(TAGGED as { Condition?: object }).Condition,
          "ForAllValues:StringEquals": { "aws:TagKeys": ["Team"] },
        },
      }),
    },
    { [CLAIM]: { principal_tags: { Team: ["reports"], Cost: ["1"] } } },
    "exchange AccessDenied",
  ],
];

describe("tags of a token at AWS", () => {
  it.each(SESSION_TAGS.map(([words, role, claims, expected]) => [words, expected, role, claims] as const))(
    "%s: %s",
    async (_words, expected, role, claims) => {
      const [verdict] = await verdicts(stack({ role, resource: byTeam }), [
        { from: "corp:deploy/deployer", claims: { ...OWN_CLAIMS, ...claims }, ...READ },
      ]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
