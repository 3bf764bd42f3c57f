import { isUnknown } from "../../../simulator";

/** A statement of a policy as it is written, its elements' names included. */
export type Statement = Readonly<Record<string, unknown>>;

/** No policy that a cloud takes is longer, or nested deeper: one that is is not read. */
const [MOST_CHARACTERS, DEEPEST] = [200_000, 40];

/** The statements of an IAM policy; undefined for a text that is none, or is not known. */
export function statementsIn(document: string | undefined): readonly Statement[] | undefined {
  if (document === undefined || isUnknown(document) || document.length > MOST_CHARACTERS) return undefined;
  const parsed = parsedAs(document);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { Statement: given = [] } = parsed as { Statement?: unknown };
  const statements: unknown[] = [given].flat();
  const isStatement = (one: unknown): one is Statement => typeof one === "object" && one !== null;
  return statements.every(isStatement) ? statements : undefined;
}

/** What a JSON text says; undefined for one that is none or too deep. */
export function parsedAs(text: string): unknown {
  if (depthOf(text) > DEEPEST) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const one of text) {
    if (one === "[" || one === "{") deepest = Math.max(deepest, ++depth);
    else if (one === "]" || one === "}") depth--;
  }
  return deepest;
}

/** The values of an element, one or a list, as text. */
export function valuesOf(element: unknown): readonly string[] {
  const all: unknown[] = element === undefined || element === null ? [] : [element].flat();
  return all.map((one) => (typeof one === "string" ? one : (JSON.stringify(one) ?? "")));
}
