import * as crypto from "crypto";

/** Node.js 20.12 and later hash a text without an object that has to be collected, which is twice as fast. */
const hash = Reflect.get(crypto, "hash") as ((algorithm: string, text: string) => string) | undefined;

/** The first hexadecimal digits of a SHA-256: enough to tell names apart, the same at every synth. */
export function digest(text: string, length = 8): string {
  const hex = hash ? hash("sha256", text) : crypto.createHash("sha256").update(text).digest("hex");
  return hex.slice(0, length);
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
  // Joined and not concatenated, which V8 keeps in pieces.
  return [readable.replace(/-+$/, ""), suffix].join("");
}
