/** What a text may name. */
export interface Name {
  /**
   * An `id` means its thing wherever it stands, in whatever letter case. A `value` means it where it stands alone: a role's name may
   * be a word of a sentence. A `reference` means a resource whose attribute is read.
   */
  readonly kind: "id" | "value" | "reference";
  readonly text: string;
  /** What else must be in the text. */
  readonly beside?: RegExp;
}

const WORD = /[\w-]/;
const WORDS = /[\w-]+/g;
/** Escapes of JSON, those of a JSON text in a JSON text too. */
const ESCAPES = /\\+(u[0-9a-f]{4}|[nrtbf"/])/gi;
/** What stands before a value in JSON, YAML, expressions and command lines: a sign, a YAML list's dash, or a flag. */
const BEFORE = /(["'`[(,=:]|(^|\n)\s*-|\s--?[\w-]+)\s*$/;
const AFTER = /^(["'`\]),};|/]|\s|$)/;
/** More than a flag's name is long. */
const BEFORE_LENGTH = 64;

/** The JSON text of a resource, in which JSON, YAML and scripts may stand as texts. */
export class WrittenText {
  private readonly text: string;
  private lower?: string;

  public constructor(json: string) {
    this.text = json.replace(ESCAPES, (_escape, sign: string) => (/["/]/.test(sign) ? sign : "\n"));
  }

  /** A word that stands in every text which names something. */
  public static wordOf({ kind, text }: Name): string {
    const words = text.toLowerCase().match(WORDS) ?? [""];
    if (kind === "reference") return words[words.length - 1];
    return words.reduce((longest, word) => (word.length > longest.length ? word : longest));
  }

  /** Its words, each once. */
  public get words(): ReadonlySet<string> {
    return new Set(this.inLowerCase.match(WORDS));
  }

  public names({ kind, text: name, beside }: Name): boolean {
    if (beside?.test(this.text) === false) return false;
    if (kind === "id") return this.has(this.inLowerCase, name.toLowerCase(), () => true);
    if (kind === "reference") {
      return this.has(
        this.text,
        name,
        (at) => this.text[at - 1] !== "." && /[.[]/.test(this.text[at + name.length] ?? ""),
      );
    }
    return this.has(this.text, name, (at) => {
      const before = this.text.slice(Math.max(0, at - BEFORE_LENGTH), at);
      return BEFORE.test(before) && AFTER.test(this.text.slice(at + name.length, at + name.length + 1));
    });
  }

  private get inLowerCase(): string {
    return (this.lower ??= this.text.toLowerCase());
  }

  /** Whether a text has a name that is no part of a longer one, at a place where a test holds. */
  private has(text: string, name: string, test: (at: number) => boolean): boolean {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!WORD.test(text[at - 1] ?? "") && !WORD.test(text[at + name.length] ?? "") && test(at)) return true;
    }
    return false;
  }
}
