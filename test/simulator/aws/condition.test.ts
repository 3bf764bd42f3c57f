import { evaluateCondition, onlyWith } from "../../../src/simulator/aws/condition";

/**
 * Each operator by itself: what a policy wants of a key, and what the request has.
 *
 * AWS IAM documentation: "IAM JSON policy elements: Condition operators".
 */
function holds(condition: object, given: Readonly<Record<string, string | string[]>> = {}): boolean | undefined {
  const context = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
  return evaluateCondition(condition, onlyWith(context)).holds;
}

const ROLE = "arn:aws:iam::111122223333:role/apps/reader";

type Row = readonly [operator: string, wanted: unknown, given: string, holds: boolean];

const STRINGS: Row[] = [
  ["StringEquals", "a*", "a*", true],
  ["StringEquals", "a*", "ab", false],
  ["StringEquals", "A", "a", false],
  ["StringNotEquals", "A", "a", true],
  ["StringNotEquals", ["b", "a"], "a", false],
  ["StringEqualsIgnoreCase", "Ab", "aB", true],
  ["StringEqualsIgnoreCase", "a*", "ab", false],
  ["StringNotEqualsIgnoreCase", "Ab", "aB", false],
  ["StringLike", "a*c", "abbc", true],
  ["StringLike", "a*c", "ac", true],
  ["StringLike", "a?c", "ac", false],
  ["StringLike", "a.c", "abc", false],
  ["StringLike", "b", "abc", false],
  ["StringLike", "A*", "abc", false],
  ["StringNotLike", "a*", "abc", false],
  ["StringNotLike", "b*", "abc", true],
];
const ARNS: Row[] = [
  ["ArnEquals", ROLE, ROLE, true],
  ["ArnEquals", "arn:aws:iam::111122223333:role/*", ROLE, true],
  ["ArnLike", "arn:aws:iam::*:role/apps/reade?", ROLE, true],
  ["ArnLike", "arn:aws:iam::111122223333:role/READER", ROLE, false],
  ["ArnLike", "arn:aws:*:role/apps/reader", ROLE, false],
  ["ArnLike", "arn:aws:s*", ROLE, false],
  ["ArnLike", "arn:*:*:*:*:*", "no arn", false],
  ["ArnNotEquals", "arn:aws:iam::*:role/apps/*", ROLE, false],
  ["ArnNotLike", "arn:aws:iam::*:role/other", ROLE, true],
  ["ArnNotLike", "arn:aws:iam::*:role/other", "no arn", true],
];
const NUMBERS: Row[] = [
  ["NumericEquals", "10", "10.0", true],
  ["NumericEquals", 10, "10", true],
  ["NumericNotEquals", "10", "11", true],
  ["NumericNotEquals", "10", "10", false],
  ["NumericLessThan", "10", "9", true],
  ["NumericLessThan", "10", "10", false],
  ["NumericLessThanEquals", "10", "10", true],
  ["NumericGreaterThan", "9", "10", true],
  ["NumericGreaterThan", "10", "9", false],
  ["NumericGreaterThanEquals", "10", "10", true],
  ["NumericEquals", "ten", "10", false],
  ["NumericLessThan", "10", "", false],
];
const DATES: Row[] = [
  ["DateEquals", "2026-11-25T00:00:00Z", "2026-11-25T01:00:00+01:00", true],
  ["DateNotEquals", "2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z", true],
  ["DateLessThan", "2026-11-25T00:00:00Z", "2026-11-24T23:59:59Z", true],
  ["DateLessThan", "2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", false],
  ["DateLessThanEquals", "2026-11-25T00:00:00Z", "2026-11-25T00:00:00Z", true],
  ["DateGreaterThan", "1790000000", "1790000001", true],
  ["DateGreaterThan", "1790000001", "1790000000", false],
  ["DateGreaterThanEquals", "1790000000", "2026-09-21T14:13:20Z", true],
  ["DateEquals", "someday", "2026-11-25", false],
];
const ADDRESSES: Row[] = [
  ["IpAddress", "10.1.0.0/16", "10.1.2.3", true],
  ["IpAddress", "10.1.0.0/16", "10.2.0.1", false],
  ["IpAddress", ["192.0.2.1", "10.1.2.3"], "10.1.2.3", true],
  ["IpAddress", "2001:db8::/32", "2001:db8::1", true],
  ["IpAddress", "0.0.0.0/0", "10.1.2.3", true],
  ["IpAddress", "::ffff:10.0.0.0/104", "::ffff:a01:203", true],
  ["IpAddress", "2001:db8:0:1::/64", "2001:db8::1", false],
  ["IpAddress", "2001:db8::/32", "10.1.2.3", false],
  ["NotIpAddress", "10.1.0.0/16", "10.2.0.1", true],
  ["NotIpAddress", "10.1.0.0/16", "10.1.2.3", false],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ6", false],
];
const TRUTHS: Row[] = [
  ["Bool", "true", "TRUE", true],
  ["Bool", false, "false", true],
  ["Bool", "true", "false", false],
  ["Bool", "yes", "yes", false],
  ["Null", "false", "something", true],
  ["Null", "true", "something", false],
];

