import { Edge, placeOf, PoolProvider, providerOf, thumbprintOf } from "../../simulator";
import { Finding, Rule } from "../finding";

type Key = Readonly<Record<string, unknown>>;
/** Thumbprints by the ids of keys. */
type Declared = Readonly<Record<string, string>>;

/** The edges that come in by a provider with uploaded keys. */
interface Use {
  readonly provider: PoolProvider;
  readonly edges: Edge[];
}

/**
 * Keys that were uploaded for an edge's issuer: what they sign passes. A set that is not the one which the edges' documents
 * declare, or that is no set of public keys, is a fault; one that no document declares is a gap.
 */
export const uploadedKeys: Rule = ({ google, everyEdge }) => {
  const uses = new Map<string, Use>();
  for (const edge of everyEdge) {
    const provider = providerOf(google, edge.request);
    if (provider === undefined || (provider.jwks === undefined && !declaresKeys(edge, provider))) continue;
    const use = uses.get(provider.name) ?? { provider, edges: [] };
    use.edges.push(edge);
    uses.set(provider.name, use);
  }
  return [...uses.values()].map((use): Finding => {
    const { provider } = use;
    const { resource, issuer } = provider;
    return {
      code: "uploaded-keys",
      place: resource ? placeOf(resource) : provider.name,
      ...(resource ? { resource } : {}),
      ...{ argument: "oidc.jwks_json", hop: "exchange", what: issuer },
      ...judged(use, [...uses.values()]),
    };
  });
};

function judged({ provider, edges }: Use, all: readonly Use[]): Pick<Finding, "severity" | "reason"> {
  const fault = (reason: string) => ({ severity: "fault", reason }) as const;
  const { issuer } = provider;
  if (provider.jwks === undefined) return fault(`the declared keys of ${issuer} were not uploaded`);
  const keys = keysOf(provider);
  if (!keys || keys.length === 0) return fault(`the keys that were uploaded for ${issuer} are no key set`);
  if (keys.some(({ d }) => d !== undefined)) return fault(`a private key was uploaded for ${issuer}`);
  const unusable = keys.find((key) => !isUsable(key));
  if (unusable) return fault(`by the uploaded key ${nameOf(unusable)} of ${issuer} no signature is checked`);
  const declared = declaredBy(edges, issuer);
  if (declared && Object.keys(declared).length > 0) {
    const difference = differenceOf(keys, declared);
    if (difference !== undefined) return fault(`${difference} of ${issuer}`);
  }
  const other = all.find((one) => one.provider.issuer === issuer && idsOf(one.provider) !== idsOf(provider));
  if (other) return fault(`other keys were uploaded for ${issuer} than in ${other.provider.name}`);
  const passes = `tokens of ${issuer} pass by keys that were uploaded: ${idsOf(provider)}`;
  if (declared) return { severity: "note", reason: passes };
  return { severity: "gap", reason: `${passes}, and no document declares keys of ${issuer}` };
}

/** Whether a document gives keys of the provider's issuer to be uploaded. */
function declaresKeys({ declaration: { source } }: Edge, { issuer }: PoolProvider): boolean {
  return source.issuer === issuer && Object.keys(source.keys ?? {}).length > 0;
}

/**
 * Whether Google checks a signature by a key. RFC 7517, sections 4.2 and 4.4, on `use` and `alg`, which may be left out.
 */
function isUsable({ kty, use, alg }: Key): boolean {
  if (use !== undefined && use !== "sig") return false;
  const [own] = Object.entries({ RS256: "RSA", ES256: "EC" }).flatMap(([name, type]) => (type === kty ? [name] : []));
  return own !== undefined && (alg === undefined || alg === own);
}

/** The keys that documents declare of an issuer; undefined where none does. Another issuer's are not asked. */
function declaredBy(edges: readonly Edge[], issuer: string): Declared | undefined {
  const sets = edges.flatMap(({ declaration: { source } }) =>
    source.issuer === issuer && source.keys ? [source.keys] : [],
  );
  return sets.find((one) => Object.keys(one).length > 0) ?? sets[0];
}

/** The first key that is uploaded and not declared, or declared and not uploaded. */
function differenceOf(keys: readonly Key[], declared: Declared): string | undefined {
  const has = (kid: unknown) => typeof kid === "string" && Object.hasOwn(declared, kid);
  const strange = keys.find((key) => !has(key.kid) || declared[key.kid as string] !== thumbprintOf(key));
  if (strange) return `a token passes by the uploaded key ${nameOf(strange)}, which is no declared key`;
  const missing = Object.keys(declared).find((kid) => !keys.some((key) => key.kid === kid));
  return missing === undefined ? undefined : `no uploaded key is the declared key ${missing}`;
}

/** Undefined for what is no key set. */
function keysOf({ jwks = "" }: PoolProvider): readonly Key[] | undefined {
  try {
    const { keys } = JSON.parse(jwks) as { keys?: unknown };
    const isSet = Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null);
    return isSet ? (keys as readonly Key[]) : undefined;
  } catch {
    return undefined;
  }
}

function idsOf(provider: PoolProvider): string {
  return (keysOf(provider) ?? []).map(nameOf).sort().join(", ");
}

function nameOf({ kid, n, x }: Key): string {
  return `${String(kid)} (${String(n ?? x).slice(0, 12)}…)`;
}
