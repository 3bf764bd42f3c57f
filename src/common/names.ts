import { createHash } from "crypto";

/** The first hexadecimal digits of a SHA-256: enough to tell names apart, the same at every synth. */
export function digest(text: string, length = 8): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** Lower-case letters, digits and single dashes, starting with a letter or digit. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/**
 * A cloud object's default name: readable parts, then a digest of what the object stands for. Only the readable
 * part is shortened to fit `max`; the digest keeps two names apart that would otherwise become equal.
 *
 * @param identity whatever tells this object from every other one of its kind
 */
export function fittedName(parts: string[], identity: string, max: number): string {
  const suffix = `-${digest(identity)}`;
  const readable = slug(parts.join("-")).slice(0, max - suffix.length);
  return `${readable.replace(/-+$/, "")}${suffix}`;
}
