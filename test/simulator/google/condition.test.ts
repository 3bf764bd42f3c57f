import { given, lineOf, no, refusal, yes } from "../support/answers";
import { exchange, mapping, PRINCIPAL } from "../support/google";
import { SUBJECT } from "../support/tokens";

/**
 * Attribute conditions. Google Cloud IAM API: `WorkloadIdentityPoolProvider.attributeCondition`; what a claim that is not there
 * comes to was measured.
 */
const claims = { "kubernetes.io": { namespace: "ns", serviceaccount: { name: "sa", uid: "u1" } }, groups: ["a", "b"] };
const NAMED = { "attribute.ns": "assertion.sub.extract('system:serviceaccount:{ns}:')" };

function ask(condition: string, named = {}) {
  return exchange(mapping({ ...NAMED, ...named }, condition), { claims });
}

describe("a condition that holds", () => {
  it.each([
    `assertion.sub == "${SUBJECT}"`,
    `assertion.sub in ["x", "${SUBJECT}"]`,
    'assertion.sub.startsWith("system:serviceaccount:ns:")',
    'assertion["kubernetes.io"]["namespace"] == "ns"',
    'assertion["kubernetes.io"].serviceaccount.uid == "u1" && assertion.sub != ""',
    '"a" in assertion.groups',
    'assertion.aud.size() > 0 && assertion.aud[0].startsWith("https:")',
    "has(assertion.sub) && !has(assertion.email)",
    'attribute.ns == "ns"',
    `google.subject == "${SUBJECT}"`,
    'google.groups == [] || "b" in google.groups',
    "assertion.exp > assertion.iat && assertion.iat >= 1700000000",
    'assertion.sub.matches("^system:serviceaccount:ns:(sa|sb)$")',
    'assertion.nope == "x" || assertion.sub != ""',
  ])("lets the token through: %s", (condition) => {
    // GIVEN a token for a list, as clusters write it
    const stack = mapping(NAMED, condition);
    const aud =
      "https://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/west/providers/kubernetes";

    // WHEN
    const answer = exchange(stack, { claims: { ...claims, aud: [aud] } });

    // THEN
    expect(yes(answer).argument).toBe("attribute_condition");
    expect(lineOf(answer)).toBe(condition);
  });
});

describe("a condition that does not hold", () => {
  it.each([
    `assertion.sub == "system:serviceaccount:ns:SA"`,
    'assertion.sub.startsWith("system:serviceaccount:other:")',
    'attribute.ns == "other"',
    "false",
    "assertion.sub",
    '"true"',
    "assertion.nope == 'x'",
    "attribute.nope == 'x'",
    "nothing == 'x'",
    "assertion.sub ==",
    "assertion.sub.noSuchFunction()",
    "assertion.nope == 'x' && assertion.sub != ''",
  ])("rejects the token: %s", (condition) => {
    // WHEN
    const answer = ask(condition);

    // THEN
    expect(no(answer)).toEqual({
      hop: "exchange",
      code: "unauthorized_client",
      place: "mesh: google_iam_workload_identity_pool_provider.west",
      argument: "attribute_condition",
    });
    expect(refusal(answer).message).toBe("The given credential is rejected by the attribute condition.");
    expect(lineOf(answer)).toContain(`${condition} does not hold for sub "${SUBJECT}"`);
  });

  it("tells why it has no value", () => {
    expect(lineOf(ask("assertion.nope == 'x'"))).toMatch(/ \(.*nope.*\)$/);
  });
});

describe("an empty condition", () => {
  it("is none", () => {
    expect(lineOf(ask(""))).toMatch(/^there is no condition/);
    expect(given(ask(""))).toMatchObject({ name: PRINCIPAL, attributes: { ns: "ns" } });
  });
});
