import { QUESTION, STAR } from "../wildcard";

/** A text with its variables filled in, or why it is not. */
export type Filled =
  | { readonly text: string }
  /** A variable has no value and no default, so that nothing matches. */
  | { readonly text: undefined }
  /** A variable's value is not known. */
  | { readonly unknown: string };

/**
 * Fills in the policy variables of a text: `${aws:username}`, `${aws:username, 'nobody'}`, and `${*}`, `${?}`, `${$}` for the
 * characters themselves.
 *
 * AWS IAM documentation: "IAM policy elements: Variables and tags".
 *
 * @param valuesOf a condition key's values; undefined where they are not known
 */
export function withVariables(text: string, valuesOf: (key: string) => readonly string[] | undefined): Filled {
  let isMissing = false;
  let unknown: string | undefined;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_whole, inside: string) => {
    if (inside === "*") return STAR;
    if (inside === "?") return QUESTION;
    if (inside === "$") return "$";
    const [, key, otherwise] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
    const values = key === undefined ? [] : valuesOf(key);
    if (values === undefined) unknown ??= key;
    const told = values?.length === 1 ? values[0] : otherwise;
    if (told === undefined) isMissing = true;
    return (told ?? "").replaceAll("*", STAR).replaceAll("?", QUESTION);
  });
  if (unknown !== undefined) return { unknown: `the condition key ${unknown} is not simulated` };
  return { text: isMissing ? undefined : filled };
}
