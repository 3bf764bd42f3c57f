import { bool, CallFault, list, map, number, string } from "./convert";
import { alike } from "./one-type";
import { Expression, ForExpression, parseTemplate, Step, SyntaxFault } from "./expression";
import { callOnFiles, isOnFiles } from "./file-functions";
import { follow, MissingPart } from "./follow";
import { call } from "./functions";
import { withoutInstances } from "./instances";
import { calculated, isExact } from "./numbers";
import { KnownStep, Scope, withNames } from "./scope";
import { byBytes } from "./text";
import { hasUnknown, unknownText } from "./unknown";
import { UnresolvedValue } from "./unresolved";

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
  if (typeof value === "string") return evaluateText(value, scope);
  if (Array.isArray(value)) return evaluateList(value, scope);
  if (typeof value !== "object" || value === null) return value;
  // What stands for itself is not copied: most of a document does.
  let copy: [string, unknown][] | undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const key = string(evaluateText(name, scope));
    const item = evaluateJson(members[name], scope);
    if (!copy && (key !== name || item !== members[name])) copy = names.slice(0, i).map((one) => [one, members[one]]);
    copy?.push([key, item]);
  }
  return copy ? Object.fromEntries(copy) : value;
}

function evaluateList(list: readonly unknown[], scope: Scope): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = evaluateJson(list[i], scope);
    if (!copy && item !== list[i]) copy = list.slice(0, i);
    copy?.push(item);
  }
  return copy ?? list;
}

/**
 * The collection that `for_each` goes through, which may be the instances of a resource.
 *
 * @throws SyntaxFault, CallFault, UnresolvedValue
 */
export function evaluateCollection(value: unknown, scope: Scope): unknown {
  return typeof value === "string" ? evaluate(parseTemplate(value), scope, true) : evaluateJson(value, scope);
}

/** Functions that take the instances of a resource apart. */
const OF_INSTANCES = ["keys", "length", "values"];

/** The first expression all of whose parts are there. */
function firstOf(args: readonly Expression[], scope: Scope): unknown {
  let fault: unknown = new CallFault("try() takes at least 1 argument");
  for (const arg of args) {
    try {
      return valueOf(arg, scope);
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error;
      fault = error;
    }
  }
  throw fault;
}

/** Whether an expression has a value: parts of it that are not there, and patterns that match nothing, keep it from one. */
function canBe(args: readonly Expression[], scope: Scope): boolean {
  if (args.length !== 1) throw new CallFault("can() takes 1 argument");
  try {
    if (hasUnknown(valueOf(args[0], scope))) throw new CallFault("can() of what is not known");
    return true;
  } catch (error) {
    if (error instanceof MissingPart) return false;
    throw error;
  }
}

/** ASCII, which has one form in Unicode, without the signs that every template has one of. */
const PLAIN = /^[\0-#&-\x7f]*$/;

function evaluateText(text: string, scope: Scope): unknown {
  if (!scope.budget && PLAIN.test(text)) return text;
  let expression: Expression;
  try {
    expression = parseTemplate(text);
  } catch (error) {
    if (scope.keepsUnknown && isFault(error)) return unknownText(text.replace(/^\$\{|\}$/g, "").slice(0, 60));
    throw error;
  }
  return evaluate(expression, scope);
}

/**
 * The value of an expression.
 *
 * @param hasInstances whether it may be the instances of a resource, which its attributes are taken of
 */
function evaluate(expression: Expression, scope: Scope, hasInstances = false): unknown {
  const value = () => {
    const found = valueOf(expression, scope);
    scope.budget?.spend(found);
    return hasInstances ? found : withoutInstances(found);
  };
  if (!scope.keepsUnknown) return value();
  try {
    return value();
  } catch (error) {
    if (isFault(error) || error instanceof UnresolvedValue) return unknownText(sourceOf(expression));
    throw error;
  }
}

function valueOf(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? expression.value.normalize() : expression.value;
    case "template": {
      let text = "";
      for (const part of expression.parts) text += typeof part === "string" ? part : string(evaluate(part, scope));
      return text.normalize();
    }
    case "reference": {
      const steps = known(expression.steps, scope);
      const { value, taken, ofResource } = scope.find(expression.root, steps);
      return follow(value, steps.slice(taken), ofResource);
    }
    case "access":
      return follow(evaluate(expression.of, scope, true), known(expression.steps, scope));
    case "call": {
      const { name, expand } = expression;
      if (name === "try" && !expand) return firstOf(expression.args, scope);
      if (name === "can" && !expand) return canBe(expression.args, scope);
      const args = expression.args.map((arg) => evaluate(arg, scope, OF_INSTANCES.includes(name)));
      const all = expand ? [...args.slice(0, -1), ...list(args.at(-1))] : args;
      return isOnFiles(name) ? callOnFiles(name, all, scope, evaluateText) : call(name, all);
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
    case "for":
      return repeated(expression, scope);
  }
}

/** A list or a map of what an expression is for each element: Terraform goes through maps in the order of their keys. */
function repeated(expression: ForExpression, scope: Scope): unknown {
  const { names, of, name, result, test, groups } = expression;
  const values = evaluate(of, scope, true);
  if (Array.isArray(values) && names.length > 1 && !scope.keepsUnknown) {
    throw new CallFault("a for expression with two names over what may be a list or a set is not understood");
  }
  const entries: (readonly [string | number, unknown])[] = Array.isArray(values)
    ? (values as unknown[]).map((value, i) => [i, value] as const)
    : Object.entries(map(values)).sort(([a], [b]) => byBytes(a, b));
  const list: unknown[] = [];
  const named = new Map<string, unknown>();
  for (const [key, value] of entries) {
    const own = new Map<string, unknown>([[names.at(-1) ?? "", value]]);
    if (names.length > 1) own.set(names[0], key);
    const inner = withNames(scope, (root) => (own.has(root) ? { value: own.get(root), taken: 0 } : undefined));
    if (test && !bool(evaluate(test, inner))) continue;
    const made = evaluate(result, inner);
    if (!name) {
      list.push(made);
      continue;
    }
    const as = string(evaluate(name, inner));
    if (groups) named.set(as, [...((named.get(as) as unknown[] | undefined) ?? []), made]);
    else if (named.has(as)) throw new CallFault(`two elements have the key "${as}"`);
    else named.set(as, made);
  }
  return name ? Object.fromEntries(named) : list;
}

/** What an expression is written as, as far as it tells what a value comes of. */
function sourceOf(expression: Expression): string {
  switch (expression.kind) {
    case "reference":
      return `${expression.root}${expression.steps.map(stepOf).join("")}`;
    case "access":
      return `${sourceOf(expression.of)}${expression.steps.map(stepOf).join("")}`;
    case "call":
      return `${expression.name}(${expression.args.map(sourceOf).join(", ").slice(0, 60)})`;
    case "literal":
      return JSON.stringify(expression.value);
    default:
      return "…";
  }
}

function stepOf(step: Step): string {
  if (step.kind === "name") return `.${step.name}`;
  return step.kind === "each" ? `[*]${step.steps.map(stepOf).join("")}` : `[${sourceOf(step.index)}]`;
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
  if (hasUnknown(left) || hasUnknown(right)) throw new CallFault("what is not known is compared");
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
