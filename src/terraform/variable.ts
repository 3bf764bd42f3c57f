import { bool, CallFault, list, map, number, string } from "./convert";
import { alike } from "./one-type";
import { Expression, parseTemplate } from "./expression";
import { call } from "./functions";

/**
 * A variable's value as references read it: text in it is no template, and the variable's type may convert it.
 *
 * Terraform documentation: "Type Constraints".
 *
 * @throws CallFault, SyntaxFault
 */
export function typedValue(value: unknown, type: unknown): unknown {
  return type === undefined ? value : converted(value, parseTemplate(`\${${string(type)}}`));
}

const PRIMITIVES: Readonly<Record<string, (value: unknown) => unknown>> = {
  any: (value) => value,
  bool,
  number,
  string,
};

const COLLECTIONS: Readonly<Record<string, (value: unknown, of: Expression) => unknown>> = {
  list: (value, of) => elements(list(value), of),
  set: (value, of) => call("toset", [elements(list(value), of)]),
  map: (value, of) => {
    const values = elements(Object.values(map(value)), of);
    return Object.fromEntries(Object.keys(map(value)).map((key, i) => [key, values[i]]));
  },
  tuple: (value, of) => {
    if (of.kind !== "list" || of.items.length !== list(value).length) throw notUnderstood();
    return list(value).map((item, i) => converted(item, of.items[i]));
  },
  object: (value, of) => {
    if (of.kind !== "map") throw notUnderstood();
    const attributes = of.entries.map(({ key, value: type }) => {
      const name = key.kind === "literal" ? string(key.value) : "";
      return [name, attribute(map(value), name, type)] as const;
    });
    return Object.fromEntries(attributes);
  },
};

function converted(value: unknown, type: Expression): unknown {
  if (value === null) return null;
  if (type.kind === "reference" && Object.hasOwn(PRIMITIVES, type.root)) return PRIMITIVES[type.root](value);
  if (type.kind !== "call" || type.args.length !== 1 || !Object.hasOwn(COLLECTIONS, type.name)) throw notUnderstood();
  return COLLECTIONS[type.name](value, type.args[0]);
}

/** The elements of a list, a set or a map. */
function elements(items: readonly unknown[], of: Expression): unknown[] {
  return alike(items.map((item) => converted(item, of)));
}

/** What an object has, or what an optional attribute stands for. */
function attribute(object: Readonly<Record<string, unknown>>, name: string, type: Expression): unknown {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (type.kind !== "call" || type.name !== "optional") {
    if (value === undefined) throw new CallFault(`its default has no "${name}"`);
    return converted(value, type);
  }
  const [of, otherwise] = type.args;
  if (value !== undefined && value !== null) return converted(value, of);
  return otherwise === undefined ? null : converted(constant(otherwise), of);
}

/** A default, which may not refer to anything. */
function constant(expression: Expression): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      if (!expression.parts.every((part) => typeof part === "string")) throw notUnderstood();
      return expression.parts.join("");
    case "list":
      return expression.items.map(constant);
    case "map":
      return Object.fromEntries(expression.entries.map(({ key, value }) => [string(constant(key)), constant(value)]));
    case "unary":
      if (expression.operator !== "-") throw notUnderstood();
      return -number(constant(expression.operand));
    default:
      throw notUnderstood();
  }
}

function notUnderstood(): CallFault {
  return new CallFault("its type is not understood");
}
