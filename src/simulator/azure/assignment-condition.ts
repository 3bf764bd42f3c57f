import { covers } from "./service-roles";

/** What a condition may ask of a request. */
export interface ConditionedRequest {
  /** The operation: `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read`. */
  readonly action: string;
  /** The id of what it is on. */
  readonly resource: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** Whether the operation is on data, where it does not tell itself. */
  readonly plane?: "data";
}

/** The version of the conditions' syntax, which is also the one of conditions that name none. */
const SYNTAX = "2.0";

/** A condition as it is judged: one in another version's syntax is not. */
export function conditionIn(condition: string | undefined, version: string | undefined): string | undefined {
  if (!condition) return undefined;
  return !version || version === SYNTAX ? condition : `condition_version "${version}": ${condition}`;
}

/** Whether a condition is true; undefined where that is not known. */
type Truth = boolean | undefined;

/** A condition that this evaluation cannot read. */
class UnreadableCondition extends Error {}

/**
 * Whether the condition of a role assignment holds for a request; undefined where it asks for what is not known here.
 *
 * Azure documentation: "Azure role assignment condition format and syntax",
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format, and "Actions and attributes for Azure role assignment
 * conditions for Azure Blob Storage".
 */
export function assignmentHolds(condition: string, request: ConditionedRequest): Truth {
  try {
    const reader = new Reader(tokensOf(condition), request);
    return reader.whole();
  } catch (error) {
    if (error instanceof UnreadableCondition) return undefined;
    throw error;
  }
}

const TOKEN =
  /\s*(?:(\(|\)|\{|\}|,|!|&&|\|\|)|'((?:[^'\\]|\\.|'')*)'|(@\w+\[[^\]]*\])|([\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}|-?\d+(?:\.\d+)?)|([A-Za-z][\w:]*))/giy;

/** A word or sign as it is written, or a text, a number or an id. */
type Token = { readonly word: string } | { readonly value: string };

function tokensOf(condition: string): readonly Token[] {
  const found: Token[] = [];
  const text = condition.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new UnreadableCondition();
    const [, sign, quoted, attribute, bare, word] = match;
    if (quoted !== undefined) found.push({ value: quoted.replaceAll("''", "'") });
    else if (bare !== undefined) found.push({ value: bare });
    else found.push({ word: sign ?? attribute ?? word });
  }
  return found;
}

const not = (one: Truth): Truth => (one === undefined ? undefined : !one);

function and(all: readonly Truth[]): Truth {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

class Reader {
  private at = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly request: ConditionedRequest,
  ) {}

  public whole(): Truth {
    const verdict = this.expression();
    if (this.at < this.tokens.length) throw new UnreadableCondition();
    return verdict;
  }

  /** Terms that are joined by one operator: where both stand, the vendor asks for parentheses. */
  private expression(): Truth {
    const terms = [this.term()];
    let joins: "and" | "or" | undefined;
    for (let join = this.join(); join; join = this.join()) {
      if (joins !== undefined && joins !== join) throw new UnreadableCondition();
      joins = join;
      terms.push(this.term());
    }
    return joins === "or" ? not(and(terms.map(not))) : and(terms);
  }

  private join(): "and" | "or" | undefined {
    const word = this.word()?.toUpperCase();
    const join = word === "AND" || word === "&&" ? "and" : word === "OR" || word === "||" ? "or" : undefined;
    if (join) this.at++;
    return join;
  }

  private term(): Truth {
    const word = this.word();
    if (word === "!" || word?.toUpperCase() === "NOT") {
      this.at++;
      return not(this.term());
    }
    if (word === "(") {
      this.at++;
      const inside = this.expression();
      this.sign(")");
      return inside;
    }
    if (word === "ActionMatches") {
      this.at++;
      return this.list().some((pattern) => covers(pattern, this.request.action));
    }
    if (word === "SubOperationMatches") {
      this.at++;
      return subOperation(this.list(), this.request);
    }
    if (word === "Exists") {
      this.at++;
      return this.attribute() === undefined ? undefined : true;
    }
    return this.comparison();
  }

  private comparison(): Truth {
    const given = this.attribute();
    const operator = this.word() ?? "";
    this.at++;
    const wanted = this.right();
    return given === undefined || wanted === undefined ? undefined : compared(operator, given, wanted);
  }

  /** Values, or those of another attribute; undefined where they are not known. */
  private right(): readonly string[] | undefined {
    const word = this.word();
    if (word === "{") return this.list();
    if (!word?.startsWith("@")) return [this.value()];
    const other = this.attribute();
    return other === undefined ? undefined : [other];
  }

  /** An attribute's value; undefined where it is not known. */
  private attribute(): string | undefined {
    const [, source, name] = /^@(\w+)\[([^\]]*)\]$/.exec(this.word() ?? "") ?? [];
    if (source === undefined) throw new UnreadableCondition();
    this.at++;
    return valueOf(source, name, this.request);
  }

  /** `{'a', 'b'}` */
  private list(): readonly string[] {
    this.sign("{");
    const values = [this.value()];
    while (this.word() === ",") {
      this.at++;
      values.push(this.value());
    }
    this.sign("}");
    return values;
  }

  private value(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new UnreadableCondition();
    // A truth is written as a word.
    if ("word" in token && !/^(true|false)$/i.test(token.word)) throw new UnreadableCondition();
    return "value" in token ? token.value : token.word;
  }

  private sign(wanted: string): void {
    if (this.word() !== wanted) throw new UnreadableCondition();
    this.at++;
  }

  private word(): string | undefined {
    const token = this.tokens[this.at];
    return token !== undefined && "word" in token ? token.word : undefined;
  }
}

