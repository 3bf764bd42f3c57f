import { TerraformOutput, TerraformVariable } from "cdktf";
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { OidcCluster, OidcIssuerDocuments, OidcIssuerDocumentsProps } from "../../src";
import { Clouds } from "../support/clouds";
import { refusalCodes, refusals, resolved } from "../support/synthesized";

const ISSUER = "https://acme-issuers.s3.eu-central-1.amazonaws.com/edge";
const WAY = "Give the JSON that `kubectl get --raw /openid/v1/jwks` prints.";
const RSA = { kty: "RSA", kid: "new", n: "nnnn", e: "AQAB" };
const OLD = { kty: "EC", crv: "P-256", kid: "old", x: "xxxx", y: "yyyy" };

const setOf = (...keys: object[]): string => JSON.stringify({ keys });

function given(props: Partial<OidcIssuerDocumentsProps> = {}) {
  const { stack } = new Clouds();
  const documents = new OidcIssuerDocuments(stack, "edge-issuer", { issuer: ISSUER, keys: setOf(RSA), ...props });
  return { stack, documents };
}

/** Refusals, each with its code. */
function refusedFor(props: Partial<OidcIssuerDocumentsProps>): string[] {
  const { stack } = given(props);
  const codes = refusalCodes(stack);
  return refusals(stack).map((one, index) => `${one.replace("[stack/edge-issuer] ", "")} [${codes[index]}]`);
}

