import { isLiteral, problem } from "../common";

/** The members of a JWK that Google takes; it refuses a set with any other one. */
const PUBLIC_MEMBERS = ["kty", "alg", "use", "kid", "n", "e", "x", "y", "crv"];
/** RFC 7518: members that only a private or symmetric key has. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const WAY_OUT = "Give the JSON that `kubectl get --raw /openid/v1/jwks` prints";

/** A JSON Web Key Set (RFC 7517) for upload to a workload identity pool provider. */
export class Jwks {
  private readonly keys?: Record<string, unknown>[];

  public constructor(private readonly json: string) {
    if (!isLiteral(json)) return;
    try {
      const parsed = JSON.parse(json) as { keys?: unknown } | null;
      const keys = parsed?.keys;
      if (Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null)) {
        this.keys = keys as Record<string, unknown>[];
      }
    } catch {
      // Not JSON: problems() says so, without repeating what may be a secret.
    }
  }

  /** The set with the members that Google takes, or the token as it is. */
  public forGoogle(): string {
    if (!this.keys) return this.json;
    const keys = this.keys.map((key) =>
      Object.fromEntries(PUBLIC_MEMBERS.filter((member) => member in key).map((member) => [member, key[member]])),
    );
    return JSON.stringify({ keys });
  }

  public problems(): (string | undefined)[] {
    if (!isLiteral(this.json)) return [];
    if (!this.keys?.length) return [problem("jwks", "is not a JSON Web Key Set with at least one key", WAY_OUT)];
    return this.keys.map((key, index) => this.keyProblem(key, `jwks key ${index}`));
  }

  private keyProblem(key: Record<string, unknown>, property: string): string | undefined {
    if (PRIVATE_MEMBERS.some((member) => member in key)) {
      return problem(property, "holds private key material", `Take it out of the code and revoke it. ${WAY_OUT}`);
    }
    if (typeof key.kid !== "string" || !key.kid) return problem(property, "has no kid, which Google needs", WAY_OUT);
    const usable = (key.kty === "RSA" && (key.alg ?? "RS256") === "RS256") || (key.kty === "EC" && key.crv === "P-256");
    if (!usable) return problem(property, "is for neither RS256 nor ES256, the algorithms that Google takes", WAY_OUT);
    return undefined;
  }
}
