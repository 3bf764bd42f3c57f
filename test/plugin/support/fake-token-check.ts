import { verify } from "node:crypto";
import { issuerKey } from "./tokens";

/** The claims of a token, or what is wrong with it: the checks that every cloud makes. */
export function checkToken(token: string): { readonly claims?: Record<string, unknown>; readonly wrong?: string } {
  const parts = token.split(".");
  if (parts.length !== 3) return { wrong: "malformed" };
  const valid = verify("sha256", Buffer.from(`${parts[0]}.${parts[1]}`), issuerKey, Buffer.from(parts[2], "base64url"));
  if (!valid) return { wrong: "signature" };
  const claims = JSON.parse(Buffer.from(parts[1], "base64url").toString()) as Record<string, unknown>;
  if (typeof claims.exp !== "number" || claims.exp < Date.now() / 1000) return { claims, wrong: "expired" };
  return { claims };
}

/** Whether a token's aud holds an audience. */
export function hasAudience(claims: Record<string, unknown>, ...audiences: readonly string[]): boolean {
  const present = Array.isArray(claims.aud) ? (claims.aud as string[]) : [claims.aud as string];
  return present.some((audience) => audiences.includes(audience));
}
