import fc from "../support/property";
import { decideAction, GivenPolicy } from "../../src/simulator/aws/decide-action";
import { PolicyKind, policyDocument } from "../../src/simulator/aws/statement";
import { describeWithIamEvaluator } from "./support/npm";
import { cases } from "./support/size";

/**
 * Permission policies, a boundary and a bucket's policy, judged by the simulator and by `@cloud-copilot/iam-simulate`: a session
 * of a role reads an object, in its own account and in another.
 */
const ACCOUNT = "111122223333";
const OTHER = "444455556666";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/apps/reader`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/one`;
const OBJECT = "arn:aws:s3:::reports/2026/q1.csv";
const ACTION = "s3:GetObject";

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }));
}
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/**
 * Condition keys by the operators that fit them, each with values that policies want and that requests have. Not tried
 * are a network of `/0`, in which that evaluator takes no address to be, and `${*}` under StringEquals, which it does not fill in.
 */
const TAG = "aws:PrincipalTag/team";
const TAGGED = "s3:ExistingObjectTag/kind";
const KINDS = [
  {
    keys: [TAG, TAGGED, "AWS:principaltag/Team"],
    operators: ["String#Equals", "String#Like", "String#EqualsIgnoreCase"],
    wanted: ["blue", "Blue", "b*", "*", "?lue", "${aws:PrincipalTag/team}", "${aws:PrincipalTag/none, 'blue'}"],
  },
  {
    keys: ["aws:SourceIp"],
    operators: ["#IpAddress"],
    wanted: ["10.0.0.0/8", "192.0.2.1/32", "10.1.2.3"],
  },
  {
    keys: ["aws:CurrentTime"],
    operators: ["Date#Equals", "DateLessThan", "DateGreaterThanEquals"],
    wanted: ["2026-01-01T00:00:00Z", "2026-11-25T00:00:00Z", "2030-01-01T00:00:00Z"],
  },
  { keys: ["aws:SecureTransport"], operators: ["Bool"], wanted: ["true", "false"] },
  {
    keys: ["aws:PrincipalArn"],
    operators: ["Arn#Equals", "Arn#Like", "String#Like"],
    wanted: [ROLE, "arn:aws:iam::*:role/apps/*", "arn:aws:iam::*:role/other", "arn:*:iam::111122223333:*"],
  },
  {
    keys: ["aws:MultiFactorAuthAge"],
    operators: ["Numeric#Equals", "NumericLessThan", "NumericGreaterThanEquals"],
    wanted: ["10", "300", "3600"],
  },
] as const;
const SETS = ["", "", "", "ForAnyValue:", "ForAllValues:"];

const line = fc.constantFrom(...KINDS).chain(({ keys, operators, wanted }) =>
  fc.tuple(
    fc
      .tuple(
        fc.constantFrom(...SETS),
        fc.constantFrom(...operators),
        fc.constantFrom("", "Not"),
        fc.constantFrom("", "IfExists"),
      )
      .map(([set, operator, not, ifExists]) => `${set}${operator.replace("#", not)}${ifExists}`),
    fc.dictionary(fc.constantFrom<string>(...keys), oneOrMore(fc.constantFrom<string>(...wanted)), {
      minKeys: 1,
      maxKeys: 1,
    }),
  ),
);
const nullLine = fc.tuple(
  fc.constant("Null"),
  fc.dictionary(fc.constantFrom(TAG, TAGGED, "aws:SourceIp"), fc.constantFrom("true", "false"), {
    minKeys: 1,
    maxKeys: 1,
  }),
);
const condition = fc
  .array(fc.oneof({ arbitrary: line, weight: 6 }, { arbitrary: nullLine, weight: 1 }), { maxLength: 2 })
  .map((parts) => Object.fromEntries(parts));

