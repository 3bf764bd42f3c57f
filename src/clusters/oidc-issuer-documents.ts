import { Fn } from "cdktf";
import { Construct } from "constructs";
import { bucketProblem } from "./issuer-bucket";
import { Jwk, JWKS_WAY_OUT, keysOfSet, noSetProblem, privateKeyProblem, publicMembersOf } from "./jwks";
import { isLiteral, problem, refuse } from "../common";
import { madeOf } from "../common/late-text";
import { issuerProblem } from "../subjects/issuer-url";

/** Where an API server serves its keys; the clouds ask at the same place below the issuer. */
const JWKS_PATH = "openid/v1/jwks";
/** OpenID Connect Discovery 1.0, section 4. */
const DISCOVERY_PATH = ".well-known/openid-configuration";
/** The `authorization_endpoint` that OpenID Connect Discovery 1.0 requires. An API server has none; Kubernetes writes this URN. */
const NO_SIGN_IN = "urn:kubernetes:programmatic_authorization";
/** OpenID Connect Discovery 1.0, section 3: this algorithm must be among those that are listed. */
const ALWAYS_LISTED = "RS256";

/** Text that stands for itself in JSON and in Terraform. */
const KEY_ID = /^[\w.~+/=:@-]{1,255}$/;
const BASE64URL = /^[\w-]+$/;

const ALGORITHM_OF_CURVE: ReadonlyMap<unknown, string> = new Map([
  ["P-256", "ES256"],
  ["P-384", "ES384"],
  ["P-521", "ES512"],
]);

/** What the documents of an issuer are made from. */
export interface OidcIssuerDocumentsProps {
  /**
   * The API server's `--service-account-issuer`, byte for byte: the public URL of the bucket or of a folder in it, 8 to
   * 255 characters. A token is allowed.
   */
  readonly issuer: string;
  /**
   * The public keys that sign now or will soon: the JSON of `kubectl get --raw /openid/v1/jwks`, known at synth. Keys are
   * for RS256, ES256, ES384 or ES512, as API servers sign; Google takes the first two and Entra the first alone.
   */
  readonly keys: string;
  /**
   * The public keys that signed before, in the same form. They stay published beside `keys`; take them out when the last
   * token that they signed has expired.
   *
   * @default - no rotation is going on
   */
  readonly previousKeys?: string;
}

/**
 * The discovery document and the key set of a self-managed cluster's issuer, as text for a public bucket: the clouds
 * fetch them there when they cannot reach the API server. It creates nothing. Put each under its path below the issuer,
 * readable for everybody, with the content type `application/json`. Members of keys that not every cloud takes (x5c, x5t,
 * …) are left out.
 *
 * @see https://azure.github.io/azure-workload-identity/docs/installation/self-managed-clusters/oidc-issuer.html
 * "OpenID Connect Issuer", Azure AD Workload Identity
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata "OpenID Connect Discovery 1.0"
 *
 * @example
 *
 * const documents = new OidcIssuerDocuments(this, "edge-issuer", {
 *   issuer: "https://acme-issuers.s3.eu-central-1.amazonaws.com/edge",
 *   keys: readFileSync("edge-jwks.json", "utf8"),
 * });
 * const edge = OidcCluster.fromAttributes(this, "edge", { issuer: documents.issuer });
 */
export class OidcIssuerDocuments extends Construct {
  /** The issuer, as it was given. */
  public readonly issuer: string;
  /** Where the discovery document belongs, below the issuer: `.well-known/openid-configuration`. */
  public readonly discoveryPath: string = DISCOVERY_PATH;
  /** The discovery document, JSON. */
  public readonly discoveryDocument: string;
  /** Where the keys belong, below the issuer: `openid/v1/jwks`. */
  public readonly jwksPath: string = JWKS_PATH;
  /** The key set, JSON: `keys`, and those of `previousKeys` that are not among them. */
  public readonly jwks: string;