const CONTAINERS = "microsoft.storage/storageaccounts/blobservices/containers";
const QUEUES = "microsoft.storage/storageaccounts/queueservices/queues";
/** An account of storage, a container, a blob or a queue in it. */
const STORED =
  /\/storageAccounts\/([^/]+)(?:\/blobServices\/[^/]+\/containers\/([^/]+)(?:\/blobs\/(.+))?|\/queueServices\/[^/]+\/queues\/([^/]+)(?:\/messages\/.+)?)?$/i;

/** What is known of a request by the id of its resource, and the time. */
function valueOf(source: string, name: string, { resource, now }: ConditionedRequest): string | undefined {
  const [, account, container, blob, queue] = STORED.exec(resource) ?? [];
  switch (`${source}[${name}]`.toLowerCase()) {
    case "resource[microsoft.storage/storageaccounts:name]":
      return account;
    case `resource[${CONTAINERS}:name]`:
      return container;
    case `resource[${CONTAINERS}/blobs:path]`:
      return blob;
    case `resource[${QUEUES}:name]`:
      return queue;
    case "environment[utcnow]":
      return new Date(now * 1000).toISOString();
    default:
      return undefined;
  }
}

/** Whether a request is one of some suboperations: who reads one blob does not list. */
function subOperation(names: readonly string[], { resource }: ConditionedRequest): Truth {
  const isOfBlob = /\/containers\/[^/]+\/blobs\/./i.test(resource);
  return isOfBlob && names.every((name) => name === "Blob.List") ? false : undefined;
}

/** Tests by the names of operators without `Not` and `IgnoreCase`. */
const TESTS: Readonly<Record<string, (given: string, wanted: string) => boolean>> = {
  StringEquals: (given, wanted) => given === wanted,
  StringStartsWith: (given, wanted) => given.startsWith(wanted),
  StringLike: (given, wanted) => like(wanted).test(given),
  NumericEquals: (given, wanted) => Number(given) === Number(wanted),
  NumericLessThan: (given, wanted) => Number(given) < Number(wanted),
  NumericLessThanEquals: (given, wanted) => Number(given) <= Number(wanted),
  NumericGreaterThan: (given, wanted) => Number(given) > Number(wanted),
  NumericGreaterThanEquals: (given, wanted) => Number(given) >= Number(wanted),
  DateTimeEquals: (given, wanted) => Date.parse(given) === Date.parse(wanted),
  DateTimeLessThan: (given, wanted) => Date.parse(given) < Date.parse(wanted),
  DateTimeLessThanEquals: (given, wanted) => Date.parse(given) <= Date.parse(wanted),
  DateTimeGreaterThan: (given, wanted) => Date.parse(given) > Date.parse(wanted),
  DateTimeGreaterThanEquals: (given, wanted) => Date.parse(given) >= Date.parse(wanted),
  GuidEquals: (given, wanted) => guid(given) === guid(wanted),
  BoolEquals: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
};

/** An id as it is compared: the vendor's pages write some without dashes. */
function guid(text: string): string {
  return text.toLowerCase().replaceAll("-", "");
}

function compared(written: string, given: string, wanted: readonly string[]): boolean {
  const [, set = "", operator = ""] = /^(For(?:Any|All)Of(?:Any|All)Values:)?(.+)$/.exec(written) ?? [];
  const [, kind, negation, rest, ignoring] =
    /^(String|Numeric|DateTime|Guid|Bool)(Not)?(\w+?)(IgnoreCase)?$/.exec(operator) ?? [];
  const name = `${kind}${rest}`;
  if (kind === undefined || !Object.hasOwn(TESTS, name)) throw new UnreadableCondition();
  const isNegated = negation !== undefined;
  const folded = (text: string) => (ignoring === undefined ? text : text.toLowerCase());
  const fits = (one: string) => TESTS[name](folded(given), folded(one)) !== isNegated;
  // Of one value on the left, any is all.
  return set.endsWith("OfAllValues:") ? wanted.every(fits) : wanted.some(fits);
}

/** `*` is any text, `?` one character, and either is meant itself behind a backslash. */
function like(pattern: string): RegExp {
  const source = pattern.replace(
    /\\([*?])|([*?])|([.+^${}()|[\]\\])/g,
    (_whole, escaped: string, wild: string, sign: string) => {
      if (escaped) return `\\${escaped}`;
      return wild ? (wild === "*" ? ".*" : ".") : `\\${sign}`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}
