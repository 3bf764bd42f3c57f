const secrets = new Set<string>();
/** What they are found by, until there is another one. */
const marksOfViews = new Map<View, Marks>();

/** Shapes of secrets that were never registered, such as a token of somewhere else. */
const SHAPES: readonly RegExp[] = [
  /\beyJ[\w-]{8,}(\.[\w-]*){1,4}/g, // a JSON Web Token
  /\bk8s-aws-v1\.[\w-]+/g, // an EKS token
  /\bya29\.[\w.-]+/g, // a Google access token
  /\bZXlK[\w+/=-]{16,}/g, // a JSON Web Token in base64
  /\b((?:X-Amz-)?(?:Signature|Security-Token)(?:=|%3D))(?!\[redacted\])[^&\s"',<]+/gi,
  // Codes of characters, whatever base they are in: a list of bytes, or escapes. No words, times or addresses are 16 of them.
  /(?:(?:0?x|u)?[{+]?[\da-f]{2,8}[^a-z\d.:]{1,5}){15,}(?:0?x|u)?[{+]?[\da-f]{2,8}/gi,
];

/** Longer than any word a message could hold by chance: a shorter "secret" would blank out ordinary text. */
const MINIMUM_LENGTH = 8;
/** Any part of a secret this long is cut out too: an endpoint may echo a part, or break it into lines. */
const TELLING_LENGTH = 16;
/** What a vendor says at most, in one message. */
const LONGEST_EXCERPT = 400;
/** Longer than any role's ARN. */
const LONGEST_SHOWN = 200;
/** Of a longer text no more is looked at. */
const LONGEST_TEXT = 16_384;

const REDACTED = "[redacted]";
/** Control characters could rewrite a terminal or reverse its text, and a newline would make one cause look like two. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/** Remembers a secret, so that no message of this process can hold it. */
export function keepSecret(secret: string): string {
  if (secret.length >= MINIMUM_LENGTH && !secrets.has(secret)) {
    secrets.add(secret);
    marksOfViews.clear();
  }
  return secret;
}

/**
 * The text without any known secret, a part of one, or anything that looks like one, on one line and free of control
 * characters. A secret is also known when it is percent-encoded, escaped for JSON or XML, wrapped into lines, in pieces
 * that something else than letters and digits separates, in other letters of the same meaning (full-width, bold) or of the
 * other case.
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

/** A value from outside as a message shows it: a text of bearable length, or that it is none. */
export function shown(value: unknown): string {
  return typeof value === "string"
    ? `"${excerpt(value, LONGEST_SHOWN)}"`
    : value === undefined
      ? "(none)"
      : "(no text)";
}

function withoutSecrets(text: string): string {
  if (secrets.size === 0) return text;
  const hidden = new Array<boolean>(text.length).fill(false);
  for (const view of VIEWS) {
    const { plain, from, to } = seen(text, view);
    const within = hiddenIn(plain, marksIn(view));
    within.forEach((isHidden, i) => isHidden && hidden.fill(true, from[i], within[i + 1] ? from[i + 1] : to[i]));
  }
  let clean = "";
  hidden.forEach((isHidden, i) => {
    if (!isHidden) clean += text[i];
    else if (!hidden[i - 1]) clean += REDACTED;
  });
  return clean;
}

const BASE64 = [/[\w+/-]{22,}/g, "base64"] as const;
const HEX = [/[\da-f]{32,}/gi, "hex"] as const;
/** What a text may be wrapped in as a whole, its characters in one byte or in two: how many letters stand for a character. */
const WRAPPINGS = [
  [...BASE64, "latin1", 4 / 3],
  [...HEX, "latin1", 2],
  [...BASE64, "utf16le", 8 / 3],
  [...HEX, "utf16le", 4],
] as const;
/** Base64 of base64, as in a Secret of Kubernetes. */
const DEEPEST_WRAPPING = 2;

/** What secrets are found by: their parts, and those that are shorter than a part. */
interface Marks {
  readonly parts: ReadonlySet<string>;
  readonly short: readonly string[];
}

/** What the known secrets are found by in a view. */
function marksIn(view: View): Marks {
  let marks = marksOfViews.get(view);
  if (!marks) {
    const forms = [...secrets].map((secret) => seen(secret, view).plain);
    marks = marksOf(forms.filter(({ length }) => length >= view.least));
    marksOfViews.set(view, marks);
  }
  return marks;
}

function marksOf(forms: readonly string[]): Marks {
  const parts = new Set<string>();
  for (const form of forms) {
    for (let i = 0; i + TELLING_LENGTH <= form.length; i++) parts.add(form.slice(i, i + TELLING_LENGTH));
  }
  return { parts, short: forms.filter(({ length }) => length < TELLING_LENGTH) };
}

/** Which characters of a text belong to a secret, also where a run of them is one in base64 or in hexadecimal. */
function hiddenIn(plain: string, marks: Marks, depth = DEEPEST_WRAPPING): boolean[] {
  const hidden: boolean[] = new Array<boolean>(plain.length).fill(false);
  for (let i = 0; i + TELLING_LENGTH <= plain.length; i++) {
    if (marks.parts.has(plain.slice(i, i + TELLING_LENGTH))) hidden.fill(true, i, i + TELLING_LENGTH);
  }
  for (const secret of marks.short) {
    for (let i = plain.indexOf(secret); i >= 0; i = plain.indexOf(secret, i + 1)) {
      hidden.fill(true, i, i + secret.length);
    }
  }
  for (const [form, encoding, characters, size] of depth > 0 ? WRAPPINGS : []) {
    for (const { 0: run, index } of plain.matchAll(form)) {
      // Where the wrapped text begins in the run is not known.
      for (let skip = 0; skip < 4; skip++) {
        const unwrapped = Buffer.from(run.slice(skip), encoding).toString(characters);
        hiddenIn(unwrapped, marks, depth - 1).forEach((isHidden, i) => {
          const start = index + skip + i * size;
          if (isHidden) hidden.fill(true, Math.floor(start), Math.ceil(start + size));
        });
      }
    }
  }
  return hidden;
}

/** What a terminal obeys, broken lines, tags, and characters that are written as an escape (more than once where `%25` stands for a percent sign). */
const ESCAPES =
  /\u001b\[[\d;]*[a-z]|=\r?\n|<\/?[a-z][^<>]{0,99}>|\\[nrt]|\\u\{?([\da-f]{2,4})\}?|\\(?=[\\/"'])|(?:%(?:25)*|\\x)([\da-f]{2})|&(?:#0*(\d{1,6})|#x0*([\da-f]{1,5})|(amp|lt|gt|quot|apos|nbsp|shy|zwn?j));/gi;
const ENTITIES: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const NONE = /(?!)/g;
const LETTERS = /[a-z\d]/i;

/** A way to look at a text. */
interface View {
  /** What is decoded or left out. */
  readonly escapes: RegExp;
  /** The characters that are compared: others may stand between those of a secret. */
  readonly compared: RegExp;
  /** A secret of which fewer characters are compared is not looked for. */
  readonly least: number;
}

/**
 * A text as it stands, since what is before a secret could make an escape of its first letters; with its escapes decoded
 * and without white space; then without what may separate the pieces of a token, be that a character which tokens have themselves.
 */
const VIEWS: readonly View[] = [
  { escapes: NONE, compared: /[^]/, least: 1 },
  { escapes: ESCAPES, compared: /[!-~]/, least: 1 },
  { escapes: ESCAPES, compared: /[\w+/-]/, least: MINIMUM_LENGTH },
  { escapes: ESCAPES, compared: LETTERS, least: MINIMUM_LENGTH },
  { escapes: NONE, compared: LETTERS, least: MINIMUM_LENGTH },
];

/** What is compared of a text, and where each character of that stood. */
function seen(
  text: string,
  { escapes, compared }: View,
): { readonly plain: string; readonly from: number[]; readonly to: number[] } {
  let plain = "";
  const from: number[] = [];
  const to: number[] = [];
  const take = (part: string, start: number, end: number) => {
    const isWritten = end - start === part.length;
    let i = 0;
    for (const character of part) {
      // A letter in another form (full-width, bold, with an accent) begins with the letter when it is taken apart.
      const letter = character.normalize("NFKD")[0];
      const at = i;
      i += character.length;
      if (!compared.test(letter)) continue;
      // Of letters alone their case is left out as well.
      plain += compared === LETTERS ? letter.toLowerCase() : letter;
      from.push(isWritten ? start + at : start);
      to.push(isWritten ? start + i : end);
    }
  };
  let at = 0;
  for (const match of text.matchAll(escapes)) {
    const [whole, unicode, percent, decimal, hexadecimal, name] = match;
    take(text.slice(at, match.index), at, match.index);
    at = match.index + whole.length;
    const hex = unicode ?? percent ?? hexadecimal;
    if (name !== undefined) take(ENTITIES[name.toLowerCase()] ?? "", match.index, at);
    else if (hex !== undefined) take(String.fromCharCode(parseInt(hex, 16)), match.index, at);
    else if (decimal !== undefined) take(String.fromCharCode(Number(decimal)), match.index, at);
  }
  take(text.slice(at), at, text.length);
  return { plain, from, to };
}