describe("the discovery document", () => {
  // OpenID Connect Discovery 1.0, section 3. An API server has no token endpoint, which issuers with the implicit flow
  // alone may leave out.
  it.each([
    "issuer",
    "authorization_endpoint",
    "jwks_uri",
    "response_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
  ])("has the member %s that OpenID Connect Discovery requires", (member) => {
    const document = JSON.parse(given().documents.discoveryDocument) as Record<string, unknown>;

    expect(document[member]).toBeTruthy();
  });

  it("has what the guide of Azure Workload Identity for self-managed clusters uploads", () => {
    const issuer = "https://oidcissuer1a2b3c4d.blob.core.windows.net/oidc-test/";

    const { documents } = given({ issuer });

    expect(JSON.parse(documents.discoveryDocument)).toMatchObject({
      issuer,
      jwks_uri: "https://oidcissuer1a2b3c4d.blob.core.windows.net/oidc-test/openid/v1/jwks",
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
    expect([documents.discoveryPath, documents.jwksPath]).toEqual([
      ".well-known/openid-configuration",
      "openid/v1/jwks",
    ]);
  });

  it("lists the algorithms of all keys, and RS256 in any case", () => {
    const { documents } = given({ keys: setOf(OLD) });

    expect(JSON.parse(documents.discoveryDocument)).toMatchObject({
      id_token_signing_alg_values_supported: ["RS256", "ES256"],
    });
  });

  it("takes an issuer that is unknown until apply", () => {
    const { stack } = new Clouds();
    const issuer = new TerraformVariable(stack, "issuer", {}).stringValue;

    const documents = new OidcIssuerDocuments(stack, "documents", { issuer, keys: setOf(RSA) });
    new TerraformOutput(stack, "document", { value: documents.discoveryDocument });

    expect(refusals(stack)).toEqual([]);
    expect(resolved(stack, documents.discoveryDocument)).toContain(
      '"issuer":"${var.issuer}","jwks_uri":"${trimsuffix(var.issuer, "/")}/openid/v1/jwks"',
    );
  });
});

describe("the key set", () => {
  it("verifies tokens of the old and of the new key while a rotation goes on", async () => {
    // GIVEN
    const [before, after] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
    const jwk = async ({ publicKey }: typeof before, kid: string) => ({ ...(await exportJWK(publicKey)), kid });
    const sign = ({ privateKey }: typeof before, kid: string) =>
      new SignJWT({ sub: "system:serviceaccount:etl:loader" })
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(ISSUER)
        .sign(privateKey);

    // WHEN
    const { documents, stack } = given({
      keys: setOf(await jwk(after, "2027")),
      previousKeys: setOf(await jwk(before, "2026")),
    });

    // THEN
    expect(refusals(stack)).toEqual([]);
    const keys = createLocalJWKSet(JSON.parse(documents.jwks) as Parameters<typeof createLocalJWKSet>[0]);
    for (const token of [await sign(before, "2026"), await sign(after, "2027")]) {
      await expect(jwtVerify(token, keys, { issuer: ISSUER })).resolves.toMatchObject({ payload: { iss: ISSUER } });
    }
    await expect(jwtVerify(await sign(before, "2027"), keys)).rejects.toThrow("signature verification failed");
  });

  it("has each key once, with its algorithm and without members that Google refuses", () => {
    const { documents, stack } = given({ keys: setOf({ ...RSA, x5c: ["MII"] }, OLD), previousKeys: setOf(OLD) });

    expect(refusals(stack)).toEqual([]);
    expect(JSON.parse(documents.jwks)).toEqual({
      keys: [
        { ...RSA, use: "sig", alg: "RS256" },
        { ...OLD, use: "sig", alg: "ES256" },
      ],
    });
  });

  it("is that of a cluster", () => {
    const { documents, stack } = given();

    const edge = OidcCluster.fromAttributes(stack, "edge", { issuer: documents.issuer, jwks: documents.jwks });

    expect(refusals(stack)).toEqual([]);
    expect(JSON.parse(edge.jwks ?? "")).toEqual(JSON.parse(documents.jwks));
  });
});

describe("refused is", () => {
  it("a rotation that gives another key the old one's id", () => {
    expect(refusedFor({ previousKeys: setOf({ ...OLD, kid: "new" }) })).toEqual([
      'previousKeys: have another key by the id "new" than keys, so tokens of the old one would be refused at once. ' +
        "Give the new key an id of its own, and keep the old one until its tokens have expired. [rotation-overlap]",
    ]);
  });

  it.each(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])("the private member %s, which is not repeated", (member) => {
    const reason = `holds private key material. Take it out of the code and revoke it. ${WAY} [private-key]`;

    expect(refusedFor({ keys: setOf({ ...RSA, [member]: "very-secret" }) })).toEqual([`keys key 0: ${reason}`]);
    expect(refusedFor({ previousKeys: setOf({ ...OLD, [member]: "very-secret" }) })).toEqual([
      `previousKeys key 0: ${reason}`,
    ]);
  });

  it.each([undefined, "", 7, "${file(1)}", "a b"])("the key id %j", (kid) => {
    expect(refusedFor({ keys: setOf({ ...RSA, kid }) })).toEqual([
      `keys key 0: has no kid of letters, digits and \`._~+/=:@-\`, by which the clouds find the key of a token. ${WAY} [key-id]`,
    ]);
  });

  it("one key id for two keys of a set", () => {
    expect(refusedFor({ keys: setOf(RSA, { ...RSA, n: "mmmm" }) })).toEqual([
      `keys key 1: has the kid of another key of the set. ${WAY} [key-id]`,
    ]);
  });

  it.each([
    { ...RSA, alg: "PS256" },
    { ...RSA, n: undefined },
    { ...RSA, n: "${x}" },
    { ...OLD, crv: "P-224" },
    { ...OLD, y: undefined },
    { kty: "OKP", crv: "Ed25519", kid: "k", x: "xxxx" },
  ])("the key %j", (key) => {
    expect(refusedFor({ keys: setOf(key) })).toEqual([
      `keys key 0: is no whole public key for RS256, ES256, ES384 or ES512, by which API servers sign. ${WAY} [key-algorithm]`,
    ]);
  });

  it.each(["", "{}", '{"keys":[]}', "secret{"])("%j as a key set", (keys) => {
    const reason = "is not a JSON Web Key Set with at least one key";

    expect(refusedFor({ keys })).toEqual([`keys: ${reason}. ${WAY} [keys]`]);
    expect(refusedFor({ previousKeys: keys })).toEqual([`previousKeys: ${reason}. ${WAY} [previous-keys]`]);
  });

  it("a key set that is unknown until apply", () => {
    const { stack } = new Clouds();
    const keys = new TerraformVariable(stack, "keys", {}).stringValue;
    new OidcIssuerDocuments(stack, "documents", { issuer: ISSUER, keys });

    expect(refusals(stack)).toEqual([
      `[stack/documents] keys: is not known at synth, and keys are checked before they are published. ${WAY}`,
    ]);
  });

  it("an issuer that no cloud takes", () => {
    expect(refusedFor({ issuer: "http://issuer.example" })).toEqual([
      expect.stringMatching(/^issuer: .*does not start with https:.* \[issuer\]$/),
    ]);
  });

  it("a key that is not for signatures", () => {
    expect(refusedFor({ keys: setOf({ ...RSA, use: "enc" }) })).toEqual([
      `keys key 0: is for another use than signatures. ${WAY} [key-use]`,
    ]);
  });

  it.each([
    ["https://acme.s3-website-us-east-1.amazonaws.com", "is a website endpoint of S3"],
    ["https://acme.s3-website.eu-central-1.amazonaws.com/edge", "is a website endpoint of S3"],
    ["https://issuers.acme.com.s3.eu-central-1.amazonaws.com/edge", "has a bucket with dots in its name"],
    ["https://issuers.acme.s3.amazonaws.com", "has a bucket with dots in its name"],
    ["https://s3.eu-central-1.amazonaws.com/", "names no bucket of S3"],
    ["https://storage.googleapis.com", "names no bucket of Cloud Storage"],
    ["https://acmeissuers.blob.core.windows.net/", "names no container"],
    ["https://acmeissuers.blob.core.windows.net/$root/", "or its root container"],
  ])("the place in storage %s", (issuer, reason) => {
    const [told, ...others] = refusedFor({ issuer });

    expect(told.startsWith(`issuer: "${issuer}" `)).toBe(true);
    expect(told).toContain(reason);
    expect(told).toMatch(/\[issuer-bucket\]$/);
    expect(others).toEqual([]);
  });
});

it.each([
  "https://acme.s3.amazonaws.com",
  "https://acme.s3.eu-central-1.amazonaws.com/edge/",
  "https://s3.eu-central-1.amazonaws.com/issuers.acme.com/edge",
  "https://storage.googleapis.com/acme-issuers/edge",
  "https://acme-issuers.storage.googleapis.com",
  "https://acmeissuers.blob.core.windows.net/oidc/",
  "https://acmeissuers.z6.web.core.windows.net/",
  "https://issuers.acme.com",
])("%s is taken, and its documents lie right below it", (issuer) => {
  const { documents, stack } = given({ issuer });

  expect(refusals(stack)).toEqual([]);
  expect(JSON.parse(documents.discoveryDocument)).toMatchObject({
    issuer,
    jwks_uri: `${issuer.replace(/\/$/, "")}/openid/v1/jwks`,
  });
});
