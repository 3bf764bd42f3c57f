import { createPublicKey, JsonWebKey, verify } from "node:crypto";
import { Algorithm, Issuer, NotAToken, show } from "../../src/lab/clouds/issuer";
import { LabRequest } from "../../src/lab/network/http";
import { tokenOf } from "../simulator/support/tokens";

const ISSUER_URL = "https://oidc.example/cluster";
const issuer = new Issuer(ISSUER_URL);
const { claims } = tokenOf(ISSUER_URL, "somebody");

async function published(): Promise<(JsonWebKey & { kid: string; alg: string })[]> {
  const request = { path: "/cluster/openid/v1/jwks", method: "GET" } as LabRequest;
  const { body } = await issuer.handler(request);
  return (JSON.parse(body) as { keys: (JsonWebKey & { kid: string; alg: string })[] }).keys;
}

function partsOf(token: string) {
  const [header, payload, signature] = token.split(".");
  const parsed = JSON.parse(Buffer.from(header, "base64url").toString()) as { alg: string; kid?: string };
  return {
    header: parsed,
    content: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

describe("an issuer of the lab", () => {
  it.each<[Algorithm, string]>([
    ["RS256", "sha256"],
    ["RS384", "sha384"],
    ["RS512", "sha512"],
    ["ES256", "sha256"],
    ["ES384", "sha384"],
    ["ES512", "sha512"],
  ])("signs by %s, as Node.js verifies with the published key", async (algorithm, digest) => {
    const { header, content, signature } = partsOf(await issuer.issue(claims, { algorithm }));
    const jwk = (await published()).find(({ kid }) => kid === header.kid);
    const key = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });
    expect(header.alg).toBe(algorithm);
    expect(jwk?.alg).toBe(algorithm);
    expect(verify(digest, content, { key, dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
  });

  it("signs by the algorithm of the keys that were uploaded for it", async () => {
    const own = new Issuer(ISSUER_URL, "ES256");
    expect(partsOf(await own.issue(claims)).header.alg).toBe("ES256");
    expect(await own.check(await own.issue(claims))).toBe("good");
    const other = new Issuer("https://other.example");
    expect(await own.check(await own.forge(claims, other, "this issuer's id"))).toBe("wrong");
    expect(await own.check(await own.forge(claims, other, "its own id"))).toBe("unknown key");
  });

  it("finds the key of a token without a kid where one key only is of its algorithm", async () => {
    const token = await issuer.issue(claims, { namesKey: false });
    expect(partsOf(token).header).toEqual({ alg: "RS256" });
    expect(await show(token, new Map([[claims.iss, issuer]]))).toMatchObject({
      header: { alg: "RS256" },
      signature: "good",
    });
  });

  it("tells a wrong signature from an unknown key", async () => {
    const other = new Issuer("https://other.example");
    expect(await issuer.check(await issuer.forge(claims, other, "this issuer's id"))).toBe("wrong");
    expect(await issuer.check(await issuer.forge(claims, other, "its own id"))).toBe("unknown key");
  });

  it("takes no token that is signed by nothing, or whose header is no object", async () => {
    const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const issuers = new Map([[claims.iss, issuer]]);
    expect((await show(`${part({ alg: "none" })}.${payload}.`, issuers)).signature).toBe("unknown key");
    expect((await show(`${part(null)}.${payload}.`, issuers)).signature).toBe("unknown key");
    await expect(show(`%%.${payload}.x`, issuers)).rejects.toThrow(NotAToken);
  });
});
