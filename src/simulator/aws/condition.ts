import { Operator, operatorOf } from "./condition-operators";
import { withVariables } from "./policy-variables";

/**
 * What a request tells a policy: the values of a condition key, which is asked for in lower case; none for a key that it surely
 * has not, undefined for one that is not known.
 */
export interface RequestContext {
  get(key: string): readonly string[] | undefined;
  /** The values of which a key that is not known surely has one. @default - every text */
  mayBe?(key: string): readonly string[] | undefined;
}

/** Whether a condition block holds, and the first line of it that does not; undefined where that cannot be told. */
export type Verdict = { readonly holds: true } | { readonly holds: false | undefined; readonly line: string };

/** A policy that this evaluation does not know to judge; it must not be taken for one that allows, nor for one that does not. */
export class UnknownCondition extends Error {}

/**
 * A request whose keys are all known, but for those that AWS adds of its own to every request and that are not simulated.
 *
 * @param keys condition keys in lower case
 */
export function onlyWith(keys: RequestContext): RequestContext {
  return { get: (key) => keys.get(key) ?? (key.startsWith("aws:") ? undefined : []) };
}

/**
 * Whether every line of a condition block holds: operators and keys are ANDed; values of one key are ORed, or NORed by
 * a negated operator. Key names ignore letter case, values follow the operator.
 *
 * AWS IAM documentation: "IAM JSON policy elements: Condition operators", "Conditions with multiple context keys or
 * values", "Single-valued vs. multivalued context keys".
 *
 * @param hasVariables whether policy variables are filled in, as the policy's version says
 */
export function evaluateCondition(condition: unknown, context: RequestContext, hasVariables = true): Verdict {
  let unknown: string | undefined;
  for (const [operator, keys] of Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>)) {
    const known = operatorOf(operator);
    for (const [key, value] of Object.entries(keys)) {
      const wanted = [value].flat().map(String);
      const verdict = known
        ? holds(known, key, wanted, context, hasVariables)
        : `the condition operator ${operator} is not simulated`;
      if (typeof verdict === "string") unknown ??= verdict;
      else if (!verdict) {
        const given = list(context.get(key.toLowerCase()) ?? []);
        return { holds: false, line: `${operator} "${key}" wants ${list(wanted)}, and the token has ${given}` };
      }
    }
  }
  return unknown === undefined ? { holds: true } : { holds: undefined, line: unknown };
}

/** Whether a line holds, or why that cannot be told. */
function holds(
  operator: Operator,
  key: string,
  wanted: readonly string[],
  context: RequestContext,
  hasVariables: boolean,
): boolean | string {
  const told = context.get(key.toLowerCase());
  const possible = told ? [told] : (context.mayBe?.(key.toLowerCase()) ?? []).map((value) => [value]);
  const verdicts = new Set(possible.map((given) => holdsFor(operator, key, given, wanted, context, hasVariables)));
  const [verdict] = verdicts;
  return verdicts.size === 1 && verdict !== undefined ? verdict : `the condition key ${key} is not simulated`;
}

/** Whether a line holds for values of the request, or why that cannot be told. */
function holdsFor(
  operator: Operator,
  key: string,
  given: readonly string[],
  wanted: readonly string[],
  context: RequestContext,
  hasVariables: boolean,
): boolean | string {
  const valuesOf = (name: string) => context.get(name.toLowerCase());
  const isAbsent = given.length === 0;
  const hasOne = hasVariables && wanted.some((value) => value.includes("${"));
  if (hasOne && !operator.takesVariables) {
    return `what a policy variable means in a condition on ${key} is not simulated`;
  }
  if (operator.isNull) return wanted.some((value) => (value.toLowerCase() === "true") === isAbsent);
  const filled: string[] = [];
  let unknown: string | undefined;
  for (const value of wanted) {
    const one = hasVariables ? withVariables(value, valuesOf) : { text: value };
    if ("unknown" in one) unknown ??= one.unknown;
    else if (one.text !== undefined) filled.push(one.text);
  }
  const verdict = compared(operator, given, filled);
  if (unknown === undefined) return verdict;
  // A value that is not known could only add a match.
  const withMatch = compared({ ...operator, test: () => true }, given, [...filled, ""]);
  return verdict === withMatch ? verdict : unknown;
}

function compared(operator: Operator, given: readonly string[], wanted: readonly string[]): boolean {
  const { set, isNegated, ifExists, test } = operator;
  const matches = (value: string) => wanted.some((one) => test(value, one)) !== isNegated;
  if (set === "forallvalues") return given.every(matches);
  if (set) return given.some(matches);
  if (given.length === 0) return ifExists || isNegated;
  // A key with several values needs a set operator; without one nothing matches.
  return given.length === 1 && matches(given[0]);
}

function list(values: readonly string[]): string {
  if (values.length === 0) return "no such key";
  return values.map((value) => `"${value}"`).join(", ");
}
