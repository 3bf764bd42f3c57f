import { createHash, generateKeyPairSync, KeyObject, randomUUID, sign, verify } from "node:crypto";
import { Claims, ShownToken, Signature } from "../../simulator";
import { Handler, json, LabRequest } from "../network/http";

/** A key and the id under which its issuer publishes it. */
interface SigningKey {
  readonly id: string;
  readonly pair: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

/** Where the kinds of cluster publish their keys, below the issuer. */
const JWKS_PATHS: readonly (readonly [issuer: RegExp, path: string])[] = [
  [/^https:\/\/oidc[.-]eks\./, "/keys"],
  [/^https:\/\/container\./, "/jwks"],
];
const DEFAULT_JWKS_PATH = "/openid/v1/jwks";

/**
 * The issuer of one source cluster, byte for byte its URL, with a key of the lab's. It stands for the real cluster's
 * keys, which nobody has, wherever those are published or were uploaded.
 */
export class Issuer {
  /** Drawn when it is first needed: most of a large mesh's issuers are, but not all at once. */
  private drawn?: SigningKey;

  public constructor(public readonly url: string) {}

  private get key(): SigningKey {
    return (this.drawn ??= newKey());
  }

  /** A token of these claims with an id of its own, as the cluster's API server would sign it. */
  public issue(claims: Omit<Claims, "jti">): string {
    return signed(claims, this.key);
  }

  /** The same, signed by another issuer's key: under that key's own id, or under the id of this issuer's. */
  public forge(claims: Omit<Claims, "jti">, other: Issuer, id: "its own id" | "this issuer's id"): string {
    return signed(claims, id === "its own id" ? other.key : { id: this.key.id, pair: other.key.pair });
  }

  /** Looks at a token's signature. */
  public check(token: string): Signature {
    const [header, payload, signature] = token.split(".");
    const { kid } = decode(header) as { kid?: string };
    if (kid !== this.key.id) return "unknown key";
    const content = Buffer.from(`${header}.${payload}`);
    const good = verify("sha256", content, this.key.pair.publicKey, Buffer.from(signature, "base64url"));
    return good ? "good" : "wrong";
  }

  /** The discovery document and the keys. */
  public readonly handler: Handler = (request: LabRequest) => {
    const base = new URL(this.url).pathname.replace(/\/$/, "");
    const jwks = JWKS_PATHS.find(([form]) => form.test(this.url))?.[1] ?? DEFAULT_JWKS_PATH;
    if (request.path === `${base}/.well-known/openid-configuration`) {
      return json(200, {
        issuer: this.url,
        jwks_uri: `${this.url.replace(/\/$/, "")}${jwks}`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    }
    if (request.path !== `${base}${jwks}`) return json(404, { error: "not found" });
    const { n, e } = this.key.pair.publicKey.export({ format: "jwk" });
    return json(200, { keys: [{ use: "sig", kty: "RSA", kid: this.key.id, alg: "RS256", n, e }] });
  };
}

/** Text that is no token of the form that clouds take. */
export class NotAToken extends Error {}

/** A token's claims, unverified. */
export function claimsIn(token: string): Claims & { readonly jti?: string } {
  const parts = token.split(".");
  if (parts.length !== 3) throw new NotAToken("it has not three parts");
  const claims = decode(parts[1]) as Claims;
  if (typeof claims?.iss !== "string" || typeof claims.sub !== "string") throw new NotAToken("it has no iss or sub");
  return claims;
}

/** Under which name the journal knows a token's bearer. */
export function travellerOf(token: string): string {
  return claimsIn(token).jti ?? "";
}

/** A token as a cloud sees it that finds its issuer's keys by its `iss`. */
export function show(token: string, issuers: ReadonlyMap<string, Issuer>): ShownToken {
  const claims = claimsIn(token);
  return { claims, signature: issuers.get(claims.iss)?.check(token) ?? "unknown key" };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    throw new NotAToken("it holds no JSON");
  }
}

function signed(claims: object, { id, pair }: SigningKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${part({ alg: "RS256", kid: id })}.${part({ ...claims, jti: randomUUID() })}`;
  return `${content}.${sign("sha256", Buffer.from(content), pair.privateKey).toString("base64url")}`;
}

function newKey(): SigningKey {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { id: idOf(pair.publicKey), pair };
}

/** As kube-apiserver names a key: by the digest of its public part. */
function idOf(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64url");
}
