/** "Understanding token claims", IAM User Guide: each account that switched outbound federation on has an issuer of its own. */
export const AWS_OUTBOUND_ISSUER_FORM = /^https:\/\/[\da-z-]+\.tokens\.sts\.global\.api\.aws$/;

/** "Verifying the identity of instances", Compute Engine: the one issuer of Google's ID tokens. */
export const GOOGLE_ISSUER = "https://accounts.google.com";
/**
 * "Create a role for OpenID Connect federation", IAM User Guide: AWS knows Google by this name, without a registration. Its
 * `aud` is then the token's `azp`, and the token's `aud` is `oaud`.
 */
export const AWS_BUILT_IN_GOOGLE = "accounts.google.com";
/** A Google service account's unique id. */
export const GOOGLE_UNIQUE_ID_FORM = /^\d{15,25}$/;

/** "Access token claims reference", Microsoft identity platform: `iss` of tokens of version 1.0 and of version 2.0. */
export function entraIssuer(tenantId: string, version: "1.0" | "2.0"): string {
  return version === "1.0"
    ? `https://sts.windows.net/${tenantId}/`
    : `https://login.microsoftonline.com/${tenantId}/v2.0`;
}
export const ENTRA_ISSUER_FORM =
  /^https:\/\/(sts\.windows\.net\/[\da-f-]{36}\/|login\.microsoftonline\.com\/[\da-f-]{36}\/v2\.0)$/i;