const actions = oneOrMore(
  fc.constantFrom(ACTION, "s3:*", "*", "s3:Get*", "S3:getobject", "s3:PutObject", "sqs:*", "s3:?etObject"),
);
const resources = oneOrMore(
  fc.constantFrom(
    ...[
      "*",
      OBJECT,
      "arn:aws:s3:::reports/*",
      "arn:aws:s3:::reports/2026/q?.csv",
      "arn:aws:s3:::other/*",
      "arn:aws:s3:::*",
    ],
    ...["arn:aws:s3:::reports", "arn:aws:s3:::reports/${aws:PrincipalTag/team}/*", "arn:aws:s3:::REPORTS/*"],
  ),
);
const principals = fc.constantFrom<unknown>(
  ...["*", { AWS: "*" }, { AWS: ROLE }, { AWS: SESSION }, { AWS: ACCOUNT }, { AWS: `arn:aws:iam::${ACCOUNT}:root` }],
  ...[
    { AWS: OTHER },
    { AWS: [OTHER, ROLE] },
    { AWS: `arn:aws:iam::${ACCOUNT}:role/other` },
    { Service: "s3.amazonaws.com" },
  ],
);

function statement(who: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  return fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      ...who,
      action: fc.tuple(fc.constantFrom("Action", "Action", "Action", "NotAction"), actions),
      resource: fc.tuple(fc.constantFrom("Resource", "Resource", "Resource", "NotResource"), resources),
      Condition: condition,
    })
    .map(({ action, resource, Condition, ...others }) => ({
      ...others,
      ...Object.fromEntries([action, resource]),
      ...(Object.keys(Condition).length ? { Condition } : {}),
    }));
}
function policy(who: Readonly<Record<string, fc.Arbitrary<unknown>>> = {}) {
  const Statement = fc.array(statement(who), { minLength: 1, maxLength: 2 });
  return fc.record({ Version: fc.constant("2012-10-17"), Statement });
}
const policies = fc.record({
  identity: fc.array(policy(), { maxLength: 2 }),
  boundary: sometimes(policy()),
  resourcePolicy: sometimes(policy({ Principal: principals })),
  account: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER),
});
const context = fc.record(
  {
    [TAG]: fc.constantFrom("blue", "red", "*"),
    [TAGGED]: fc.constantFrom("blue", "Blue", "*"),
    "aws:SourceIp": fc.constantFrom("10.1.2.3", "192.0.2.1"),
    "aws:CurrentTime": fc.constantFrom("2026-11-25T00:00:00Z", "2029-05-05T12:00:00Z"),
    "aws:SecureTransport": fc.constantFrom("true", "false"),
    "aws:MultiFactorAuthAge": fc.constantFrom("10", "600"),
  },
  { requiredKeys: [] },
);

function given(kind: PolicyKind, document: object): GivenPolicy {
  return { name: kind, document: policyDocument(JSON.stringify(document), kind) };
}

describeWithIamEvaluator("A second evaluator of permission policies (npm)", (oracle) => {
  it("allows and refuses as the simulator does", async () => {
    const property = fc.asyncProperty(
      policies,
      context,
      async ({ identity, boundary, resourcePolicy, account }, keys) => {
        const told = { ...keys, "aws:PrincipalArn": ROLE };
        const question = { identity, boundary, resourcePolicy, account, action: ACTION, resource: OBJECT };
        const { verdict } = await oracle().ask<{ verdict: string }>("decide", {
          ...question,
          principal: SESSION,
          context: told,
        });
        const values = new Map(Object.entries(told).map(([name, value]) => [name.toLowerCase(), [value]] as const));
        const caller = { kind: "AWS", names: [ROLE, SESSION], account: ACCOUNT } as const;
        const { allowed, gaps } = decideAction(
          { caller, action: ACTION, resource: OBJECT, context: { get: (key) => values.get(key) ?? [] } },
          {
            identity: identity.map((one) => given("identity", one)),
            ...(boundary ? { boundary: given("identity", boundary) } : {}),
            ...(resourcePolicy ? { resource: given("resource", resourcePolicy) } : {}),
            isSameAccount: account === ACCOUNT,
          },
        );
        expect({ allowed, gaps }).toEqual({ allowed: verdict === "Allowed", gaps: [] });
      },
    );
    await fc.assert(property, cases(6_000, 500));
  });
});
