import { uploadedKeys } from "../../src/findings/rules/uploaded-keys";
import { AUDIENCE, ISSUER, PRINCIPAL, project } from "../simulator/support/google";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Keys that were uploaded with a provider. IAM API: "REST Resource: projects.locations.workloadIdentityPools.providers", Oidc. */
const key = (kid: string, others: object = {}) => ({ kty: "RSA", kid, n: `${kid}-modulus`, e: "AQAB", ...others });

function found(jwks_json: string | undefined) {
  const edge = {
    args: ["gke", "--audience", AUDIENCE],
    declaration: declaration({
      target: { name: "//container.googleapis.com/projects/acme-euro/locations/l/clusters/euro" },
      audience: `https:${AUDIENCE}`,
      principal: PRINCIPAL,
    }),
  };
  const oidc = { issuer_uri: ISSUER, ...(jwks_json === undefined ? {} : { jwks_json }) };
  return uploadedKeys(read(merged(project({ oidc }), declaring(edge))), NOW);
}

describe("keys that were uploaded", () => {
  it("are listed", () => {
    expect(found(JSON.stringify({ keys: [key("one")] }))).toMatchObject([
      {
        code: "uploaded-keys",
        severity: "note",
        place: "mesh: google_iam_workload_identity_pool_provider.west",
        reason: `tokens of ${ISSUER} pass by keys that were uploaded: one (one-modulus…)`,
      },
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
