import { account, ACCOUNT, AUDIENCE, EXACT, KEY, OWN_CLAIMS, policy, PROVIDER, SUBJECT, trusting } from "./support/aws";
import { Expected, inWords, Verdict, verdicts } from "./support/ask";

const SUB = `${KEY}:sub`;
const AUD = `${KEY}:aud`;
const EQUAL = { [AUD]: AUDIENCE };
const OTHER = "system:serviceaccount:deploy:other";
const deny = (condition: object, more: object = {}) => trusting(condition, { Effect: "Deny", ...more });

/** Trust policies, and whether the token of the subject may assume the role by them. */
const CASES: readonly [words: string, trust: string, expected: Expected][] = [
  // IAM User Guide, "IAM JSON policy elements: Condition": key names are not case-sensitive, values are as the operator says
  ["exact conditions", policy(EXACT), "allowed"],
  [
    "keys in another letter case",
    policy(trusting({ StringEquals: { [SUB.toUpperCase()]: SUBJECT, [`${KEY}:AUD`]: AUDIENCE } })),
    "allowed",
  ],
  [
    "a value in another letter case",
    policy(trusting({ StringEquals: { [SUB]: SUBJECT.toUpperCase() } })),
    "exchange AccessDenied",
  ],
  ["StringEqualsIgnoreCase", policy(trusting({ StringEqualsIgnoreCase: { [SUB]: SUBJECT.toUpperCase() } })), "allowed"],
  [
    "a wildcard in StringEquals",
    policy(trusting({ StringEquals: { [SUB]: "system:serviceaccount:deploy:*" } })),
    "exchange AccessDenied",
  ],
  [
    "a wildcard in StringLike",
    policy(trusting({ StringLike: { [SUB]: "system:serviceaccount:deploy:*" } })),
    "allowed",
  ],
  [
    "a question mark in StringLike",
    policy(trusting({ StringLike: { [SUB]: "system:serviceaccount:deploy:deploye?" } })),
    "allowed",
  ],
  [
    "a question mark for no character",
    policy(trusting({ StringLike: { [SUB]: `${SUBJECT}?` } })),
    "exchange AccessDenied",
  ],
  ["a star across colons", policy(trusting({ StringLike: { [SUB]: "system:*:deployer" } })), "allowed"],
  [
    "StringLike in another letter case",
    policy(trusting({ StringLike: { [SUB]: "System:*" } })),
    "exchange AccessDenied",
  ],
  // "Conditions with multiple context keys or values": values by OR, keys and operators by AND, negated operators by NOR
  ["one of several values", policy(trusting({ StringEquals: { [SUB]: [OTHER, SUBJECT] } })), "allowed"],
  [
    "two operators, one of which fails",
    policy(trusting({ StringEquals: { [SUB]: SUBJECT }, StringLike: { [AUD]: "api:*" } })),
    "exchange AccessDenied",
  ],
  ["StringNotEquals of another", policy(trusting({ StringNotEquals: { [SUB]: OTHER } })), "allowed"],
  [
    "StringNotEquals of several, itself among them",
    policy(trusting({ StringNotEquals: { [SUB]: [OTHER, SUBJECT] } })),
    "exchange AccessDenied",
  ],
  [
    "StringNotLike of its namespace",
    policy(trusting({ StringNotLike: { [SUB]: "*:deploy:*" } })),
    "exchange AccessDenied",
  ],
  // "IAM JSON policy elements: Condition operators", …IfExists, Null; a missing key
  [
    "a key that no token has",
    policy(trusting({ StringEquals: { ...EQUAL, [`${KEY}:email`]: "a@b.example" } })),
    "exchange AccessDenied",
  ],
  [
    "a negated key that no token has",
    policy(trusting({ StringNotEquals: { [`${KEY}:email`]: "a@b.example" } })),
    "allowed",
  ],
  [
    "IfExists of a key that no token has",
    policy(trusting({ StringEqualsIfExists: { [`${KEY}:email`]: "a@b.example" } })),
    "allowed",
  ],
  [
    "IfExists of a key that differs",
    policy(trusting({ StringEqualsIfExists: { [SUB]: OTHER } })),
    "exchange AccessDenied",
  ],
  ["Null true of a key that is there", policy(trusting({ Null: { [SUB]: "true" } })), "exchange AccessDenied"],
  ["Null false of a key that is there", policy(trusting({ Null: { [SUB]: "false" } })), "allowed"],
  ["Null true of a key that is not there", policy(trusting({ Null: { [`${KEY}:email`]: true } })), "allowed"],
  [
    "Null false of a key that is not there",
    policy(trusting({ Null: { [`${KEY}:email`]: "false" } })),
    "exchange AccessDenied",
  ],
  // "Set operators for multivalued context keys"
  [
    "ForAllValues of a key that is not there",
    policy(trusting({ "ForAllValues:StringEquals": { [`${KEY}:groups`]: "a" } })),
    "allowed",
  ],
  [
    "ForAnyValue of a key that is not there",
    policy(trusting({ "ForAnyValue:StringEquals": { [`${KEY}:groups`]: "a" } })),
    "exchange AccessDenied",
  ],
  [
    "ForAllValues of another subject",
    policy(trusting({ "ForAllValues:StringEquals": { [SUB]: OTHER } })),
    "exchange AccessDenied",
  ],
  [
    "ForAnyValue with a wildcard",
    policy(trusting({ "ForAnyValue:StringLike": { [SUB]: ["x", "*:deployer"] } })),
    "allowed",
  ],
  [
    "ForAnyValue:StringNotEquals of several",
    policy(trusting({ "ForAnyValue:StringNotEquals": { [SUB]: [OTHER, "x"] } })),
    "allowed",
  ],
  // "Policy evaluation logic": an explicit deny wins
  ["a Deny for the subject", policy(EXACT, deny({ StringEquals: { [SUB]: SUBJECT } })), "exchange AccessDenied"],
  ["a Deny for another subject", policy(EXACT, deny({ StringEquals: { [SUB]: OTHER } })), "allowed"],
  [
    "a Deny of all but another audience",
    policy(EXACT, deny({ StringNotEquals: { [AUD]: "another" } })),
    "exchange AccessDenied",
  ],
  [
    "a Deny of another action",
    policy(EXACT, deny({ StringEquals: { [SUB]: SUBJECT } }, { Action: "sts:AssumeRole" })),
    "allowed",
  ],
  ["a Deny if a key is absent", policy(EXACT, deny({ Null: { [`${KEY}:email`]: "true" } })), "exchange AccessDenied"],
  [
    "a Deny with a negated missing key",
    policy(EXACT, deny({ StringNotEquals: { [`${KEY}:email`]: "a@b.example" } })),
    "exchange AccessDenied",
  ],
  [
    "a Deny with a negated missing key, IfExists",
    policy(EXACT, deny({ StringNotEqualsIfExists: { [`${KEY}:email`]: "a" } })),
    "exchange AccessDenied",
  ],
  ["statements of which the second fits", policy(trusting({ StringEquals: { [SUB]: OTHER } }), EXACT), "allowed"],
  // "IAM JSON policy elements: Action": action names are not case-sensitive, and take wildcards
  ["an action in another letter case", policy({ ...EXACT, Action: "STS:assumerolewithwebidentity" }), "allowed"],
  ["an action with a star", policy({ ...EXACT, Action: "sts:AssumeRoleWith*" }), "allowed"],
  ["AssumeRole alone", policy({ ...EXACT, Action: "sts:AssumeRole" }), "exchange AccessDenied"],
  [
    "AssumeRoleWithSAML",
    policy({ ...EXACT, Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"] }),
    "exchange AccessDenied",
  ],
  // "AWS JSON policy elements: Principal"
  [
    "the account as the principal",
    policy({ ...EXACT, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
    "exchange AccessDenied",
  ],
  [
    "a service as the principal",
    policy({ ...EXACT, Principal: { Service: "pods.eks.amazonaws.com" } }),
    "exchange AccessDenied",
  ],
  ["two providers", policy({ ...EXACT, Principal: { Federated: [`${PROVIDER}2`, PROVIDER] } }), "allowed"],
  [
    "the provider of another account",
    policy({ ...EXACT, Principal: { Federated: PROVIDER.replace(ACCOUNT, "444455556666") } }),
    "exchange",
  ],
  [
    "the provider with https://",
    policy({ ...EXACT, Principal: { Federated: PROVIDER.replace(KEY, `https://${KEY}`) } }),
    "exchange",
  ],
  ["the provider with a slash more", policy({ ...EXACT, Principal: { Federated: `${PROVIDER}/` } }), "exchange"],
  // "IAM policy elements: Variables and tags"
  ["a variable that is the key itself", policy(trusting({ StringEquals: { [SUB]: `$$\{${SUB}}` } })), "allowed"],
  [
    "a variable in a policy of 2008",
    JSON.stringify({ Version: "2008-10-17", Statement: [trusting({ StringEquals: { [SUB]: `$$\{${SUB}}` } })] }),
    "exchange AccessDenied",
  ],
  [
    "a variable in a policy without a version",
    JSON.stringify({ Statement: trusting({ StringEquals: { [SUB]: `$$\{${SUB}}` } }) }),
    "exchange AccessDenied",
  ],
  [
    "a default for a missing variable",
    policy(trusting({ StringEquals: { [SUB]: `system:serviceaccount:deploy:$$\{${KEY}:team, 'deployer'}` } })),
    "allowed",
  ],
  [
    "a literal star",
    policy(trusting({ StringLike: { [SUB]: "system:serviceaccount:deploy:$${*}" } })),
    "exchange AccessDenied",
  ],
  [
    "a variable without a value",
    policy(trusting({ StringLike: { [SUB]: `$$\{${KEY}:team}*` } })),
    "exchange AccessDenied",
  ],
  ["a single statement and no list", JSON.stringify({ Version: "2012-10-17", Statement: EXACT }), "allowed"],
  // "Date condition operators"; "AWS global condition context keys", aws:CurrentTime and aws:EpochTime
  [
    "a date that is past",
    policy(trusting({ StringEquals: EQUAL, DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } })),
    "exchange AccessDenied",
  ],
  [
    "a date to come",
    policy(trusting({ StringEquals: EQUAL, DateLessThan: { "aws:CurrentTime": "2120-01-01T00:00:00Z" } })),
    "allowed",
  ],
  [
    "a date alone, without a time",
    policy(trusting({ StringEquals: EQUAL, DateGreaterThan: { "aws:CurrentTime": "2020-01-01" } })),
    "allowed",
  ],
  [
    "seconds of the epoch",
    policy(trusting({ StringEquals: EQUAL, NumericGreaterThan: { "aws:EpochTime": "1577836800" } })),
    "allowed",
  ],
  // "IAM and AWS STS condition context keys", sts:RoleSessionName; the case's session is named deploy.deployer
  [
    "the session's name",
    policy(trusting({ StringEquals: { ...EQUAL, "sts:RoleSessionName": "deploy.deployer" } })),
    "allowed",
  ],
  [
    "another session's name",
    policy(trusting({ StringEquals: { ...EQUAL, "sts:RoleSessionName": "other" } })),
    "exchange AccessDenied",
  ],
  [
    "a text that is no ARN in ArnLike",
    policy(trusting({ ArnLike: { [SUB]: "arn:aws:iam::*:role/*" } })),
    "exchange AccessDenied",
  ],
];

describe("trust policies of IAM roles", () => {
  let answers: readonly Verdict[];
  beforeAll(async () => {
    const roles = CASES.map(([, trust], index) => [`role-${index}`, { assume_role_policy: trust }]);
    const requests = CASES.map((_case, index) => ({
      claims: OWN_CLAIMS,
      exchange: { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/role-${index}`, sessionName: "deploy.deployer" },
    }));
    answers = await verdicts(account(Object.fromEntries(roles) as Record<string, object>), requests);
  });

  it.each(CASES.map(([words, , expected], index) => [words, expected, index] as const))(
    "%s: %s",
    (_words, expected, index) => {
      expect(inWords(answers[index], expected)).toBe(expected);
    },
  );
});
