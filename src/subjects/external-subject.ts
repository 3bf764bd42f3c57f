import { OidcSubject } from "./oidc-subject";
import { unknownProblem } from "./stable-key";
import { SubjectGroup } from "./subject-group";
import { TokenIssuer } from "./token-issuer";
import { TokenWay } from "./token-way";
import { digest, isLiteral, problem, Risk } from "../common";
import { MAX_CREDENTIAL_FIELD_LENGTH } from "../vendor/azure/entra";

/** What a subject is, beside its text. */
export interface SubjectFacts {
  /** What tells it apart in construct ids and names. @default - the subject itself */
  readonly name?: string;
  /** How a pattern's subjects are told by Google. */
  readonly group?: SubjectGroup;
  /** Why more identities than one are behind it, for a warning. */
  readonly risk?: Risk;
  /** The variable that holds its token. @default - the issuer knows */
  readonly tokenVariable?: string;
  /** What is wrong with it. */
  readonly refusal?: () => string | undefined;
}

/** Fewer characters name no field of any issuer's subjects. */
const MIN_PREFIX = 8;

/**
 * A subject that is no service account of a cluster: a CI job, a cloud's machine identity, whatever an issuer names. It is a
 * `from` of every trust.
 */
export class ExternalSubject extends OidcSubject {
  /** The token's `sub`; it ends in `*` for a group of subjects. */
  public readonly subject: string;
  /** Whether this stands for more than one `sub`. */
  public readonly isPattern: boolean;
  private readonly facts: SubjectFacts;

  /** @internal */
  public static _of(issuer: TokenIssuer, subject: string, isPattern: boolean, facts: SubjectFacts): ExternalSubject {
    return new ExternalSubject(issuer, subject, isPattern, facts);
  }

  private constructor(issuedBy: TokenIssuer, subject: string, isPattern: boolean, facts: SubjectFacts) {
    super(issuedBy);
    this.subject = subject;
    this.isPattern = isPattern;
    this.facts = facts;
  }

  /** @internal */
  public get _parts(): string[] {
    return [idOf(this.nameOfIt)];
  }

  /** @internal */
  public override get _id(): string {
    return [this.issuedBy.node.id, this.nameOfIt].join(":");
  }

  /** @internal */
  public override get _nameParts(): string[] {
    return [this.issuedBy._stableKey.former, this.nameOfIt];
  }

  /** @internal */
  public override get _group(): SubjectGroup | undefined {
    return this.isPattern ? this.facts.group : undefined;
  }

  /** @internal */
  public override _tokenWay(destinationId: string): TokenWay | undefined {
    const { tokenVariable } = this.facts;
    return tokenVariable === undefined ? super._tokenWay(destinationId) : { "token-variable": tokenVariable };
  }

  /** @internal */
  public override get _risks(): readonly Risk[] {
    return this.facts.risk ? [this.facts.risk] : [];
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { subject, facts } = this;
    return [
      facts.refusal?.(),
      facts.name === undefined ? unknownProblem("subject", subject) : undefined,
      isLiteral(subject) && (subject.length < 1 || subject.length > MAX_CREDENTIAL_FIELD_LENGTH)
        ? problem(
            "subject",
            `has ${subject.length} characters`,
            `Give 1 to ${MAX_CREDENTIAL_FIELD_LENGTH} characters, which every cloud takes`,
            "subject-length",
          )
        : undefined,
    ];
  }

  private get nameOfIt(): string {
    const { facts, subject } = this;
    return facts.name ?? (isLiteral(subject) ? subject : "unknown");
  }
}

/** One subject, of which nothing is a wildcard. */
export function exactSubject(issuer: TokenIssuer, subject: string, facts: SubjectFacts = {}): ExternalSubject {
  const refusal = () => facts.refusal?.() ?? wildcardProblem("subject", subject);
  return ExternalSubject._of(issuer, subject, false, { ...facts, refusal });
}

/** Every subject that begins with a text. */
export function subjectsWithPrefix(issuer: TokenIssuer, prefix: string, facts: SubjectFacts = {}): ExternalSubject {
  const group = facts.group ?? {
    attribute: `subjects_${digest(prefix)}`,
    expression: `assertion.sub.startsWith('${prefix.replace(/[\\']/g, "\\$&")}') ? 'yes' : 'no'`,
    value: "yes",
  };
  const risk = facts.risk ?? {
    code: "wide-subject",
    message: `Every subject of ${issuer.node.id} that begins with "${prefix}" is trusted: all that the issuer names so gets this access. Trust single subjects if that is not meant.`,
  };
  const refusal = () => facts.refusal?.() ?? wildcardProblem("prefix", prefix) ?? prefixProblem(prefix);
  return ExternalSubject._of(issuer, `${prefix}*`, true, { ...facts, group, risk, refusal });
}

function prefixProblem(prefix: string): string | undefined {
  if (!isLiteral(prefix)) return problem("prefix", "is not known at synth", "Give a literal");
  if (prefix.length >= MIN_PREFIX) return undefined;
  return problem(
    "prefix",
    `"${prefix}" names no part of a subject`,
    `Give ${MIN_PREFIX} characters or more`,
    "wide-subject",
  );
}

/** Clouds take these for wildcards in some operators, and as they are in others. */
export function wildcardProblem(property: string, text: string): string | undefined {
  if (!isLiteral(text) || !/[*?]/.test(text)) return undefined;
  return problem(
    property,
    `"${text}" has a wildcard, and subjects are trusted exactly`,
    "Name one subject, or ask for more by a method that says so: everySubjectStartingWith, everyRun, everyRepositoryOf",
    "wide-subject",
  );
}

/** Text as a construct id: without what separates ids, and still different for different texts. */
function idOf(text: string): string {
  const plain = text.replace(/[^\w:.@+=,-]+|_+/g, "-");
  return plain === text ? text : `${plain}-${digest(text)}`;
}
