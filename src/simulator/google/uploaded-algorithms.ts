import { GOOGLE_TOKEN_ALGORITHMS } from "../../vendor/google/federation";
import { PoolProvider } from "./pools";
import { GoogleWorld } from "./read";

/** The type of key that each algorithm of Google's signs by. RFC 7518, section 3.1. */
const KEY_TYPES: Readonly<Record<string, string>> = { RS256: "RSA", ES256: "EC" };

/** The algorithms of a provider's uploaded keys; undefined where none were uploaded, or where they are no key set. */
export function uploadedAlgorithms({ jwks }: Pick<PoolProvider, "jwks">): readonly string[] | undefined {
  if (jwks === undefined) return undefined;
  try {
    const { keys } = JSON.parse(jwks) as { keys?: unknown };
    if (!Array.isArray(keys)) return undefined;
    const types = keys.map((key) => (key as { kty?: unknown } | null)?.kty);
    return GOOGLE_TOKEN_ALGORITHMS.filter((one) => types.includes(KEY_TYPES[one]));
  } catch {
    return undefined;
  }
}

/** The algorithm by which an issuer signs, as far as the keys that were uploaded for it tell; undefined where they do not. */
export function uploadedAlgorithmOf(google: GoogleWorld, issuer: string): string | undefined {
  const sets = google.everyProvider.flatMap((one) => (one.issuer === issuer ? [uploadedAlgorithms(one)] : []));
  const [first] = sets.flatMap((one) => one ?? []);
  return first;
}
