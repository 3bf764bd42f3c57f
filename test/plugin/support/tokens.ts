import { generateKeyPairSync, sign } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The public key that the tokens of this run are signed with. */
export const issuerKey = publicKey;

export const ISSUER = "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
export const SUBJECT = "system:serviceaccount:argocd:argocd-application-controller";

/** Claims as kubelet's TokenRequest writes them, for an audience; others may be put in their place. */
export function claimsFor(audience: string | readonly string[], others: { readonly [claim: string]: unknown } = {}) {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: typeof audience === "string" ? [audience] : audience,
    exp: now + 3600,
    iat: now,
    iss: ISSUER,
    jti: "2f9e3a5c-8f0e-4f0a-9a58-3d2a9f0d7f43",
    "kubernetes.io": { namespace: "argocd", serviceaccount: { name: "argocd-application-controller", uid: "u" } },
    nbf: now,
    sub: SUBJECT,
    ...others,
  };
}

/** A token of these claims, signed with the run's key. */
export function signToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${part({ alg: "RS256", kid: "test-key" })}.${part(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
}

/** A projected service account token for an audience. */
export function projectedToken(
  audience: string | readonly string[],
  others: { readonly [claim: string]: unknown } = {},
) {
  return signToken(claimsFor(audience, others));
}