  /**
   * Renders the documents.
   *
   * @param scope where the construct lives
   * @param id the construct's id
   * @param props the issuer and its keys
   * @throws at synth, with a code: `issuer`; `issuer-bucket` for a URL of storage that does not serve the documents; `keys` and
   * `previous-keys` for what is no key set; `private-key`; `key-id`; `key-algorithm`; `key-use`; and `rotation-overlap` where a key id of `previousKeys` stands for another key in `keys`, so that one
   * of the two could not be told by its id
   */
  public constructor(scope: Construct, id: string, props: OidcIssuerDocumentsProps) {
    super(scope, id);
    const keys = setOf(props.keys);
    const ids = new Set(keys.map(({ kid }) => kid));
    const published = [...keys, ...setOf(props.previousKeys).filter(({ kid }) => !ids.has(kid))].map(publishedKey);
    const { issuer } = props;
    const base = madeOf(
      issuer,
      (literal) => literal.replace(/\/$/, ""),
      (token) => Fn.trimsuffix(token, "/"),
    );
    const algorithms = published.map(({ alg }) => alg);
    this.issuer = issuer;
    this.jwks = JSON.stringify({ keys: published });
    this.discoveryDocument = JSON.stringify({
      issuer,
      jwks_uri: `${base}/${JWKS_PATH}`,
      authorization_endpoint: NO_SIGN_IN,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: [...new Set([ALWAYS_LISTED, ...algorithms])],
      claims_supported: ["sub", "iss"],
    });
    refuse(this, () => [
      issuerProblem(issuer),
      bucketProblem(issuer),
      ...setProblems("keys", props.keys),
      ...(props.previousKeys === undefined ? [] : setProblems("previousKeys", props.previousKeys)),
      ...overlapProblems(keys, setOf(props.previousKeys)),
    ]);
  }
}

function setOf(json: string | undefined): readonly Jwk[] {
  return isLiteral(json) ? (keysOfSet(json) ?? []) : [];
}

function algorithmOf(key: Jwk): string | undefined {
  const algorithm = key.kty === "RSA" ? "RS256" : key.kty === "EC" ? ALGORITHM_OF_CURVE.get(key.crv) : undefined;
  return (key.alg ?? algorithm) === algorithm ? algorithm : undefined;
}

function publishedKey(key: Jwk): Jwk {
  return { ...publicMembersOf(key), use: "sig", alg: algorithmOf(key) };
}

/** What tells one key from another, whatever it is called: the members of its thumbprint (RFC 7638). */
function materialOf({ kty, n, e, crv, x, y }: Jwk): string {
  return JSON.stringify(kty === "RSA" ? { n, e } : { crv, x, y });
}

function setProblems(property: string, json: string): (string | undefined)[] {
  if (!isLiteral(json)) {
    return [problem(property, "is not known at synth, and keys are checked before they are published", JWKS_WAY_OUT)];
  }
  const keys = setOf(json);
  if (!keys.length) return [noSetProblem(property)];
  const ids = keys.map(({ kid }) => kid);
  return keys.map((key, index) => keyProblem(key, `${property} key ${index}`, ids.indexOf(key.kid) < index));
}

function keyProblem(key: Jwk, property: string, isRepeated: boolean): string | undefined {
  const isPrivate = privateKeyProblem(key, property, "private-key");
  if (isPrivate !== undefined) return isPrivate;
  if (typeof key.kid !== "string" || !KEY_ID.test(key.kid)) {
    const reason = "has no kid of letters, digits and `._~+/=:@-`, by which the clouds find the key of a token";
    return problem(property, reason, JWKS_WAY_OUT, "key-id");
  }
  if (isRepeated) return problem(property, "has the kid of another key of the set", JWKS_WAY_OUT, "key-id");
  if (key.use !== undefined && key.use !== "sig") {
    return problem(property, "is for another use than signatures", JWKS_WAY_OUT, "key-use");
  }
  const members = key.kty === "RSA" ? [key.n, key.e] : [key.x, key.y];
  const isWhole = members.every((member) => typeof member === "string" && BASE64URL.test(member));
  if (algorithmOf(key) !== undefined && isWhole) return undefined;
  const reason = "is no whole public key for RS256, ES256, ES384 or ES512, by which API servers sign";
  return problem(property, reason, JWKS_WAY_OUT, "key-algorithm");
}

/** A token names its key by `kid` alone: one id for two keys leaves the tokens of one of them without theirs. */
function overlapProblems(keys: readonly Jwk[], previous: readonly Jwk[]): string[] {
  return previous
    .filter((old) => keys.some((key) => key.kid === old.kid && materialOf(key) !== materialOf(old)))
    .map(({ kid }) =>
      problem(
        "previousKeys",
        `have another key by the id "${String(kid)}" than keys, so tokens of the old one would be refused at once`,
        "Give the new key an id of its own, and keep the old one until its tokens have expired",
        "rotation-overlap",
      ),
    );
}
