import { Document, isScalar, parseDocument, Tags, visit } from "yaml";

/** A document of a text: as it stands there, and what it says. */
export interface TextDocument {
  readonly text: string;
  readonly value: object;
}

/** What a YAML text is: documents, or the reason why it is none. */
export type Yaml =
  { readonly documents: readonly TextDocument[] } | { readonly fault: string; readonly isYaml: boolean };

/** A ConfigMap and a Secret hold 1 MiB at most; a document of more is no client's. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
/** All documents of a text that are read. */
const MAX_BYTES = 8 * 1024 * 1024;
/** How often aliases may stand for what is large; more is an attack. */
const MAX_ALIASES = 100;
/** Keys that are no text, which parsers take long for when they are nested. */
const MAX_COMPLEX_KEYS = 20;
const COMPLEX_KEY = /(?:^|[\s[{,-])\?(?=\s|$)/gm;
/** Indentation that no client's document has, and that parsers take much memory for. */
const DEEP_LINE = /^[ \t?:-]{512}/m;
/** The types that Go's parser knows of YAML 1.1: it reads dates and numbers with colons as text. */
const OPTIONS = {
  version: "1.1",
  merge: true,
  uniqueKeys: false,
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === "string" || !(tag.tag.endsWith(":timestamp") || tag.format === "TIME")),
} as const;
/** A line that begins a document wherever it stands, in a block scalar too. */
const BEGINNING = /^---(?=\s|$)/gm;

/**
 * The YAML documents of a text, as kubectl reads them: block and flow style, comments, anchors and merge keys. Documents that
 * a test does not ask for are left out unread. Time and memory are bounded: what is too large, too deep or refers to itself too
 * often is refused.
 *
 * @param isWanted tells of a document's text whether it is read
 */
export function yamlIn(text: string, isWanted: (text: string) => boolean): Yaml {
  const wanted = documentTexts(text).filter(isWanted);
  const size = wanted.reduce((sum, one) => sum + one.length, 0);
  if (size > MAX_BYTES || wanted.some(({ length }) => length > MAX_DOCUMENT_BYTES)) {
    return { fault: `has more than ${MAX_DOCUMENT_BYTES >> 20} MiB of YAML`, isYaml: true };
  }
  const documents: TextDocument[] = [];
  for (const one of wanted) {
    const read = documentOf(one);
    if ("fault" in read) return read;
    documents.push({ text: one, value: read.value });
  }
  return { documents };
}

/** The texts of a stream's documents; one alone is the text as it is. Directives belong to the document behind them. */
function documentTexts(text: string): readonly string[] {
  const [first, ...rest] = text.split(BEGINNING);
  const hasDocument = first.replace(/^[#%].*$/gm, "").trim() !== "";
  if (rest.length + (hasDocument ? 1 : 0) < 2) return [text];
  const own = hasDocument ? [first] : [`${first}---${rest.shift() ?? ""}`];
  return [...own, ...rest.map((part) => part.replace(/^[ \t]*\r?\n/, ""))];
}

const TOO_DEEP = { fault: "is nested too deeply", isYaml: true };

function documentOf(text: string): { readonly value: object } | { readonly fault: string; readonly isYaml: boolean } {
  if ((text.match(COMPLEX_KEY)?.length ?? 0) > MAX_COMPLEX_KEYS) {
    return { fault: `has more than ${MAX_COMPLEX_KEYS} keys that are no text`, isYaml: true };
  }
  if (DEEP_LINE.test(text)) return TOO_DEEP;
  try {
    const document = parseDocument(text, OPTIONS);
    const [error] = document.errors;
    if (error && /call stack/.test(error.message)) return TOO_DEEP;
    if (error) return { fault: `is no YAML: ${error.message.split("\n")[0].replace(/:$/, "")}`, isYaml: false };
    const double = doubleKey(document);
    if (double !== undefined) return { fault: `has the key ${JSON.stringify(double)} twice`, isYaml: true };
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    if (typeof value === "object" && value !== null) return { value };
    return { fault: "is text alone", isYaml: false };
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    if (error instanceof ReferenceError) {
      const isBomb = error.message.startsWith("Excessive");
      return { fault: isBomb ? "has too many aliases" : "has an alias without its anchor", isYaml: true };
    }
    throw error;
  }
}

/** A key that a map has twice, where clients do not agree which of the two counts. */
function doubleKey(document: Document): string | undefined {
  let found: string | undefined;
  visit(document, {
    Map(_key, { items }) {
      const names = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key) || key.value === "<<" || typeof key.value === "symbol") continue;
        const name = String(key.value);
        if (names.has(name)) {
          found = name;
          return visit.BREAK;
        }
        names.add(name);
      }
      return undefined;
    },
  });
  return found;
}
