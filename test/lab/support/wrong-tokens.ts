import { Claims } from "../../../src/simulator";

/** What is wrong with a token, and the code by which each cloud refuses it. */
export const WRONG_TOKENS: readonly (readonly [
  what: string,
  claims: Partial<Claims>,
  codes: { readonly aws: string; readonly google: string; readonly azure: string },
])[] = [
  [
    "another service account",
    { sub: "system:serviceaccount:deploy:other" },
    { aws: "AccessDenied", google: "unauthorized_client", azure: "700213" },
  ],
  [
    "another audience",
    { aud: ["https://other.example"] },
    { aws: "InvalidIdentityToken", google: "invalid_grant", azure: "700212" },
  ],
  [
    "another issuer",
    { iss: "https://other.example" },
    { aws: "InvalidIdentityToken", google: "invalid_grant", azure: "700211" },
  ],
  [
    "an expired token",
    { iat: 1, nbf: 1, exp: 2 },
    { aws: "ExpiredTokenException", google: "invalid_grant", azure: "700024" },
  ],
];
