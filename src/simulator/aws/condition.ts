/** What a request tells a policy: condition keys, in lower case, with their values; none for a key that it surely has not. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Whether a condition block holds, and the first line of it that does not. */
export type Verdict = { readonly holds: true } | { readonly holds: false; readonly line: string };

/** A condition that this evaluation does not know; it must not be taken for true or false. */
export class UnknownCondition extends Error {}

type Test = (given: string, wanted: string) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) => {
    const [a, b] = [Number(given), Number(wanted)];
    return given !== "" && wanted !== "" && !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };
const dated =
  (compare: (a: number, b: number) => boolean): Test =>
  (given, wanted) => {
    const [a, b] = [instant(given), instant(wanted)];
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };

/** The tests behind the operators, by the operators' names in lower case without "not". */
const TESTS: Readonly<Record<string, Test>> = {
  stringequals: (given, wanted) => given === plain(wanted),
  stringequalsignorecase: (given, wanted) => given.toLowerCase() === plain(wanted).toLowerCase(),
  stringlike: (given, wanted) => wildcard(wanted).test(given),
  arnequals: arnLike,
  arnlike: arnLike,
  bool: (given, wanted) => /^(true|false)$/i.test(wanted) && given.toLowerCase() === wanted.toLowerCase(),
  numericequals: numeric((a, b) => a === b),
  numericlessthan: numeric((a, b) => a < b),
  numericlessthanequals: numeric((a, b) => a <= b),
  numericgreaterthan: numeric((a, b) => a > b),
  numericgreaterthanequals: numeric((a, b) => a >= b),
  dateequals: dated((a, b) => a === b),
  datelessthan: dated((a, b) => a < b),
  datelessthanequals: dated((a, b) => a <= b),
  dategreaterthan: dated((a, b) => a > b),
  dategreaterthanequals: dated((a, b) => a >= b),
};
const NEGATED = /^(string|arn|numeric|date)not(equals|equalsignorecase|like)$/;

/**
 * Whether every line of a condition block holds: operators and keys are ANDed; values of one key are ORed, or NORed by
 * a negated operator. Key names ignore letter case, values follow the operator.
 *
 * AWS IAM documentation: "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
 * values", "Single-valued vs. multivalued context keys".
 *
 * @throws UnknownCondition
 */
export function evaluateCondition(condition: unknown, context: RequestContext): Verdict {
  for (const [operator, keys] of Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>)) {
    for (const [key, value] of Object.entries(keys)) {
      const wanted = [value].flat().map(String);
      const given = valuesOf(key, context);
      if (!holds(operator, wanted, given, (name) => valuesOf(name, context))) {
        return { holds: false, line: `${operator} "${key}" wants ${list(wanted)}, and the token has ${list(given)}` };
      }
    }
  }
  return { holds: true };
}

/**
 * The values of a key. AWS adds further keys of its own to requests, which are not simulated: one of them is not taken for
 * absent, which makes negations true.
 */
function valuesOf(key: string, context: RequestContext): readonly string[] {
  const name = key.toLowerCase();
  const values = context.get(name);
  if (values) return values;
  if (name.startsWith("aws:")) throw new UnknownCondition(`the condition key ${key} is not simulated`);
  return [];
}

function holds(
  operator: string,
  wanted: readonly string[],
  given: readonly string[],
  valueOf: (key: string) => readonly string[],
): boolean {
  const [, set, plain, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/i.exec(operator) ?? [];
  const name = plain.toLowerCase();
  const isAbsent = given.length === 0;
  if (name === "null" && ifExists === undefined) {
    return wanted.some((value) => (value.toLowerCase() === "true") === isAbsent);
  }
  const negated = NEGATED.exec(name);
  const test = TESTS[negated ? `${negated[1]}${negated[2]}` : name];
  if (!test) throw new UnknownCondition(`the condition operator ${operator} is not simulated`);
  const filled = wanted.flatMap((value) => withVariables(value, valueOf) ?? []);
  const matches = (value: string) => filled.some((one) => test(value, one)) !== Boolean(negated);
  if (set?.toLowerCase() === "forallvalues:") return given.every(matches);
  if (set) return given.some(matches);
  if (isAbsent) return ifExists !== undefined || Boolean(negated);
  // A key with several values needs a set operator; without one nothing matches.
  return given.length === 1 && matches(given[0]);
}

/** Stand for a `*` and a `?` that a variable gives, which are no wildcards. */
const [STAR, QUESTION] = ["\uE000", "\uE001"];

/**
 * Fills in the policy variables of a value; undefined where one has no value and no default, so that nothing matches.
 *
 * AWS IAM documentation: "IAM policy elements: Variables and tags".
 */
function withVariables(value: string, valuesOfKey: (key: string) => readonly string[]): string | undefined {
  let isKnown = true;
  const filled = value.replace(/\$\{([^}]*)\}/g, (_whole, inside: string) => {
    if (inside === "*") return STAR;
    if (inside === "?") return QUESTION;
    if (inside === "$") return "$";
    const [, key, otherwise] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
    const values = key === undefined ? [] : valuesOfKey(key);
    const told = values.length === 1 ? values[0] : otherwise;
    if (told === undefined) isKnown = false;
    return (told ?? "").replaceAll("*", STAR).replaceAll("?", QUESTION);
  });
  return isKnown ? filled : undefined;
}

/** A filled value as it is compared where wildcards mean nothing. */
function plain(value: string): string {
  return value.replaceAll(STAR, "*").replaceAll(QUESTION, "?");
}

/** `*` is any run of characters, `?` is one. */
export function wildcard(pattern: string, flags = ""): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".")
    .replaceAll(STAR, "\\*")
    .replaceAll(QUESTION, "\\?");
  return new RegExp(`^${escaped}$`, `s${flags}`);
}

/** Each of an ARN's six parts by itself. */
function arnLike(given: string, wanted: string): boolean {
  const parts = (arn: string) => /^(arn):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(arn)?.slice(1);
  const [a, b] = [parts(given), parts(wanted)];
  return a !== undefined && b !== undefined && b.every((pattern, i) => wildcard(pattern).test(a[i]));
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function list(values: readonly string[]): string {
  if (values.length === 0) return "no such key";
  return values.map((value) => `"${value}"`).join(", ");
}
