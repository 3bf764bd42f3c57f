import { isFault } from "./evaluate";
import { isObject } from "./shape";
import { unknownText } from "./unknown";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";

/** An expression of a plan's configuration. Where a stack is written in JSON, its text stands as a constant, beside what it refers to. */
export interface ShownExpression {
  readonly constant_value?: unknown;
  readonly references?: unknown;
}

const AT_APPLY = "is known only after apply";
export const WAY_OUT = "Read the synthesized folder (cdktf.out) or, after the apply, the state";

/**
 * Arguments that the provider fills in where nobody writes them: of a new object, nothing was asked for. Each is an attribute:
 * a plan does not show whether a dynamic block makes a block.
 *
 * Terraform registry, hashicorp/azurerm: "azurerm_role_assignment"; hashicorp/aws: "aws_iam_role".
 */
const FILLED_IN: Readonly<Record<string, readonly string[]>> = {
  azurerm_role_assignment: ["role_definition_id", "role_definition_name", "principal_type", "condition_version"],
  aws_iam_role: ["managed_policy_arns"],
};

export function isFilledIn(type: string, argument: string): boolean {
  return FILLED_IN[type]?.includes(argument) ?? false;
}

/** What Kubernetes alone writes of an object. Kubernetes API reference: "ObjectMeta". */
const READ_ONLY = /^(generation|resource_version|uid)$/;

/** What is told of a value that comes at apply. */
export interface ComesAtApply {
  /** What is known of it. */
  readonly value: unknown;
  /** Which of its parts are not, as `after_unknown` has it. */
  readonly unknown: unknown;
  /** What the configuration says of it: an expression, or blocks; undefined where nothing is said. */
  readonly written: unknown;
  readonly place: string;
}

/**
 * A value whose parts that come at apply are worked out of what is written, and refused when they are read where that cannot
 * be done.
 *
 * @param workOut what an expression's text will be. It may throw UnresolvedValue, CallFault or SyntaxFault
 */
export function completed(
  { value, unknown, written, place }: ComesAtApply,
  workOut: (text: unknown) => unknown,
): unknown {
  if (!hasUnknownPart(unknown)) return withoutUnknowns(value, unknown, place);
  if (isTextOfExpression(written)) {
    return unlessFault(
      () => workOut(written.constant_value),
      () => withoutUnknowns(value, unknown, place),
    );
  }
  if (Array.isArray(value) && Array.isArray(unknown)) {
    const parts = unknown as readonly unknown[];
    return value.map((one: unknown, i) =>
      completed({ value: one, unknown: parts[i], written: blockOf(one, written), place: `${place}[${i}]` }, workOut),
    );
  }
  if (!isObject(value) || !isObject(unknown) || !isObject(written)) return withoutUnknowns(value, unknown, place);
  const copy = { ...value };
  for (const [name, part] of Object.entries(unknown)) {
    const of = { value: value[name], unknown: part, written: written[name], place: `${place}.${name}` };
    const enumerable = written[name] !== undefined || !READ_ONLY.test(name);
    Object.defineProperty(copy, name, { enumerable, get: () => completed(of, workOut) });
  }
  return copy;
}

function isTextOfExpression(written: unknown): written is ShownExpression {
  if (!isObject(written)) return false;
  return written.constant_value !== undefined && Array.isArray(written.references);
}

/** The block that is written for one of a value's: of several the only one that has the same constants, since sets have another order. */
function blockOf(value: unknown, written: unknown): unknown {
  if (!Array.isArray(written)) return isTextOfExpression(written) ? undefined : written;
  const alike = (written as readonly unknown[]).filter(
    (block) => isObject(block) && isObject(value) && isAlike(value, block),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

function isAlike(value: Readonly<Record<string, unknown>>, block: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(block).every(([name, written]) => {
    if (!isObject(written) || written.references !== undefined || !("constant_value" in written)) return true;
    const { constant_value } = written;
    return typeof constant_value !== "string" || value[name] === constant_value;
  });
}

function hasUnknownPart(unknown: unknown): boolean {
  if (typeof unknown !== "object" || unknown === null) return unknown === true;
  return Object.values(unknown).some(hasUnknownPart);
}

function unlessFault<T>(read: () => T, otherwise: () => T): T {
  const none = Symbol("none");
  const found = unlessUnresolved<T | typeof none, typeof none>(() => {
    try {
      return read();
    } catch (error) {
      if (isFault(error)) return none;
      throw error;
    }
  }, none);
  return found === none ? otherwise() : found;
}

/**
 * A value whose parts that come at apply only cannot be read; the others can. An object with a block that the provider adds to,
 * such as a Kubernetes object's metadata, is mostly known.
 */
export function withoutUnknowns(value: unknown, unknown: unknown, place: string): unknown {
  const isMissing = value === undefined || value === null;
  const hasParts = typeof unknown === "object" && unknown !== null && Object.keys(unknown).length > 0;
  if (unknown === true || (isMissing && hasParts)) throw new UnresolvedValue(place, AT_APPLY, WAY_OUT);
  if (isMissing || typeof unknown !== "object" || unknown === null) return value;
  if (Array.isArray(value)) {
    const parts = unknown as readonly unknown[];
    const length = Math.max(value.length, parts.length);
    return Array.from({ length }, (_, i) => withoutUnknowns(value[i], parts[i], `${place}[${i}]`));
  }
  const copy = { ...value };
  for (const [name, part] of Object.entries(unknown)) {
    const known = (value as Record<string, unknown>)[name];
    const get = () => withoutUnknowns(known, part, `${place}.${name}`);
    Object.defineProperty(copy, name, { enumerable: true, get });
  }
  return copy;
}

/** A value in which the parts that come at apply stand as texts of their own. */
export function withUnknowns(value: unknown, unknown: unknown, source: string): unknown {
  if (unknown === true) return unknownText(source);
  if (typeof unknown !== "object" || unknown === null) return value;
  if (Array.isArray(unknown)) {
    const parts = unknown as readonly unknown[];
    const values = Array.isArray(value) ? (value as unknown[]) : [];
    const length = Math.max(values.length, parts.length);
    return Array.from({ length }, (_, i) => withUnknowns(values[i], parts[i], `${source}[${i}]`));
  }
  const entries = Object.entries(unknown);
  if (entries.length === 0) return value;
  const known = (value ?? {}) as Record<string, unknown>;
  return {
    ...known,
    ...Object.fromEntries(entries.map(([name, part]) => [name, withUnknowns(known[name], part, `${source}.${name}`)])),
  };
}
