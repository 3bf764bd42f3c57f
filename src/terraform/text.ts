import { CallFault } from "./convert";

const GRAPHEMES = new Intl.Segmenter("und", { granularity: "grapheme" });

/** What Terraform counts as the characters of a text: what a reader sees as one. */
export function characters(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** Text in another case, letter for letter as Go does it. */
export function inCase(text: string, change: (letter: string) => string): string {
  return Array.from(text, (letter) => {
    const changed = change(letter);
    if (Array.from(changed).length === 1) return changed;
    throw new CallFault(`another case of "${letter}" is not understood`);
  }).join("");
}

/** Text without the blanks at its ends: those of Unicode, to which Go counts U+0085, and JavaScript U+FEFF. */
export function trimmed(text: string): string {
  return text.replace(/^(?:[^\S\uFEFF]|\x85)+|(?:[^\S\uFEFF]|\x85)+$/g, "");
}

/** The order in which Go sorts text: that of its bytes in UTF-8. */
export function byBytes(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const [one, other] = [a, b].map((text) => (at < text.length ? text.charCodeAt(at) : -1));
  // But for halves of surrogate pairs, the order of characters is that of their bytes.
  if (!isSurrogate(one) && !isSurrogate(other)) return Math.sign(one - other);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}
