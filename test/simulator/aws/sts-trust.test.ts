import { given, lineOf, no, refusal, yes } from "../support/answers";
import { ACCOUNT, Ask, assumeBy, HOST, PROVIDER_ARN, trusting } from "../support/aws";

/**
 * What STS answers to a good token, by the role's trust policy alone. Each row is a case of AWS's documents, which its last
 * column names; "recorded" is what STS was seen to answer.
 */
const SUB = `${HOST}:sub`;
const AUD = `${HOST}:aud`;
const AMR = `${HOST}:amr`;
const NS_SA = "system:serviceaccount:ns:sa";
const NS_OTHER = "system:serviceaccount:ns:other";
const OTHER_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/other.example.com`;

const sub = (subject: string): Ask => ({ claims: { sub: subject } });
const amr = (...methods: string[]): Ask => ({ claims: { amr: methods } });
const when = (Condition: object) => [trusting({ Condition })];

type Row = readonly [what: string, statements: readonly object[], ask: Ask, document: string];

const OPERATORS = "Condition operators";
const LOGIC = "Conditions with multiple context keys or values";
const SETS = "Single-valued vs. multivalued context keys";
const EXACT = { StringEquals: { [SUB]: NS_SA, [AUD]: "client-a" } };
const EITHER = { StringEquals: { [SUB]: [NS_OTHER, NS_SA] } };
const NEITHER = { StringNotEquals: { [SUB]: [NS_OTHER, NS_SA] } };
const ABSENT = `${HOST}:nope`;

const ALLOWED: Row[] = [
  ["no condition", [trusting()], {}, "recorded"],
  ["the very subject and audience", when(EXACT), {}, LOGIC],
  ["another letter case, ignored", when({ StringEqualsIgnoreCase: { [SUB]: NS_SA.toUpperCase() } }), {}, OPERATORS],
  ["any name of the namespace", when({ StringLike: { [SUB]: "system:serviceaccount:ns:*" } }), {}, OPERATORS],
  ["one character for a ?", when({ StringLike: { [SUB]: "system:serviceaccount:ns:s?" } }), {}, OPERATORS],
  [
    "a * that runs across colons",
    when({ StringLike: { [SUB]: "system:serviceaccount:*" } }),
    sub("system:serviceaccount:any:thing"),
    OPERATORS,
  ],
  ["the second of two subjects", when(EITHER), {}, LOGIC],
  ["none of two subjects", when(NEITHER), sub("system:serviceaccount:ns:third"), LOGIC],
  ["a negated operator and no such key", when({ StringNotEquals: { [ABSENT]: "x" } }), {}, OPERATORS],
  ["IfExists and no such key", when({ StringEqualsIfExists: { [ABSENT]: "x" } }), {}, OPERATORS],
  ["ForAllValues and no such key: a trap", when({ "ForAllValues:StringEquals": { [ABSENT]: "x" } }), {}, SETS],
  ["ForAnyValue and one of two", when({ "ForAnyValue:StringLike": { [AMR]: "mfa" } }), amr("pwd", "mfa"), SETS],
  ["Null for a key that is not there", when({ Null: { [AMR]: "true" } }), {}, OPERATORS],
  [
    "a key in other letters",
    when({ StringEquals: { "OIDC.EXAMPLE.COM/ID/abc:SUB": NS_SA } }),
    {},
    "IAM JSON policy elements: Condition",
  ],
  [
    "a Deny for the tokens of another provider",
    [trusting(), trusting({ Effect: "Deny", Principal: { Federated: OTHER_PROVIDER } })],
    {},
    "Policy evaluation logic",
  ],
  ["the action in other letters", [trusting({ Action: "STS:assumerolewithwebidentity" })], {}, "Action"],
  ["every action of STS", [trusting({ Action: "sts:*" })], {}, "Action"],
  ["every action but another", [trusting({ Action: undefined, NotAction: "sts:AssumeRole" })], {}, "NotAction"],
  [
    "two providers, one of them its own",
    [trusting({ Principal: { Federated: [OTHER_PROVIDER, PROVIDER_ARN] } })],
    {},
    "Principal",
  ],
  ["the provider's own account", when({ StringEquals: { "aws:PrincipalAccount": ACCOUNT } }), {}, "recorded"],
  ["the session's name", when({ StringEquals: { "sts:RoleSessionName": "s1" } }), { sessionName: "s1" }, "recorded"],
  ["no claim of roles", when({ Bool: { "sts:RoleAuthorizedByIdp": "false" } }), {}, "recorded"],
  ["the one audience of a list", when(EXACT), { claims: { aud: ["client-a"] } }, "recorded"],
];

const REFUSED: Row[] = [
  ["another subject", when(EXACT), sub(NS_OTHER), LOGIC],
  ["the subject in another letter case", when(EXACT), sub("system:serviceaccount:NS:sa"), OPERATORS],
  ["a * without a Like", when({ StringEquals: { [SUB]: "system:serviceaccount:ns:*" } }), {}, OPERATORS],
  ["a ? and nothing for it", when({ StringLike: { [SUB]: "system:serviceaccount:ns:sa?" } }), {}, OPERATORS],
  ["one of the negated two", when(NEITHER), {}, LOGIC],
  ["no such key", when({ StringEquals: { [ABSENT]: "x" } }), {}, OPERATORS],
  ["ForAnyValue and no such key", when({ "ForAnyValue:StringEquals": { [ABSENT]: "x" } }), {}, SETS],
  ["ForAllValues and not all of them", when({ "ForAllValues:StringLike": { [AMR]: "mfa" } }), amr("pwd", "mfa"), SETS],
  ["several values without a set operator", when({ StringEquals: { [AMR]: "mfa" } }), amr("pwd", "mfa"), SETS],
  ["Null for a key that is there", when({ Null: { [AMR]: "true" } }), amr("pwd"), OPERATORS],
  ["a key with https:// in front", when({ StringEquals: { [`https://${SUB}`]: NS_SA } }), {}, OPERATORS],
  ["a key with a slash too many", when({ StringEquals: { [`${HOST}/:sub`]: NS_SA } }), {}, OPERATORS],
  [
    "two operators of which one holds",
    when({ StringEquals: { [SUB]: NS_SA }, StringLike: { [AUD]: "client-b*" } }),
    {},
    LOGIC,
  ],
  [
    "an Allow and a Deny",
    [trusting(), trusting({ Effect: "Deny", Condition: { StringEquals: { [SUB]: NS_SA } } })],
    {},
    "Policy evaluation logic",
  ],
  // @cloud-copilot/iam-simulate takes a wildcard for every principal that asks, those of identity providers among them.
  ["a Deny for everybody", [trusting(), trusting({ Effect: "Deny", Principal: "*" })], {}, "Principal"],
  ["a Deny for everybody of AWS", [trusting(), trusting({ Effect: "Deny", Principal: { AWS: "*" } })], {}, "Principal"],
  ["the action for roles", [trusting({ Action: "sts:AssumeRole" })], {}, "Action"],
  ["every AWS principal", [trusting({ Principal: { AWS: "*" } })], {}, "recorded"],
  ["another provider", [trusting({ Principal: { Federated: OTHER_PROVIDER } })], {}, "Principal"],
  ["an account of nobody", when({ StringEquals: { "aws:PrincipalAccount": "anonymous" } }), {}, "recorded"],
  [
    "another session's name",
    when({ StringEquals: { "sts:RoleSessionName": "s1" } }),
    { sessionName: "s2" },
    "recorded",
  ],
  [
    "the audience that azp overrides",
    when({ StringEquals: { [AUD]: "client-a" } }),
    { claims: { azp: "client-b" } },
    "Available keys for AWS OIDC federation",
  ],
];

