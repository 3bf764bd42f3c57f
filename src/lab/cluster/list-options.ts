import { FieldTerm, fieldTerms, MalformedSelector } from "./field-selector";

/** What a list is asked for beside its kind and place; or why it is not answered. */
export type ListOptions =
  | { readonly terms: readonly FieldTerm[] }
  /** What an API server refuses. */
  | { readonly malformed: string }
  /** What it does, and the lab does not. */
  | { readonly notPlayed: string };

const FIELDS = ["metadata.name", "metadata.namespace"];
const MAX_INTEGER = 2n ** 63n - 1n;

/** Whether a parameter can be read as a number of 64 bits; an empty one is left out. */
export function isInteger(text: string): boolean {
  if (text === "") return true;
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace("+", ""));
  return value <= MAX_INTEGER && value >= -MAX_INTEGER - 1n;
}

/**
 * The options of a list, which is one page of the present.
 *
 * Kubernetes documentation: "Kubernetes API Concepts".
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function listOptions(query: URLSearchParams): ListOptions {
  for (const name of ["limit", "timeoutSeconds"]) {
    const text = query.get(name) ?? "";
    const problem = /^[+-]?\d+$/.test(text) ? "value out of range" : "invalid syntax";
    if (!isInteger(text)) return { malformed: `strconv.ParseInt: parsing ${JSON.stringify(text)}: ${problem}` };
  }
  const further = ["labelSelector", "continue", "resourceVersion", "resourceVersionMatch", "sendInitialEvents"];
  const asked = further.find((name) => !["", "0"].includes(query.get(name) ?? ""));
  if (asked !== undefined) return { notPlayed: `list by ${asked}` };
  try {
    const terms = fieldTerms(query.get("fieldSelector") ?? "");
    const other = terms.find(({ field }) => !FIELDS.includes(field));
    return other ? { notPlayed: `list by the field ${other.field}` } : { terms };
  } catch (error) {
    if (error instanceof MalformedSelector) return { malformed: error.message };
    throw error;
  }
}
