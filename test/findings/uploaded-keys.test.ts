import { uploadedKeys } from "../../src/findings/rules/uploaded-keys";
import { AUDIENCE, ISSUER, PRINCIPAL, project } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Keys that were uploaded with a provider. IAM API: "REST Resource: projects.locations.workloadIdentityPools.providers", Oidc. */
const key = (kid: string, others: object = {}) => ({ kty: "RSA", kid, n: `${kid}-modulus`, e: "AQAB", ...others });

/** RFC 7638, section 3.1: a key and its thumbprint. */
const RFC_KEY = {
  kty: "RSA",
  n: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
  e: "AQAB",
  alg: "RS256",
  kid: "2011-04-29",
};
const THUMBPRINT = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
const DECLARED = { "2011-04-29": THUMBPRINT };
const set = (...keys: object[]) => JSON.stringify({ keys });

function found(jwks_json: string | undefined, keys?: Record<string, string>) {
  const edge = {
    args: ["gke", "--audience", AUDIENCE],
    declaration: declaration({
      source: keys === undefined ? {} : { keys },
      target: { name: "//container.googleapis.com/projects/acme-euro/locations/l/clusters/euro" },
      audience: `https:${AUDIENCE}`,
      principal: PRINCIPAL,
    }),
  };
  const oidc = { issuer_uri: ISSUER, ...(jwks_json === undefined ? {} : { jwks_json }) };
  return uploadedKeys(read(merged(project({ oidc }), declaring(edge))), NOW);
}

describe("keys that were uploaded", () => {
  it("are listed where they are known at apply alone", () => {
    expect(found(set(key("one")), {})).toMatchObject([
      {
        code: "uploaded-keys",
        severity: "note",
        place: "mesh: google_iam_workload_identity_pool_provider.west",
        reason: `tokens of ${ISSUER} pass by keys that were uploaded: one (one-modulus…)`,
      },
    ]);
  });

  it("are listed where they are those that a document declares", () => {
    expect(found(set(RFC_KEY), DECLARED)).toMatchObject([{ severity: "note" }]);
  });

  it("are a gap where no document declares any", () => {
    expect(found(set(RFC_KEY))).toMatchObject([
      { severity: "gap", place: "mesh: google_iam_workload_identity_pool_provider.west", argument: "oidc.jwks_json" },
    ]);
  });

  it.each([
    ["a stranger's key beside the declared one", set(RFC_KEY, key("evil")), /the uploaded key evil /],
    ["a stranger's key under the declared id", set(key("2011-04-29")), /the uploaded key 2011-04-29 /],
    ["another exponent", set({ ...RFC_KEY, e: "Aw" }), /the uploaded key 2011-04-29 /],
    ["another id", set({ ...RFC_KEY, kid: "other" }), /the uploaded key other /],
    ["two keys of one id", set(RFC_KEY, key("2011-04-29")), /the uploaded key 2011-04-29 \(2011-04-29-m/],
    ["a key that is no object", set(RFC_KEY, [null] as object).replace("[null]", "null"), /no key set/],
  ])("are a fault where there is %s", (_what, jwks, reason) => {
    const [finding] = found(jwks, DECLARED);
    expect(finding).toMatchObject({
      severity: "fault",
      place: "mesh: google_iam_workload_identity_pool_provider.west",
    });
    expect(finding.reason).toMatch(reason);
  });

  it.each([{ use: "enc" }, { alg: "RS512" }, { alg: "ES256" }, { kty: "oct" }])(
    "are a fault where one is %j",
    (parts) => {
      const [finding] = found(set({ ...RFC_KEY, ...parts }), DECLARED);
      expect(finding).toMatchObject({
        severity: "fault",
        reason: expect.stringMatching(/^by the uploaded key /) as string,
      });
    },
  );

  it("are taken without use and algorithm, or with an elliptic curve's", () => {
    expect(found(set({ ...RFC_KEY, alg: undefined }), DECLARED)).toMatchObject([{ severity: "note" }]);
    expect(
      found(set({ kty: "EC", crv: "P-256", x: "x", y: "y", kid: "e", use: "sig", alg: "ES256" }), {}),
    ).toMatchObject([{ severity: "note" }]);
  });

  it("are a fault where keys are declared and none was uploaded", () => {
    expect(found(undefined, DECLARED)).toMatchObject([
      { severity: "fault", reason: `the declared keys of ${ISSUER} were not uploaded` },
    ]);
    expect(found(undefined, {})).toEqual([]);
    expect(found(undefined)).toEqual([]);
  });

  it("are a fault where a declared one is missing", () => {
    expect(found(set(RFC_KEY), { ...DECLARED, next: "x" })).toMatchObject([
      { severity: "fault", reason: `no uploaded key is the declared key next of ${ISSUER}` },
    ]);
  });

  it.each([
    ["{}", `the keys that were uploaded for ${ISSUER} are no key set`],
    ["no JSON", `the keys that were uploaded for ${ISSUER} are no key set`],
    [JSON.stringify({ keys: [key("one", { d: "x" })] }), `a private key was uploaded for ${ISSUER}`],
  ])("are a fault where they are %s", (jwks, reason) => {
    expect(found(jwks)).toMatchObject([{ severity: "fault", reason }]);
  });

  it("are none where the issuer publishes its own", () => {
    expect(found(undefined)).toEqual([]);
  });
});