const BECAUSE_OF_TRUST = { hop: "exchange", place: "mesh: aws_iam_role.reader", argument: "assume_role_policy" };

describe("a trust policy", () => {
  it.each(ALLOWED)("lets in: %s", (_what, statements, ask) => {
    expect(yes(assumeBy(statements, ask))).toEqual(BECAUSE_OF_TRUST);
  });

  it.each(REFUSED)("keeps out: %s", (_what, statements, ask) => {
    // WHEN
    const answer = assumeBy(statements, ask);

    // THEN
    expect(no(answer)).toEqual({ ...BECAUSE_OF_TRUST, code: "AccessDenied" });
    expect(refusal(answer).message).toBe("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  });

  it("tells the first line of it that does not hold, with what was wanted and what is there", () => {
    expect(lineOf(assumeBy(when(EXACT), sub(NS_OTHER)))).toBe(
      `Statement[0]: Condition StringEquals "${SUB}" wants "${NS_SA}", and the token has "${NS_OTHER}"`,
    );
  });

  it("tells of several statements the one that fails by its condition alone", () => {
    // GIVEN
    const statements = [trusting({ Action: "sts:AssumeRole" }), ...when(EXACT)];

    // THEN
    expect(lineOf(assumeBy(statements, sub(NS_OTHER)))).toMatch(/^Statement\[1\]: Condition StringEquals/);
  });

  it("gives a session of the role that carries the name asked for", () => {
    expect(given(assumeBy([trusting()], { sessionName: "ns.sa" }))).toMatchObject({
      role: { arn: `arn:aws:iam::${ACCOUNT}:role/reader`, account: ACCOUNT, name: "reader" },
      sessionName: "ns.sa",
    });
  });
});
