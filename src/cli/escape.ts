/**
 * Characters of a name that a terminal would obey or that would not be seen: C0 and C1 controls, DEL, marks that turn the
 * direction of text, line separators, zero-width characters, tags, and halves of surrogate pairs.
 */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

/** The same in JSON, whose texts hold no C0 control, and which breaks its lines. */
const UNSEEN_IN_JSON = new RegExp(UNSEEN.source.replace("\\u0000-\\u001f", ""), UNSEEN.flags);

/** Text for a terminal, on one line: what would be obeyed or not be seen is written as `\u001b`. */
export function plain(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

/** Text for XML 1.0, as content and within quotes; characters that no XML document may hold are written as `\u001b`. */
export function xml(text: string): string {
  return plain(text).replace(/[&<>"']/g, (one) => XML[one]);
}

/** Text for Markdown, within a line or a table's cell; nothing in it is markup, HTML, a link or a mention. */
export function markdown(text: string): string {
  return plain(text).replace(/[^\p{L}\p{N} ]/gu, (one, at: number) =>
    at > 0 && MARKDOWN_KEPT.has(one) ? one : `&#${one.codePointAt(0)};`,
  );
}

/** JSON whose text holds nothing that a terminal would obey. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNSEEN_IN_JSON, escapeOf);
}

/** One line of JSON Lines. */
export function jsonLine(value: unknown): string {
  return `${plain(JSON.stringify(value))}\n`;
}

const XML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Punctuation that means nothing to Markdown within a line; a link needs a colon, a dot or an at sign. */
const MARKDOWN_KEPT = new Set([",", ";", "/", "-", "→", "–", "…", "%"]);

function escapeOf(one: string): string {
  return [...Array(one.length).keys()].map((i) => `\\u${one.charCodeAt(i).toString(16).padStart(4, "0")}`).join("");
}