describe.each([
  ["text", STRINGS],
  ["ARNs", ARNS],
  ["numbers", NUMBERS],
  ["dates", DATES],
  ["addresses and bytes", ADDRESSES],
  ["truth", TRUTHS],
])("an operator for %s", (_kind, rows) => {
  it.each(rows)("%s %j of %j: %p", (operator, wanted, given, expected) => {
    expect(holds({ [operator]: { key: wanted } }, { key: given })).toBe(expected);
  });
});

describe("a key that is not there", () => {
  // AWS IAM documentation: the note on keys that are not in the request context.
  it.each([
    ["StringEquals", false],
    ["StringLike", false],
    ["Bool", false],
    ["NumericLessThan", false],
    ["StringNotEquals", true],
    ["StringNotLike", true],
    ["ArnNotLike", true],
    ["NumericNotEquals", true],
    ["DateNotEquals", true],
    ["StringEqualsIfExists", true],
    ["StringNotEqualsIfExists", true],
    ["BoolIfExists", true],
    ["ForAllValues:StringEquals", true],
    ["ForAllValues:StringLikeIfExists", true],
    ["ForAnyValue:StringEquals", false],
    ["ForAnyValue:StringEqualsIfExists", false],
    ["ForAnyValue:StringNotEquals", false],
  ])("makes %s %p", (operator, expected) => {
    expect(holds({ [operator]: { key: "x" } })).toBe(expected);
  });

  it.each([
    ["true", true],
    ["false", false],
  ])("makes Null %s %p", (wanted, expected) => {
    expect(holds({ Null: { key: wanted } })).toBe(expected);
  });
});

describe("IfExists", () => {
  it("asks the same of a key that is there", () => {
    expect(holds({ StringEqualsIfExists: { key: "x" } }, { key: "x" })).toBe(true);
    expect(holds({ StringEqualsIfExists: { key: "x" } }, { key: "y" })).toBe(false);
  });
});

describe("a key of several values", () => {
  // AWS IAM documentation: "Single-valued vs. multivalued context keys".
  it.each([
    ["StringEquals", ["a", "b"], false],
    ["StringNotEquals", ["c"], false],
    ["ForAllValues:StringEquals", ["a", "b", "c"], true],
    ["ForAllValues:StringEquals", ["a"], false],
    ["ForAllValues:StringNotEquals", ["c"], true],
    ["ForAllValues:StringNotEquals", ["a", "c"], false],
    ["ForAnyValue:StringEquals", ["b", "c"], true],
    ["ForAnyValue:StringEquals", ["c"], false],
    ["ForAnyValue:StringNotEquals", ["a", "c"], true],
    ["ForAnyValue:StringNotEquals", ["a", "b"], false],
  ])("a and b, under %s %j: %p", (operator, wanted, expected) => {
    expect(holds({ [operator]: { key: wanted } }, { key: ["a", "b"] })).toBe(expected);
  });
});

describe("a block", () => {
  it("holds where each key of each operator does", () => {
    const condition = { StringEquals: { a: "1", b: "2" }, StringLike: { c: "3*" } };
    expect(holds(condition, { a: "1", b: "2", c: "33" })).toBe(true);
    for (const key of ["a", "b", "c"]) expect(holds(condition, { a: "1", b: "2", c: "33", [key]: "0" })).toBe(false);
  });

  it("that is not there holds", () => {
    expect(evaluateCondition(undefined, new Map())).toEqual({ holds: true });
  });

  it("ignores the letter case of keys and not of values", () => {
    expect(holds({ StringEquals: { "Host/ID:SUB": "x" } }, { "host/id:sub": "x" })).toBe(true);
    expect(holds({ StringEquals: { "Host/ID:SUB": "X" } }, { "host/id:sub": "x" })).toBe(false);
  });
});

describe("what is not simulated", () => {
  it.each([
    ["an operator that nobody has", { StringEquil: { key: "x" } }],
    ["Null with IfExists, which AWS has not", { NullIfExists: { key: "true" } }],
    ["a negation that nobody has", { BoolNotEquals: { key: "x" } }],
    ["a policy variable of a key that is not simulated", { StringEquals: { key: "${aws:username}" } }],
    ["such a variable with a default", { StringLike: { key: ["y", "${aws:SourceIp, 'default'}"] } }],
  ])("is told and not guessed: %s", (_what, condition) => {
    expect(holds(condition, { key: "x" })).toBeUndefined();
  });

  it("changes nothing where another value or another line decides", () => {
    expect(holds({ StringLike: { key: ["x", "${aws:SourceIp}"] } }, { key: "x" })).toBe(true);
    expect(holds({ StringNotLike: { key: ["x", "${aws:SourceIp}"] } }, { key: "x" })).toBe(false);
    expect(holds({ Bool: { "aws:ViaAWSService": "true" }, StringEquals: { key: "y" } }, { key: "x" })).toBe(false);
  });
});
