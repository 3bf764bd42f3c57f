import { parse } from "@bufbuild/cel";
import { PoolProvider } from "./pools";

type Expr = NonNullable<ReturnType<typeof parse>["expr"]>;

/** Every text that stands in expressions, each once; none of what is no CEL. */
export function literalsOf(expressions: readonly string[]): readonly string[] {
  return [...new Set(expressions.flatMap((one) => textsIn(parsed(one))))];
}

function parsed(expression: string): Expr | undefined {
  try {
    return parse(expression).expr;
  } catch {
    return undefined;
  }
}

/** The constants of an expression's tree. */
function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  const { case: kind, value: text } = value as { case?: unknown; value?: unknown };
  if (kind === "stringValue" && typeof text === "string") return [text];
  return Object.values(value).flatMap(textsIn);
}

const TEXT = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const USUAL = new RegExp(`^assertion\\.sub (== (${TEXT.source})|in \\[(${TEXT.source})(, ?(${TEXT.source}))*\\])$`);

function literalsIn(condition: string): readonly string[] {
  return (condition.match(TEXT) ?? []).map((one) => one.slice(1, -1).replace(/\\(.)/g, "$1"));
}

/**
 * The subjects that a provider's condition lets in, where it compares the whole subject with texts; undefined where it is of another
 * form, so that it has to be tried.
 */
export function exactSubjects({
  condition,
  mapping,
}: Pick<PoolProvider, "condition" | "mapping">): ReadonlySet<string> | undefined {
  if (condition === undefined) return undefined;
  // The usual forms are long, and need no tree.
  if (USUAL.test(condition)) return new Set(literalsIn(condition));
  const isMapped = mapping["google.subject"]?.trim() === "assertion.sub";
  const tree = parsed(condition);
  return tree && exactIn(tree, isMapped);
}

function exactIn(tree: Expr, isMapped: boolean): ReadonlySet<string> | undefined {
  const { exprKind } = tree;
  if (exprKind.case !== "callExpr") return undefined;
  const { function: name, args } = exprKind.value;
  const [left, right] = args;
  if (args.length !== 2) return undefined;
  switch (name) {
    case "_||_": {
      const [one, other] = [exactIn(left, isMapped), exactIn(right, isMapped)];
      return one && other && new Set([...one, ...other]);
    }
    case "_&&_":
      return exactIn(left, isMapped) ?? exactIn(right, isMapped);
    case "_==_": {
      const text = isSubject(left, isMapped)
        ? constant(right)
        : isSubject(right, isMapped)
          ? constant(left)
          : undefined;
      return text === undefined ? undefined : new Set([text]);
    }
    case "@in": {
      if (!isSubject(left, isMapped) || right.exprKind.case !== "listExpr") return undefined;
      const texts = right.exprKind.value.elements.map(constant);
      return texts.some((one) => one === undefined) ? undefined : new Set(texts as string[]);
    }
    default:
      return undefined;
  }
}

/** Whether it is `assertion.sub`, or `google.subject` where that is the same. */
function isSubject({ exprKind }: Expr, isMapped: boolean): boolean {
  if (exprKind.case !== "selectExpr") return false;
  const { operand, field } = exprKind.value;
  const root = operand?.exprKind.case === "identExpr" ? operand.exprKind.value.name : undefined;
  return (root === "assertion" && field === "sub") || (isMapped && root === "google" && field === "subject");
}

function constant({ exprKind }: Expr): string | undefined {
  if (exprKind.case !== "constExpr") return undefined;
  const { constantKind } = exprKind.value;
  return constantKind.case === "stringValue" ? constantKind.value : undefined;
}
