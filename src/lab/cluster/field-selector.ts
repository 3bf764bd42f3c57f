/** One term of a field selector: `metadata.name!=one`. */
export interface FieldTerm {
  readonly field: string;
  readonly isNot: boolean;
  readonly value: string;
}

/** A selector that is malformed, with what an API server says of it. */
export class MalformedSelector extends Error {}

/**
 * The terms of a field selector, in their order.
 *
 * Kubernetes source: `staging/src/k8s.io/apimachinery/pkg/fields/selector.go`, `ParseSelector`: terms are sorted before they are read.
 *
 * @throws MalformedSelector
 */
export function fieldTerms(selector: string): readonly FieldTerm[] {
  const terms = splitTerms(selector).sort();
  return terms.flatMap((term) => {
    if (term === "") return [];
    const [, field, operator, value] = /^(.*?)(!=|==|=)(.*)$/s.exec(term) ?? [];
    if (operator === undefined) {
      throw new MalformedSelector(`invalid selector: '${selector}'; can't understand '${term}'`);
    }
    return [{ field, isNot: operator === "!=", value: unescaped(value) }];
  });
}

/** A comma behind a backslash separates nothing; a backslash takes whatever follows with it. */
function splitTerms(selector: string): string[] {
  return selector === ""
    ? []
    : (selector.match(/(?:\\.|[^\\,])*\\?(?:,|$)/gs) ?? []).map((one) => one.replace(/,$/, ""));
}

function unescaped(value: string): string {
  if (/(?<!\\)(?:\\\\)*\\$/.test(value)) {
    throw new MalformedSelector("invalid field selector: invalid escape sequence: \\");
  }
  return value.replace(/\\(.)|([,=])/gs, (_all, escaped: string | undefined, bare: string | undefined) => {
    if (bare !== undefined) {
      throw new MalformedSelector(`invalid field selector: unescaped character in value: ${bare}`);
    }
    if (escaped !== undefined && /[\\,=]/.test(escaped)) return escaped;
    throw new MalformedSelector(`invalid field selector: invalid escape sequence: \\${escaped}`);
  });
}
