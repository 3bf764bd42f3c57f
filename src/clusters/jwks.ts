import { createHash } from "crypto";
import { isLiteral, problem } from "../common";
import { thumbprintText } from "../vendor/issuers/jwk";

/** A JSON Web Key (RFC 7517) as it was given, before its members are checked. */
export type Jwk = Readonly<Record<string, unknown>>;

/** The members of a JWK that Google takes; it refuses a set with any other one. */
const PUBLIC_MEMBERS = ["kty", "alg", "use", "kid", "n", "e", "x", "y", "crv"];
/** RFC 7518: members that only a private or symmetric key has. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

export const JWKS_WAY_OUT = "Give the JSON that `kubectl get --raw /openid/v1/jwks` prints";

/** The keys of a set; undefined for text that is none. It may be a secret, so nothing repeats it. */
export function keysOfSet(json: string): readonly Jwk[] | undefined {
  try {
    const parsed = JSON.parse(json) as { keys?: unknown } | null;
    const keys = parsed?.keys;
    if (!Array.isArray(keys) || !keys.every((key) => typeof key === "object" && key !== null)) return undefined;
    return keys as Jwk[];
  } catch {
    return undefined;
  }
}

/** What is wrong with a set that is not one. */
export function noSetProblem(property: string): string {
  return problem(property, "is not a JSON Web Key Set with at least one key", JWKS_WAY_OUT);
}

/** What is wrong with a key that more than its owner could sign with. */
export function privateKeyProblem(key: Jwk, property: string, code?: string): string | undefined {
  if (!PRIVATE_MEMBERS.some((member) => member in key)) return undefined;
  const wayOut = `Take it out of the code and revoke it. ${JWKS_WAY_OUT}`;
  return problem(property, "holds private key material", wayOut, code);
}

/** A key with the members alone that every cloud takes. */
export function publicMembersOf(key: Jwk): Jwk {
  return Object.fromEntries(PUBLIC_MEMBERS.filter((member) => member in key).map((member) => [member, key[member]]));
}

/** A JSON Web Key Set (RFC 7517) for upload to a workload identity pool provider. */
export class Jwks {
  private readonly keys?: readonly Jwk[];

  public constructor(private readonly json: string) {
    if (isLiteral(json)) this.keys = keysOfSet(json);
  }

  /** The set with the members that Google takes, or the token as it is. */
  public forGoogle(): string {
    return this.keys ? JSON.stringify({ keys: this.keys.map(publicMembersOf) }) : this.json;
  }

  /** The keys' RFC 7638 thumbprints by their ids; none where the set is a token. */
  public thumbprints(): Record<string, string> {
    const digest = (text: string) => createHash("sha256").update(text).digest("base64url");
    return Object.fromEntries((this.keys ?? []).map((key) => [String(key.kid), digest(thumbprintText(key) ?? "")]));
  }

  public problems(): (string | undefined)[] {
    if (!isLiteral(this.json)) return [];
    if (!this.keys?.length) return [noSetProblem("jwks")];
    return this.keys.map((key, index) => this.keyProblem(key, `jwks key ${index}`));
  }

  private keyProblem(key: Jwk, property: string): string | undefined {
    const isPrivate = privateKeyProblem(key, property);
    if (isPrivate !== undefined) return isPrivate;
    if (typeof key.kid !== "string" || !key.kid) {
      return problem(property, "has no kid, which Google needs", JWKS_WAY_OUT);
    }
    const usable = (key.kty === "RSA" && (key.alg ?? "RS256") === "RS256") || (key.kty === "EC" && key.crv === "P-256");
    if (usable) return undefined;
    return problem(property, "is for neither RS256 nor ES256, the algorithms that Google takes", JWKS_WAY_OUT);
  }
}
