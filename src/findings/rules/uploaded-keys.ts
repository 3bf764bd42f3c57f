import { placeOf, PoolProvider, providerOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** A key of a key set, as far as it is compared. */
interface Key {
  readonly kid?: unknown;
  readonly n?: unknown;
  readonly x?: unknown;
  readonly d?: unknown;
}

/**
 * Keys that were uploaded for an edge's issuer: what they sign passes, so they are listed; a set that holds no public key, a
 * private one, or other keys than another provider has for the same issuer is a fault.
 */
export const uploadedKeys: Rule = ({ google, edges }) => {
  const used = new Map(
    edges.flatMap(({ request }) => {
      const provider = providerOf(google, request);
      return provider?.jwks === undefined ? [] : [[provider.name, provider] as const];
    }),
  );
  return [...used.values()].map((provider): Finding => {
    const fault = faultOf(provider, [...used.values()]);
    return {
      code: "uploaded-keys",
      severity: fault === undefined ? "note" : "fault",
      place: provider.resource ? placeOf(provider.resource) : provider.name,
      ...(provider.resource ? { resource: provider.resource } : {}),
      ...{ argument: "oidc.jwks_json", hop: "exchange", what: provider.issuer },
      reason: fault ?? `tokens of ${provider.issuer} pass by keys that were uploaded: ${idsOf(provider).join(", ")}`,
    };
  });
};

function faultOf(provider: PoolProvider, all: readonly PoolProvider[]): string | undefined {
  const keys = keysOf(provider);
  if (!keys || keys.length === 0) return `the keys that were uploaded for ${provider.issuer} are no key set`;
  if (keys.some(({ d }) => d !== undefined)) return `a private key was uploaded for ${provider.issuer}`;
  const other = all.find((one) => one.issuer === provider.issuer && idsOf(one).join() !== idsOf(provider).join());
  return other && `other keys were uploaded for ${provider.issuer} than in ${other.name}`;
}

/** Undefined for what is no key set. */
function keysOf({ jwks = "" }: PoolProvider): readonly Key[] | undefined {
  try {
    const { keys } = JSON.parse(jwks) as { keys?: unknown };
    return Array.isArray(keys) ? (keys as readonly Key[]) : undefined;
  } catch {
    return undefined;
  }
}

function idsOf(provider: PoolProvider): readonly string[] {
  return (keysOf(provider) ?? []).map(({ kid, n, x }) => `${String(kid)} (${String(n ?? x).slice(0, 12)}…)`).sort();
}
