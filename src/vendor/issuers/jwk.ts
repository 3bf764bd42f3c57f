/** The members of a public key by which its thumbprint is made, in lexicographic order. RFC 7638, section 3.2; RFC 8037, section 2. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  RSA: ["e", "kty", "n"],
  EC: ["crv", "kty", "x", "y"],
  OKP: ["crv", "kty", "x"],
};

/**
 * The text whose SHA-256 in base64url is the thumbprint of a JSON Web Key; undefined for what is no public key.
 *
 * RFC 7638: "JSON Web Key (JWK) Thumbprint".
 */
export function thumbprintText(key: Readonly<Record<string, unknown>>): string | undefined {
  const kty = typeof key.kty === "string" ? key.kty : "";
  const members = Object.hasOwn(REQUIRED, kty) ? REQUIRED[kty] : undefined;
  if (!members?.every((member) => typeof key[member] === "string")) return undefined;
  return JSON.stringify(Object.fromEntries(members.map((member) => [member, key[member]])));
}
