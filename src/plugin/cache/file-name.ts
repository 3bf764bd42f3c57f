/** FNV-1a's prime and offset, 32 bits ("The FNV Non-Cryptographic Hash Algorithm"). */
const PRIME = 0x01000193;
const OFFSET = 0x811c9dc5;

/**
 * A short name for a long text, the same at every run. It need not withstand an attack: every file holds the whole text
 * and is compared with it, so two texts of one name only take turns. node:crypto would cost a cache hit 3 ms.
 */
export function fileNameOf(text: string): string {
  let one = OFFSET;
  let other = ~OFFSET;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, PRIME);
    other = Math.imul(other ^ code, PRIME);
  }
  return [one, other].map((hash) => (hash >>> 0).toString(16).padStart(8, "0")).join("");
}
