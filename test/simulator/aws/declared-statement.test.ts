import { policyStatement } from "../../../src/access/aws/aws-policy-json";
import { declaredStatement } from "../../../src/simulator/aws/declared-statement";

const PREFIX = { operator: "StringLike", key: "s3:prefix", values: ["reports/*"] };
const cases = [
  { what: "none", conditions: undefined },
  { what: "two keys of one operator", conditions: [PREFIX, { ...PREFIX, key: "aws:UserAgent", values: ["lab*"] }] },
  { what: "values of one key in two conditions", conditions: [PREFIX, { ...PREFIX, values: ["logs/*"] }] },
];

test.each(cases)("has the conditions that the construct writes: $what", ({ conditions }) => {
  const grant = { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::acme"], conditions };
  const { Condition = {}, ...others } = policyStatement(grant);
  expect(declaredStatement({ ...grant, words: "list" })).toEqual({ ...others, Condition });
});
