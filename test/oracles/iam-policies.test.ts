import fc from "../support/property";
import { evaluateTrustPolicy } from "../../src/simulator/aws/policy";
import { describeWithIamEvaluator } from "./support/npm";
import { cases } from "./support/size";

/**
 * Trust policies of roles, judged by the simulator and by `@cloud-copilot/iam-simulate`. The issuer is one whose condition keys
 * that evaluator knows; which keys a real token brings is STS's part, and not tried here.
 */
const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/accounts.google.com`;
const OTHER = `arn:aws:iam::${ACCOUNT}:oidc-provider/accounts.example.com`;
const ACTION = "sts:AssumeRoleWithWebIdentity";

const SUB = "accounts.google.com:sub";
const AUD = "accounts.google.com:aud";
const SESSION = "sts:RoleSessionName";
const TEXTS = ["system:serviceaccount:ns:sa", "System:ServiceAccount:ns:sa", "a*b", "a?b", "axb", "", "a.b", "{x}"];
const PATTERNS = [...TEXTS, "*", "system:*", "system:serviceaccount:*:sa", "a??", "?*", "A*", "*:ns:*"];

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }));
}
function operators(names: readonly string[], prefixes: readonly string[] = [""]): string[] {
  return names.flatMap((name) => prefixes.flatMap((prefix) => [`${prefix}${name}`, `${prefix}${name}IfExists`]));
}
const TEXT_OPERATORS = operators(
  [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
  ],
  ["", "ForAnyValue:", "ForAllValues:"],
);
const key = fc.constantFrom(SUB, AUD, SESSION, "Accounts.Google.com:SUB");
const textCondition = fc.tuple(
  fc.constantFrom(...TEXT_OPERATORS),
  fc.dictionary(key, oneOrMore(fc.constantFrom(...PATTERNS)), { minKeys: 1, maxKeys: 2 }),
);
const nullCondition = fc.tuple(
  fc.constant("Null"),
  fc.dictionary(key, fc.constantFrom("true", "false"), { minKeys: 1, maxKeys: 1 }),
);
const condition = fc
  .array(fc.oneof({ arbitrary: textCondition, weight: 6 }, { arbitrary: nullCondition, weight: 1 }), { maxLength: 2 })
  .map((parts) => Object.fromEntries(parts));

const actions = oneOrMore(
  fc.constantFrom(ACTION, "sts:*", "sts:Assume*", "STS:assumerolewithwebidentity", "sts:AssumeRole", "sts:TagSession"),
);
const statement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Principal: fc.constantFrom<object>(
      { Federated: PROVIDER },
      { Federated: PROVIDER },
      { Federated: [OTHER, PROVIDER] },
      { Federated: OTHER },
    ),
    Action: actions,
    Condition: condition,
  })
  .map(({ Condition, ...others }) => (Object.keys(Condition).length ? { ...others, Condition } : others));
const policy = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
});
const context = fc.dictionary(fc.constantFrom(SUB, AUD, SESSION), fc.constantFrom(...TEXTS), { maxKeys: 3 });

describeWithIamEvaluator("A second evaluator of IAM policies (npm)", (oracle) => {
  it("allows and refuses as the simulator does", async () => {
    const property = fc.asyncProperty(policy, context, async (document, given) => {
      const question = { policy: document, principal: PROVIDER, action: ACTION, role: ROLE, context: given };
      const { verdict } = await oracle().ask<{ verdict: string }>("judge", question);
      const caller = { kind: "Federated", names: [PROVIDER], account: ACCOUNT } as const;
      const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), [value]] as const));
      const { allowed } = evaluateTrustPolicy(JSON.stringify(document), caller, ACTION, values);
      expect(allowed).toBe(verdict === "Allowed");
    });
    await fc.assert(property, cases(6_000, 500));
  });
});
