import { hasUnknown, operatorName } from "../../../simulator";
import { Statement, valuesOf } from "./policy-document";

/** One line of a condition: an operator on a key, with its values. */
export interface ConditionLine {
  /** As it is written. */
  readonly operator: string;
  /** The operator in lower case without its set qualifier and `IfExists`: `stringequals`. */
  readonly test: string;
  readonly set?: "all" | "any";
  readonly ifExists: boolean;
  readonly key: string;
  /** What the key is about: `sub` of `oidc.example.com:sub`, in lower case. */
  readonly claim: string;
  /** The issuer in front of it: `oidc.example.com`. */
  readonly of: string;
  readonly values: readonly string[];
}

/** The lines of a statement's condition; undefined where the condition, or a key of it, is not known. */
export function conditionOf({ Condition: condition }: Statement): readonly ConditionLine[] | undefined {
  if (condition === undefined || condition === null) return [];
  if (typeof condition !== "object") return undefined;
  const lines: ConditionLine[] = [];
  for (const [operator, keys] of Object.entries(condition)) {
    if (typeof keys !== "object" || keys === null) return undefined;
    for (const [key, values] of Object.entries(keys as object)) lines.push(lineOf(operator, key, values));
  }
  return lines.some(({ claim, operator }) => hasUnknown(claim) || hasUnknown(operator)) ? undefined : lines;
}

function lineOf(operator: string, key: string, values: unknown): ConditionLine {
  const { set, name: test, ifExists } = operatorName(operator);
  const at = key.lastIndexOf(":");
  return {
    operator,
    test,
    ...(set === undefined ? {} : { set: set === "forallvalues" ? ("all" as const) : ("any" as const) }),
    ifExists,
    key,
    claim: key.slice(at + 1).toLowerCase(),
    of: key.slice(0, Math.max(at, 0)),
    values: valuesOf(values),
  };
}

/** Whether a line lets only some values through; a negated one, or `Null`, does not. */
export function isPositive({ test }: ConditionLine): boolean {
  return /^(string(equals|equalsignorecase|like)|arn(equals|like))$/.test(test);
}

/** Whether a line compares with wildcards. */
export function isPattern({ test, values }: ConditionLine): boolean {
  return /like$/.test(test) && values.some((value) => /[*?]/.test(value));
}

/** Whether a line lets none through but the tokens that have one of its values. */
export function isExact(line: ConditionLine): boolean {
  return isPositive(line) && !isPattern(line) && line.set !== "all" && !line.ifExists;
}
