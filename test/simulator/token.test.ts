import { audiencesOf, claimsOf, timeOf } from "../../src/simulator";

describe("a token's audiences", () => {
  it.each([
    ["a text", "a", ["a"]],
    ["a list", ["a", "b"], ["a", "b"]],
    ["an empty list", [], []],
    ["nothing", undefined, []],
  ])("are a list, also where they are %s", (_what, aud, list) => {
    expect(audiencesOf({ aud })).toEqual(list);
  });
});

describe("a projected token's claims", () => {
  it("are those that a kubelet gets", () => {
    // Kubernetes source: `pkg/serviceaccount/claims.go`; the audience is always a list.
    expect(claimsOf("https://issuer", "system:serviceaccount:ns:sa", "a", 1000, "u1")).toEqual({
      iss: "https://issuer",
      sub: "system:serviceaccount:ns:sa",
      aud: ["a"],
      iat: 1000,
      nbf: 1000,
      exp: 4600,
      "kubernetes.io": { namespace: "ns", serviceaccount: { name: "sa", uid: "u1" } },
    });
  });
});

describe("a time", () => {
  it.each([
    [0, "1970-01-01T00:00:00.000Z"],
    [1_790_000_000, "2026-09-21T14:13:20.000Z"],
    [undefined, "never"],
    [NaN, "never"],
  ])("of %p is %s", (seconds, told) => {
    expect(timeOf(seconds)).toBe(told);
  });
});
