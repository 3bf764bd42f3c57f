import { alike, bool, CallFault, list, number, string } from "./convert";
import { Expression, parseTemplate, Step, SyntaxFault } from "./expression";
import { call } from "./functions";
import { calculated, isExact } from "./numbers";

/** A step with its index known: a name or a number. */
export type KnownStep =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: string | number }
  | { readonly kind: "each"; readonly steps: readonly KnownStep[] };

/** What a reference begins with. */
export interface Found {
  readonly value: unknown;
  readonly taken: number;
  readonly ofResource?: boolean;
}

/** Where an expression stands: it finds what names mean. */
export interface Scope {
  /**
   * The value that a reference begins with, how many of its steps that took, and whether it is part of a resource, whose
   * nested blocks may be written as one object or as a list of one: to references they are lists.
   *
   * @throws UnresolvedValue, or CallFault for a name that means nothing
   */
  find(root: string, steps: readonly KnownStep[]): Found;
}

/** What keeps an expression from having a value, without its place, which the caller knows. */
export function isFault(error: unknown): error is Error {
  return error instanceof SyntaxFault || error instanceof CallFault;
}

/**
 * A JSON value with every string in it, and every key, evaluated as Terraform would: text comes out in Unicode's normal
 * form C.
 *
 * @throws SyntaxFault, CallFault, UnresolvedValue
 */
export function evaluateJson(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return evaluate(parseTemplate(value), scope);
  if (Array.isArray(value)) return value.map((item) => evaluateJson(item, scope));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [string(evaluate(parseTemplate(key), scope)), evaluateJson(item, scope)] as const,
  );
  return Object.fromEntries(entries);
}

function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? expression.value.normalize() : expression.value;
    case "template": {
      const parts = expression.parts.map((part) => (typeof part === "string" ? part : string(evaluate(part, scope))));
      return parts.join("").normalize();
    }
    case "reference": {
      const steps = known(expression.steps, scope);
      const { value, taken, ofResource } = scope.find(expression.root, steps);
      return follow(value, steps.slice(taken), ofResource);
    }
    case "access":
      return follow(evaluate(expression.of, scope), known(expression.steps, scope));
    case "call": {
      const args = expression.args.map((arg) => evaluate(arg, scope));
      return call(expression.name, expression.expand ? [...args.slice(0, -1), ...list(args.at(-1))] : args);
    }
    case "unary": {
      const operand = evaluate(expression.operand, scope);
      if (expression.operator === "!") return !bool(operand);
      const negated = -number(operand);
      return exact(isExact(negated) ? negated : undefined, `-${string(operand)}`);
    }
    case "binary":
      return binary(expression.operator, evaluate(expression.left, scope), () => evaluate(expression.right, scope));
    case "choice": {
      const { yes, no } = expression;
      const [chosen, other] = bool(evaluate(expression.test, scope)) ? [yes, no] : [no, yes];
      const value = evaluate(chosen, scope);
      // Text stays text whatever it is beside; of anything else the other branch decides the type as well.
      if (value === null || typeof value === "string") return value;
      return alike([value, evaluate(other, scope)])[0];
    }
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "map":
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [string(evaluate(key, scope)), evaluate(value, scope)]),
      );
  }
}

function binary(operator: string, left: unknown, right: () => unknown): unknown {
  switch (operator) {
    case "&&":
      return bool(left) && bool(right());
    case "||":
      return bool(left) || bool(right());
    case "==":
      return equal(left, right());
    case "!=":
      return !equal(left, right());
  }
  const [a, b] = [number(left), number(right())];
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      return exact(calculated(operator, a, b), `${a} ${operator} ${b}`);
  }
}

/** Terraform's equality: of the same type and content. Whether lists and maps are of one type cannot be told here. */
function equal(left: unknown, right: unknown): boolean {
  const isObject = (value: unknown) => typeof value === "object" && value !== null;
  if (!isObject(left) || !isObject(right)) return left === right;
  throw new CallFault("lists or maps are compared, which is not understood");
}

function exact(value: number | undefined, written: string): number {
  if (value === undefined) throw new CallFault(`${written} is not exact here`);
  return value;
}

function known(steps: readonly Step[], scope: Scope): KnownStep[] {
  return steps.map((step) => {
    if (step.kind === "name") return step;
    if (step.kind === "each") return { kind: "each", steps: known(step.steps, scope) };
    const index = evaluate(step.index, scope);
    if (typeof index === "string" || typeof index === "number") return { kind: "index", index };
    throw new CallFault("an index is neither text nor a number");
  });
}

/** What steps lead to. In a resource, the only block of a kind may be written without a list. */
export function follow(value: unknown, steps: readonly KnownStep[], ofResource = false): unknown {
  const [step, ...rest] = steps;
  if (!step) return value;
  if (step.kind === "each") {
    const items = Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value];
    const inner = items.map((item) => follow(item, step.steps, ofResource));
    return follow(inner, rest, ofResource);
  }
  const key = step.kind === "name" ? step.name : step.index;
  if (value === null || value === undefined) throw new CallFault(`null has no "${key}"`);
  if (Array.isArray(value)) return follow(elementOf(value, step), rest, ofResource);
  if (typeof value === "object" && Object.hasOwn(value, key)) {
    return follow((value as Record<string, unknown>)[key], rest, ofResource);
  }
  if (typeof value === "object" && key === 0 && ofResource) return follow(value, rest, ofResource);
  throw new CallFault(typeof key === "number" ? `there is no element ${key}` : `there is no "${key}"`);
}

function elementOf(items: readonly unknown[], step: Exclude<KnownStep, { kind: "each" }>): unknown {
  if (step.kind === "name") throw new CallFault(`there is no "${step.name}"`);
  const { index } = step;
  if (/^\d+$/.test(String(index)) && Number(index) < items.length) return items[Number(index)];
  throw new CallFault(typeof index === "number" ? `there is no element ${index}` : `there is no "${index}"`);
}
