import { exchangeToken, FederatedPrincipal } from "../../../src/simulator";
import { given, lineOf, no, refusal } from "../support/answers";
import { AUDIENCE, exchange, ISSUER, mapping, POOL, project } from "../support/google";
import { read, Stack } from "../support/stack";
import { NOW, tokenOf, without } from "../support/tokens";

/** Attribute mappings. Google Cloud IAM API: `WorkloadIdentityPoolProvider.attributeMapping`. */
const BY_MAPPING = {
  hop: "exchange",
  code: "invalid_request",
  place: "mesh: google_iam_workload_identity_pool_provider.west",
  argument: "attribute_mapping",
};

const principal = (stack: Stack, claims = {}) => given(exchange(stack, { claims })) as FederatedPrincipal;
const subjectBy = (expression: string) => mapping({ "google.subject": expression });

describe("google.subject", () => {
  it.each([
    ["a claim", "assertion.sub", "system:serviceaccount:ns:sa"],
    ["a claim of a claim", 'assertion["kubernetes.io"]["serviceaccount"]["uid"]', "u1"],
    ["a part of a claim", "assertion.sub.extract('serviceaccount:{name}')", "ns:sa"],
    ["claims put together", 'assertion["kubernetes.io"].namespace + "/x"', "ns/x"],
    ["a choice", "has(assertion.email) ? assertion.email : 'nobody'", "nobody"],
  ])("may be %s", (_what, expression, subject) => {
    const claims = { "kubernetes.io": { namespace: "ns", serviceaccount: { name: "sa", uid: "u1" } } };
    const found = principal(subjectBy(expression), claims);
    expect(found.subject).toBe(subject);
    expect(found.name).toBe(`principal://iam.googleapis.com/${POOL}/subject/${subject}`);
  });

  it.each([
    ["rests on a claim that is not there", subjectBy("assertion.email"), /^assertion\.email: /],
    ["is empty", subjectBy("''"), /^it gives no google\.subject$/],
    ["is no text", subjectBy("assertion.exp"), /^it gives no google\.subject$/],
    ["is not mapped", project({ attribute_mapping: { "attribute.a": "'x'" } }), /^it gives no google\.subject$/],
    ["cannot be read", subjectBy("assertion."), /^assertion\.: /],
  ])("is needed: the token is refused where it %s", (_what, stack, line) => {
    const answer = exchange(stack);
    expect(no(answer)).toEqual(BY_MAPPING);
    expect(lineOf(answer)).toMatch(line);
  });

  it("is asked for behind the condition where the token has no sub, as measured", () => {
    // GIVEN
    const withCondition = (condition: string) => mapping({}, condition);
    const bare = without(tokenOf(ISSUER, AUDIENCE), "sub");
    const ask = (stack: Stack) => exchangeToken(read(stack).google, AUDIENCE, bare, NOW);

    // THEN
    expect(no(ask(withCondition("assertion.sub == 'x'"))).code).toBe("unauthorized_client");
    expect(no(ask(withCondition("assertion.iss != ''"))).code).toBe("invalid_request");
    expect(no(ask(project())).code).toBe("invalid_request");
  });

  it.each([
    ["127 letters", "s".repeat(127), true],
    ["128 letters", "s".repeat(128), false],
    ["64 letters of two bytes", "ß".repeat(64), false],
  ])("has 127 bytes at most: %s", (_what, sub, allowed) => {
    const answer = exchange(project(), { claims: { sub } });
    expect(answer.granted).toBe(allowed);
    if (answer.granted) return;
    expect(no(answer)).toEqual(BY_MAPPING);
    expect(refusal(answer).message).toMatch(
      /^The size of mapped attribute google\.subject exceeds the 127 bytes limit/,
    );
  });
});

describe("further attributes", () => {
  it("are known by their own names", () => {
    const found = principal(
      mapping({
        "attribute.namespace": "assertion.sub.extract('serviceaccount:{ns}:')",
        "attribute.pod": 'assertion["kubernetes.io"].pod.name',
        "google.groups": "assertion.groups",
      }),
      { "kubernetes.io": { pod: { name: "p-1" } }, groups: ["a", "b"] },
    );
    expect(found.attributes).toEqual({ namespace: "ns", pod: "p-1" });
    expect(found.groups).toEqual(["a", "b"]);
  });

  it("are left out where their claim is not there", () => {
    const found = principal(mapping({ "attribute.pod": "assertion.pod", "google.groups": "assertion.groups" }));
    expect(found.attributes).toEqual({});
    expect(found.groups).toEqual([]);
  });
});
