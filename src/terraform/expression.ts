import { exactly } from "./numbers";

/** What can stand between `${` and `}` in Terraform's JSON syntax, as far as synthesized stacks use it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "reference"; readonly root: string; readonly steps: readonly Step[] }
  | { readonly kind: "access"; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly expand: boolean }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "map"; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  | ForExpression;

/** `[for key, value in of : result if test]`, or with a key in front of the result, `{for … : name => result}`. */
export interface ForExpression {
  readonly kind: "for";
  /** The names of key and value, or of the value alone. */
  readonly names: readonly string[];
  readonly of: Expression;
  /** Undefined where a list comes of it. */
  readonly name?: Expression;
  readonly result: Expression;
  readonly test?: Expression;
  /** Whether results of one name are gathered in a list. */
  readonly groups: boolean;
}

/** A step into a value: a name, an index, or for each element the steps that a splat goes on with. */
export type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: Expression }
  | { readonly kind: "each"; readonly steps: readonly Step[] };

/** Text that is not what Terraform's expression syntax allows, or not what this reader knows of it. */
export class SyntaxFault extends Error {}

const PRECEDENCE: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];
/** What operators begin with. */
const OPERATOR_SIGNS = "|&=!<>+-*/%";
/** How many expressions may stand in each other. */
const DEEPEST = 200;
/** Names with dots between them, up to the end of an interpolation; words that are values are none. */
const PLAIN_REFERENCE = /((?!(?:true|false|null)\.)[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+)(?=\})/y;
/** Characters that may mean something in a template, and in one that stands in quotes. */
const [SIGNS, QUOTED_SIGNS] = [/[$%]/g, /[$%"\n\\]/g];
const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * Reads a string of a JSON document as the template that Terraform takes it for: `${…}` is an expression, `$${` and
 * `%%{` stand for themselves.
 *
 * Terraform documentation: "JSON Configuration Syntax", "Expressions".
 *
 * @throws SyntaxFault
 */
export function parseTemplate(text: string): Expression {
  if (!text.includes("${") && !text.includes("%{")) return { kind: "literal", value: text };
  return simplified(new Parser(text).template());
}

/** A lone expression keeps its own type; everything else is text. */
function simplified(parts: readonly (string | Expression)[]): Expression {
  if (parts.length === 0) return { kind: "literal", value: "" };
  const [only] = parts;
  if (parts.length > 1) return { kind: "template", parts };
  return typeof only === "string" ? { kind: "literal", value: only } : only;
}

/** A trim marker takes away blanks of one line, with the line's break. */
const REST_OF_LINE = /[^\S\n]*\n?/y;

function withoutBlanksAtEnd(text: string): string {
  const line = text.lastIndexOf("\n", text.length - 2) + 1;
  return text.slice(0, line) + text.slice(line).trimEnd();
}

/** Parts of a template as text, also where there is one alone. */
function textOf(parts: readonly (string | Expression)[]): Expression {
  return parts.length === 0 ? { kind: "literal", value: "" } : { kind: "template", parts };
}

/** Parts of a template, and the directive that ended them, if one did. */
interface Ended {
  readonly parts: (string | Expression)[];
  readonly end?: string;
}

class Parser {
  private at = 0;
  private depth = 0;
  /** Where the last white space and comments began and ended. */
  private blanksFrom = 0;
  private blanksTo = 0;

  public constructor(private readonly text: string) {}

  /** Text with expressions in it, up to the end, or up to the closing quote of a string inside an expression. */
  public template(quoted = false): (string | Expression)[] {
    const { parts, end } = this.parts(quoted);
    if (end !== undefined) throw this.fault(`"%{ ${end} }" ends nothing`);
    return parts;
  }

  /** Text with expressions and directives in it, up to the end, or up to a directive that ends another one. */
  private parts(quoted: boolean): Ended {
    const parts: (string | Expression)[] = [];
    let plain = "";
    // A trim marker (~) takes the white space beside it away: of what stands before, and of the text that follows.
    const flush = () => {
      const kept = this.hasMarker() ? withoutBlanksAtEnd(plain) : plain;
      if (kept) parts.push(kept);
      plain = "";
    };
    while (this.at < this.text.length) {
      const rest = this.text.startsWith.bind(this.text);
      if (quoted && this.text[this.at] === '"') break;
      if (rest("$${", this.at) || rest("%%{", this.at)) {
        plain += this.text.slice(this.at + 1, this.at + 3);
        this.at += 3;
      } else if (rest("%{", this.at)) {
        flush();
        const keyword = this.directive();
        if (keyword === "if") parts.push(this.conditional(quoted));
        else if (keyword === "for") parts.push(this.repeatedText(quoted));
        else return { parts, end: keyword };
      } else if (rest("${", this.at)) {
        flush();
        this.at += 2;
        parts.push(this.interpolated());
      } else if (quoted && this.text[this.at] === "\n") throw this.fault("a new line in quotes is not understood");
      else if (quoted && this.text[this.at] === "\\") {
        plain += this.escape();
      } else plain += this.run(quoted);
    }
    if (plain) parts.push(plain);
    return { parts };
  }

  /** Whether a trim marker stands behind the sign that begins here: `${~` or `%{~`. */
  private hasMarker(): boolean {
    return this.text[this.at + 2] === "~";
  }

  /** The word that a directive begins with. */
  private directive(): string {
    this.at += 2;
    if (this.text[this.at] === "~") this.at++;
    const keyword = this.name();
    if (["else", "endif", "endfor"].includes(keyword)) this.close();
    else if (keyword !== "if" && keyword !== "for") throw this.fault(`"${keyword}" is no template directive`);
    return keyword;
  }

  /** The end of an interpolation or a directive, and with a trim marker the white space behind it. */
  private close(): void {
    const isTrimming = this.take("~");
    this.expect("}");
    if (!isTrimming) return;
    REST_OF_LINE.lastIndex = this.at;
    this.at += REST_OF_LINE.exec(this.text)?.[0].length ?? 0;
  }

  /** `%{ if … }…%{ else }…%{ endif }`: text of one branch. */
  private conditional(quoted: boolean): Expression {
    return this.deeper(() => {
      const test = this.expression();
      this.close();
      const yes = this.parts(quoted);
      const no = yes.end === "else" ? this.parts(quoted) : { parts: [], end: yes.end };
      if (no.end !== "endif") throw this.fault('"%{ endif }" is missing');
      return { kind: "choice", test, yes: textOf(yes.parts), no: textOf(no.parts) };
    });
  }

  /** `%{ for … in … }…%{ endfor }`: the texts of all elements, joined. */
  private repeatedText(quoted: boolean): Expression {
    return this.deeper(() => {
      const names = [this.name()];
      if (this.take(",")) names.push(this.name());
      if (this.name() !== "in") throw this.fault('"in" is expected');
      const of = this.expression();
      this.close();
      const { parts, end } = this.parts(quoted);
      if (end !== "endfor") throw this.fault('"%{ endfor }" is missing');
      const texts: Expression = { kind: "for", names, of, result: textOf(parts), groups: false };
      return { kind: "call", name: "join", args: [{ kind: "literal", value: "" }, texts], expand: false };
    });
  }

  /** The text up to the next character that may mean something: as one part, since a document may be long. */
  private run(quoted: boolean): string {
    const next = quoted ? QUOTED_SIGNS : SIGNS;
    next.lastIndex = this.at + 1;
    const from = this.at;
    this.at = next.exec(this.text)?.index ?? this.text.length;
    return this.text.slice(from, this.at);
  }

  private interpolated(): Expression {
    if (this.text[this.at] === "~") this.at++;
    const expression = this.plainReference() ?? this.expression();
    this.close();
    return expression;
  }

  /** A reference of names alone, as most are: found at a glance. */
  private plainReference(): Expression | undefined {
    PLAIN_REFERENCE.lastIndex = this.at;
    const [, written] = PLAIN_REFERENCE.exec(this.text) ?? [];
    if (written === undefined) return undefined;
    this.at += written.length;
    const [root, ...names] = written.split(".");
    return { kind: "reference", root, steps: names.map((name) => ({ kind: "name", name })) };
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    const hex = /^\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(this.text.slice(this.at, this.at + 10));
    if (hex) {
      const point = parseInt(hex[1] ?? hex[2], 16);
      // Halves of a surrogate pair are no characters, alone or together.
      if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
        throw this.fault(`the escape ${hex[0]} is not understood`);
      }
      this.at += hex[0].length;
      return String.fromCodePoint(point);
    }
    const escaped = ESCAPES[letter];
    if (escaped === undefined) throw this.fault(`the escape \\${letter} is not understood`);
    this.at += 2;
    return escaped;
  }

  private expression(): Expression {
    return this.deeper(() => {
      const test = this.binary(0);
      if (!this.take("?")) return test;
      const yes = this.expression();
      this.expect(":");
      return { kind: "choice", test, yes, no: this.expression() };
    });
  }

  /** Parses what is within something else, as long as that does not go on for ever. */
  private deeper<T>(parse: () => T): T {
    if (this.depth === DEEPEST) throw this.fault(`more than ${DEEPEST} expressions in each other are not understood`);
    this.depth++;
    const parsed = parse();
    this.depth--;
    return parsed;
  }

  private binary(level: number): Expression {
    if (level === PRECEDENCE.length) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      // Behind most operands there is none.
      this.blanks();
      if (!OPERATOR_SIGNS.includes(this.text[this.at] ?? " ")) return left;
      const operator = PRECEDENCE[level].find((sign) => this.take(sign));
      if (!operator) return left;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    for (const operator of ["!", "-"]) {
      if (this.take(operator)) return { kind: "unary", operator, operand: this.deeper(() => this.unary()) };
    }
    return this.postfix(this.primary());
  }

  private postfix(of: Expression): Expression {
    const steps = this.steps();
    if (steps.length === 0) return of;
    if (of.kind === "reference") return { ...of, steps: [...of.steps, ...steps] };
    return { kind: "access", of, steps };
  }

  /** Steps as far as they go, or as far as dots go: behind `.*` brackets belong to the whole list again. */
  private steps(brackets = true): Step[] {
    const steps: Step[] = [];
    for (;;) {
      const step = this.step(brackets);
      if (!step) return steps;
      steps.push(step);
    }
  }

  private step(brackets: boolean): Step | undefined {
    this.blanks();
    if (this.text.startsWith("...", this.at)) return undefined;
    if (brackets && this.take("[")) {
      if (this.take("*")) {
        this.expect("]");
        return { kind: "each", steps: this.deeper(() => this.steps()) };
      }
      const index = this.expression();
      this.expect("]");
      return { kind: "index", index };
    }
    if (!this.take(".")) return undefined;
    if (this.take("*")) return { kind: "each", steps: this.deeper(() => this.steps(false)) };
    const number = this.match(/\d+/y);
    if (!number) return { kind: "name", name: this.name() };
    if (/^\s*\.\s*\d/.test(this.text.slice(this.at))) throw this.fault("two indexes after dots are not understood");
    return { kind: "index", index: { kind: "literal", value: Number(number) } };
  }

  private primary(): Expression {
    if (this.take("(")) {
      const inner = this.expression();
      this.expect(")");
      // Not a reference any more, so that steps behind it go into the value.
      return inner.kind === "reference" ? { kind: "access", of: inner, steps: [] } : inner;
    }
    if (this.take("[")) {
      if (this.peekName("for")) return this.comprehension("]");
      const { args, expand } = this.items("]");
      if (expand) throw this.fault('"..." belongs into calls');
      return { kind: "list", items: args };
    }
    if (this.take("{")) {
      if (this.peekName("for")) return this.comprehension("}");
      return { kind: "map", entries: this.entries() };
    }
    if (this.take('"')) {
      const parts = this.template(true);
      this.expect('"');
      return simplified(parts);
    }
    const number = this.match(/\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (number) return this.number(number);
    const name = this.name();
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (this.take("(")) return { kind: "call", name, ...this.items(")") };
    return { kind: "reference", root: name, steps: [] };
  }

  private number(text: string): Expression {
    const value = exactly(text);
    if (value === undefined) throw this.fault(`the number ${text} is too long or too small to be exact`);
    return { kind: "literal", value };
  }

  private items(end: string): { args: Expression[]; expand: boolean } {
    const args: Expression[] = [];
    while (!this.take(end)) {
      if (this.at >= this.text.length) throw this.fault(`"${end}" is missing`);
      args.push(this.expression());
      if (this.take("...")) {
        this.expect(end);
        return { args, expand: true };
      }
      if (!this.take(",")) {
        this.expect(end);
        break;
      }
    }
    return { args, expand: false };
  }

  private comprehension(end: "]" | "}"): Expression {
    this.name();
    const names = [this.name()];
    if (this.take(",")) names.push(this.name());
    if (this.name() !== "in") throw this.fault('"in" is expected');
    const of = this.expression();
    this.expect(":");
    const first = this.expression();
    if (end === "}") this.expect("=>");
    const result = end === "}" ? this.expression() : first;
    const groups = end === "}" && this.take("...");
    const test = this.peekName("if") && this.name() ? this.expression() : undefined;
    this.expect(end);
    const named = end === "}" ? { name: first } : {};
    return { kind: "for", names, of, ...named, result, groups, ...(test ? { test } : {}) };
  }

  private entries(): { key: Expression; value: Expression }[] {
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.take("}")) {
      if (this.at >= this.text.length) throw this.fault('"}" is missing');
      const key = this.key();
      if (!this.take("=")) this.expect(":");
      entries.push({ key, value: this.expression() });
      if (!this.take(",") && !this.brokeLine() && this.text[this.at] !== "}") {
        throw this.fault("a comma or a new line is expected");
      }
    }
    return entries;
  }

  /** A key: a bare name stands for itself. */
  private key(): Expression {
    const key = this.expression();
    if (key.kind !== "reference") return key;
    if (key.steps.length > 0) throw this.fault("a reference as a key stands in parentheses");
    return { kind: "literal", value: key.root };
  }

  /** Whether the last blanks before here broke the line. */
  private brokeLine(): boolean {
    this.blanks();
    return this.text.slice(this.blanksFrom, this.at).includes("\n");
  }

  private name(): string {
    const name = this.match(/[A-Za-z_][\w-]*/y);
    if (!name) throw this.fault("a name is expected");
    return name;
  }

  private peekName(word: string): boolean {
    this.blanks();
    return new RegExp(`${word}\\b`, "y").test(this.text.slice(this.at, this.at + word.length + 1));
  }

  private match(pattern: RegExp): string | undefined {
    this.blanks();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** Skips white space and comments, which may have been skipped already. */
  private blanks(): void {
    if (this.at !== this.blanksTo) this.blanksFrom = this.at;
    this.skipBlanks();
    this.blanksTo = this.at;
  }

  private skipBlanks(): void {
    for (;;) {
      while (/\s/.test(this.text[this.at] ?? "")) this.at++;
      const next = this.text.slice(this.at, this.at + 2);
      const end = next === "/*" ? "*/" : next === "//" || next.startsWith("#") ? "\n" : undefined;
      if (end === undefined) return;
      const found = this.text.indexOf(end, this.at + 1);
      // The line break stays: it ends an entry of a map.
      this.at = found < 0 ? this.text.length : found + (end === "\n" ? 0 : end.length);
    }
  }

  private take(sign: string): boolean {
    this.blanks();
    if (!this.text.startsWith(sign, this.at)) return false;
    const next = this.text[this.at + sign.length];
    // "!" is not the start of "!=", nor "=" of "==" or "=>".
    if ((sign === "!" && next === "=") || (sign === "=" && (next === "=" || next === ">"))) return false;
    this.at += sign.length;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) throw this.fault(`"${sign}" is expected`);
  }

  private fault(what: string): SyntaxFault {
    const near = this.text.slice(Math.max(0, this.at - 20), this.at + 20);
    return new SyntaxFault(`${what}, near "${near}"`);
  }
}
