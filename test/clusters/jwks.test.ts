import { createHash } from "crypto";
import { TerraformVariable } from "cdktf";
import { Clouds } from "../support/clouds";
import { refusals, resolved } from "../support/synthesized";

const WAY = "Give the JSON that `kubectl get --raw /openid/v1/jwks` prints.";
const RSA = { kty: "RSA", kid: "k", n: "n", e: "AQAB" };
const EC = { kty: "EC", crv: "P-256", kid: "k", x: "x", y: "y" };

function refusedFor(...keys: object[]): string[] {
  const clouds = new Clouds();
  clouds.oidc("onprem", { jwks: JSON.stringify({ keys }) });
  return refusals(clouds.stack);
}

describe("uploaded keys", () => {
  it("may be of RS256 or ES256", () => {
    expect(refusedFor(RSA, { ...RSA, alg: "RS256" }, EC, { ...EC, alg: "ES256" })).toEqual([]);
  });

  it.each(["", "{}", "[]", "null", '{"keys":[]}', '{"keys":{}}', '{"keys":["x"]}', "secret{"])(
    "may not be %j",
    (jwks) => {
      const clouds = new Clouds();
      clouds.oidc("onprem", { jwks });

      expect(refusals(clouds.stack)).toEqual([
        `[stack/onprem] jwks: is not a JSON Web Key Set with at least one key. ${WAY}`,
      ]);
    },
  );

  it("need a kid each, and the message tells which has none", () => {
    expect(refusedFor(RSA, { ...RSA, kid: undefined })).toEqual([
      `[stack/onprem] jwks key 1: has no kid, which Google needs. ${WAY}`,
    ]);
  });

  it.each([
    { ...RSA, alg: "RS512" },
    { ...EC, crv: "P-384" },
    { kty: "OKP", crv: "Ed25519", kid: "k", x: "x" },
  ])("may not be %j", (key) => {
    expect(refusedFor(key)).toEqual([
      `[stack/onprem] jwks key 0: is for neither RS256 nor ES256, the algorithms that Google takes. ${WAY}`,
    ]);
  });

  it.each(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])(
    "may not hold the private member %s, nor repeat it",
    (member) => {
      const found = refusedFor({ ...RSA, [member]: "very-secret" });

      expect(found).toEqual([
        `[stack/onprem] jwks key 0: holds private key material. Take it out of the code and revoke it. ${WAY}`,
      ]);
    },
  );

  it("that are unknown until apply are handed on", () => {
    const clouds = new Clouds();
    const jwks = new TerraformVariable(clouds.stack, "keys", {}).stringValue;

    const cluster = clouds.oidc("onprem", { jwks });

    expect(refusals(clouds.stack)).toEqual([]);
    expect(resolved(cluster, cluster.jwks)).toBe("${var.keys}");
  });
});

describe("the keys that documents declare", () => {
  const thumbprints = (jwks: string) => new Clouds().oidc("onprem", { jwks })._declaredKeys;

  /** RFC 8037, appendix A.3, and RFC 7638, section 3: a thumbprint is of the required members alone, in order. */
  it("are SHA-256 thumbprints by their ids, whatever other members there are", () => {
    const keys = [{ alg: "RS256", use: "sig", ...RSA }];
    const expected = createHash("sha256").update('{"e":"AQAB","kty":"RSA","n":"n"}').digest("base64url");
    expect(thumbprints(JSON.stringify({ keys }))).toEqual({ k: expected });
    const ec = createHash("sha256").update('{"crv":"P-256","kty":"EC","x":"x","y":"y"}').digest("base64url");
    expect(thumbprints(JSON.stringify({ keys: [EC] }))).toEqual({ k: ec });
  });

  it("are none where the set is a token", () => {
    const clouds = new Clouds();
    const { stringValue } = new TerraformVariable(clouds.stack, "keys", { type: "string" });
    expect(clouds.oidc("onprem", { jwks: stringValue })._declaredKeys).toEqual({});
  });
});
