/** Stand for a `*` and a `?` that a policy variable gives, which are no wildcards. */
export const STAR = "\uE000";
export const QUESTION = "\uE001";

const PATTERNS = new Map<string, RegExp>();
const KEPT = 2000;

/** `*` is any run of characters, `?` is one. */
export function wildcard(pattern: string, flags = ""): RegExp {
  const key = `${flags} ${pattern}`;
  const known = PATTERNS.get(key);
  if (known) return known;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    // Runs of stars are one, so that no pattern takes long to fail.
    .replace(/\*+/g, ".*")
    .replace(/\?/g, ".")
    .replaceAll(STAR, "\\*")
    .replaceAll(QUESTION, "\\?");
  const made = new RegExp(`^${escaped}$`, `s${flags}`);
  if (PATTERNS.size >= KEPT) PATTERNS.clear();
  PATTERNS.set(key, made);
  return made;
}

/** A filled value as it is compared where wildcards mean nothing. */
export function plain(value: string): string {
  return value.replaceAll(STAR, "*").replaceAll(QUESTION, "?");
}
