const secrets = new Set<string>();

/** Shapes of secrets that were never registered, such as a token of somewhere else. */
const SHAPES: readonly RegExp[] = [
  /\beyJ[\w-]{8,}(\.[\w-]*){1,4}/g, // a JSON Web Token
  /\bk8s-aws-v1\.[\w-]+/g, // an EKS token
  /\bya29\.[\w.-]+/g, // a Google access token
  /\b((?:X-Amz-)?(?:Signature|Security-Token)(?:=|%3D))(?!\[redacted\])[^&\s"',<]+/gi,
];

/** Longer than any word a message could hold by chance: a shorter "secret" would blank out ordinary text. */
const MINIMUM_LENGTH = 8;
/** Any part of a secret this long is cut out too: an endpoint may echo a part, or break it into lines. */
const TELLING_LENGTH = 16;
/** What a vendor says at most, in one message. */
const LONGEST_EXCERPT = 400;
/** Of a longer text no more is looked at. */
const LONGEST_TEXT = 65_536;

const REDACTED = "[redacted]";
/** Control characters could rewrite a terminal or reverse its text, and a newline would make one cause look like two. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** Remembers a secret, so that no message of this process can hold it. */
export function keepSecret(secret: string): string {
  if (secret.length >= MINIMUM_LENGTH) secrets.add(secret);
  return secret;
}

/**
 * The text without any known secret, a part of one, or anything that looks like one, on one line and free of control
 * characters. A secret is also known when it is percent-encoded, escaped for JSON or XML, or wrapped into lines.
 */
export function redact(text: string): string {
  let clean = withoutSecrets(text.slice(0, LONGEST_TEXT));
  for (const shape of SHAPES) {
    clean = clean.replace(shape, (_match, name: unknown) =>
      typeof name === "string" && /(?:=|%3D)$/i.test(name) ? name + REDACTED : REDACTED,
    );
  }
  return clean.replace(CONTROLS, " ").trim();
}

/** The beginning of what a vendor says. Its secrets are taken out first: of half a secret nothing is known any more. */
export function excerpt(text: string, longest: number = LONGEST_EXCERPT): string {
  const clean = redact(text);
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

function withoutSecrets(text: string): string {
  if (secrets.size === 0) return text;
  const { plain, from, to } = decoded(text);
  const hidden = hiddenIn(plain);
  let clean = "";
  let at = 0;
  for (let i = 0; i < plain.length; i++) {
    if (!hidden[i]) continue;
    const start = i;
    while (hidden[i + 1]) i++;
    clean += text.slice(at, from[start]) + REDACTED;
    at = to[i];
  }
  return clean + text.slice(at);
}

/** Which characters of a decoded text belong to a secret. */
function hiddenIn(plain: string): readonly boolean[] {
  const hidden: boolean[] = new Array<boolean>(plain.length).fill(false);
  const short: string[] = [];
  const parts = new Set<string>();
  for (const secret of secrets) {
    const own = decoded(secret).plain;
    if (own.length < TELLING_LENGTH) short.push(own);
    for (let i = 0; i + TELLING_LENGTH <= own.length; i++) parts.add(own.slice(i, i + TELLING_LENGTH));
  }
  for (let i = 0; i + TELLING_LENGTH <= plain.length; i++) {
    if (parts.has(plain.slice(i, i + TELLING_LENGTH))) hidden.fill(true, i, i + TELLING_LENGTH);
  }
  for (const secret of short) {
    for (let i = plain.indexOf(secret); secret !== "" && i >= 0; i = plain.indexOf(secret, i + 1)) {
      hidden.fill(true, i, i + secret.length);
    }
  }
  return hidden;
}

/** White space, and characters that are written as an escape (more than once where `%25` stands for a percent sign). */
const ESCAPES =
  /\s+|=\r?\n|\\[nrt]|\\u([\da-f]{4})|\\(?=[\\/"'])|%(?:25)*([\da-f]{2})|&(?:#(\d{1,6})|#x([\da-f]{1,5})|(amp|lt|gt|quot|apos));/gi;
const ENTITIES: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The text with its escapes decoded and its white space left out, and where each character stood. */
function decoded(text: string): { readonly plain: string; readonly from: number[]; readonly to: number[] } {
  let plain = "";
  const from: number[] = [];
  const to: number[] = [];
  const take = (part: string, start: number, end: number) => {
    for (let i = 0; i < part.length; i++) {
      from.push(end - start === part.length ? start + i : start);
      to.push(end - start === part.length ? start + i + 1 : end);
    }
    plain += part;
  };
  let at = 0;
  for (const match of text.matchAll(ESCAPES)) {
    const [whole, unicode, percent, decimal, hexadecimal, name] = match;
    take(text.slice(at, match.index), at, match.index);
    at = match.index + whole.length;
    const hex = unicode ?? percent ?? hexadecimal;
    if (name !== undefined) take(ENTITIES[name.toLowerCase()], match.index, at);
    else if (hex !== undefined) take(String.fromCharCode(parseInt(hex, 16)), match.index, at);
    else if (decimal !== undefined) take(String.fromCharCode(Number(decimal)), match.index, at);
  }
  take(text.slice(at), at, text.length);
  return { plain, from, to };
}
