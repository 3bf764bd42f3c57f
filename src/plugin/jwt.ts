import { JsonObject, jsonObject } from "./json";

/** The claims of a JSON Web Token that the plugin reads (RFC 7519, section 4.1). */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
  readonly nbf?: number;
  readonly iat?: number;
  /** The authorized party (OpenID Connect Core, section 2). */
  readonly azp?: string;
  /** Every claim but those in which two tokens of one subject differ. */
  readonly identity: string;
}

/** What each token of a subject has of its own (RFC 7519, sections 4.1.4 to 4.1.7). */
const CLAIMS_OF_ONE_TOKEN = ["exp", "iat", "nbf", "jti"];

const COMPACT_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * The claims of a token in compact form, or undefined when it is none. Nothing is verified: whether the token is
 * genuine is the target's to decide; the plugin only tells early what the target would refuse.
 */
export function readClaims(token: string): Claims | undefined {
  if (!COMPACT_FORM.test(token)) return undefined;
  const text = Buffer.from(token.split(".")[1], "base64url").toString("utf8");
  const payload = jsonObject(text);
  if (!payload) return undefined;
  const { iss, sub, aud, exp, nbf, iat, azp } = payload;
  const audiences = typeof aud === "string" ? [aud] : aud;
  if (typeof iss !== "string" || typeof sub !== "string" || !isNumber(exp)) return undefined;
  if (!Array.isArray(audiences) || !audiences.every((one): one is string => typeof one === "string")) return undefined;
  return {
    iss,
    sub,
    aud: audiences,
    exp,
    nbf: isNumber(nbf) ? nbf : undefined,
    iat: isNumber(iat) ? iat : undefined,
    azp: typeof azp === "string" ? azp : undefined,
    identity: identityIn(text, payload),
  };
}

/**
 * A claim given twice, or a number beyond 2^53, means more than was read here: such a payload stands for itself alone, and
 * so does one that is written in another way than JSON.stringify does, or nested deeper than that can go.
 */
function identityIn(text: string, payload: JsonObject): string {
  try {
    if (JSON.stringify(payload) !== text) return text;
    const entries = Object.entries(payload).filter(([name]) => !CLAIMS_OF_ONE_TOKEN.includes(name));
    return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch {
    return text;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
