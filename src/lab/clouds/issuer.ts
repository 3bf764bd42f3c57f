import { randomUUID } from "node:crypto";
import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  createLocalJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  JWK,
  KeyLike,
} from "jose";
import { Claims, ShownToken, Signature, TokenHeader } from "../../simulator";
import { Handler, json, LabRequest } from "../network/http";

/** A key and the id under which its issuer publishes it. */
interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyLike;
  readonly published: JWK;
}

/** The algorithms that issuers of clusters sign by. */
export type Algorithm = "RS256" | "RS384" | "RS512" | "ES256" | "ES384" | "ES512";

/** How a token is signed, where that is not as the issuer usually does, with the key's id. */
export interface Signing {
  /** @default the issuer's usual one */
  readonly algorithm?: Algorithm;
  /** Whether the header names the key. @default true */
  readonly namesKey?: boolean;
}

/** Where the kinds of cluster publish their keys, below the issuer. */
const JWKS_PATHS: readonly (readonly [issuer: RegExp, path: string])[] = [
  [/^https:\/\/oidc[.-]eks\./, "/keys"],
  [/^https:\/\/container\./, "/jwks"],
];
const DEFAULT_JWKS_PATH = "/openid/v1/jwks";

/**
 * The issuer of one source cluster, byte for byte its URL, with keys of the lab's. They replace the real cluster's keys,
 * whose private halves the lab does not have, wherever those are published or were uploaded.
 */
export class Issuer {
  /** Drawn when they are first needed: most of a large mesh's issuers are, but not all at once. */
  private readonly drawn = new Map<Algorithm, Promise<SigningKey>>();

  /** @param usual how its tokens are signed unless they are asked for otherwise */
  public constructor(
    public readonly url: string,
    private readonly usual: Algorithm = "RS256",
  ) {}

  /** A token of these claims, with an id of its own unless they name one, as the cluster's API server would sign it. */
  public async issue(
    claims: Omit<Claims, "jti">,
    { algorithm = this.usual, namesKey = true }: Signing = {},
  ): Promise<string> {
    const key = await this.key(algorithm);
    return await signed(claims, key, algorithm, namesKey ? key.id : undefined);
  }

  /** The same, signed by another issuer's key: under that key's own id, or under the id of this issuer's. */
  public async forge(
    claims: Omit<Claims, "jti">,
    other: Issuer,
    id: "its own id" | "this issuer's id",
  ): Promise<string> {
    const [own, foreign] = await Promise.all([this.key(this.usual), other.key(this.usual)]);
    return await signed(claims, foreign, this.usual, id === "its own id" ? foreign.id : own.id);
  }

  /** Looks at a token's signature. */
  public async check(token: string): Promise<Signature> {
    try {
      await compactVerify(token, createLocalJWKSet(await this.keys()));
      return "good";
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) return "wrong";
      // A key of another kind, an algorithm that no key is for, or several keys that it may be.
      if (error instanceof errors.JOSEError) return "unknown key";
      throw error;
    }
  }

  /** The discovery document and the keys. */
  public readonly handler: Handler = async (request: LabRequest) => {
    const base = new URL(this.url).pathname.replace(/\/$/, "");
    const jwks = JWKS_PATHS.find(([form]) => form.test(this.url))?.[1] ?? DEFAULT_JWKS_PATH;
    const keys = await this.keys();
    if (request.path === `${base}/.well-known/openid-configuration`) {
      return json(200, {
        issuer: this.url,
        jwks_uri: `${this.url.replace(/\/$/, "")}${jwks}`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: keys.keys.map(({ alg }) => alg),
      });
    }
    return request.path === `${base}${jwks}` ? json(200, keys) : json(404, { error: "not found" });
  };

  private async keys() {
    await this.key(this.usual);
    const keys = await Promise.all(this.drawn.values());
    return { keys: keys.map(({ published }) => published) };
  }

  private async key(algorithm: Algorithm): Promise<SigningKey> {
    const key = this.drawn.get(algorithm) ?? newKey(algorithm);
    this.drawn.set(algorithm, key);
    return await key;
  }
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
export function bearerOf(token: string): string {
  return claimsIn(token).jti ?? "";
}

/** A token as a cloud sees it that finds its issuer's keys by its `iss`. */
export async function show(token: string, issuers: ReadonlyMap<string, Issuer>): Promise<ShownToken> {
  const claims = claimsIn(token);
  const { alg, kid } = Object(decode(token.split(".")[0])) as Partial<TokenHeader>;
  const header = { alg: String(alg), ...(kid === undefined ? {} : { kid: String(kid) }) };
  return { header, claims, signature: (await issuers.get(claims.iss)?.check(token)) ?? "unknown key" };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    throw new NotAToken("it holds no JSON");
  }
}

async function signed(claims: object, { privateKey }: SigningKey, alg: Algorithm, kid?: string): Promise<string> {
  const payload = Buffer.from(JSON.stringify({ jti: randomUUID(), ...claims }));
  const header = { alg, ...(kid === undefined ? {} : { kid }) };
  return await new CompactSign(payload).setProtectedHeader(header).sign(privateKey);
}

async function newKey(alg: Algorithm): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(jwk);
  return { id, privateKey, published: { use: "sig", kid: id, alg, ...jwk } };
}
