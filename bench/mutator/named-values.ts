import { changed, foreign, inWords, Json, Mutant, objectsOf, at } from "./mutate";

/** A name that no document has. */
const NAME = "mutant";

type Steps = readonly (string | number)[];

/** Literals that come from elsewhere in the stack: the same one by a variable or a local value, another one, or one that is not given. */
export function mutantsOfNamedValues(document: Json): readonly Mutant[] {
  let turn = 0;
  return objectsOf(document).flatMap(([address, root]) => {
    const [kind] = root;
    if (kind !== "resource" && kind !== "output") return [];
    return literalsIn(at(document, root), []).map(([steps, value]): Mutant => {
      const form = FORMS[turn++ % FORMS.length];
      const whole = [...root, ...steps];
      return {
        ...{ operator: form.operator, address, path: inWords(steps), to: form.reference },
        ...(form.reference.startsWith("${var.") ? { alsoAt: `var.${NAME}` } : {}),
        ...(form.isSame ? { changesNothing: "the name stands for the same text" } : {}),
        make: () => {
          const { section, body } = form.define(value);
          const named = { ...((document as Record<string, object>)[section] ?? {}), [NAME]: body };
          return { ...(changed(document, whole, form.reference) as object), [section]: named };
        },
      };
    });
  });
}

interface Form {
  readonly operator: string;
  readonly reference: string;
  readonly isSame: boolean;
  define(value: string): { readonly section: "variable" | "locals"; readonly body: Json };
}

const FORMS: readonly Form[] = [
  variable("same text by a variable", true, (value) => ({ type: "string", default: value })),
  variable("other text by a variable", false, (value) => ({ type: "string", default: foreign(value) })),
  variable("variable without a value", false, () => ({ type: "string" })),
  local("same text by a local", true, (value) => value),
  local("other text by a local", false, foreign),
];

function variable(operator: string, isSame: boolean, body: (value: string) => Json): Form {
  return {
    ...{ operator, isSame, reference: `\${var.${NAME}}` },
    define: (value) => ({ section: "variable", body: body(value) }),
  };
}

function local(operator: string, isSame: boolean, body: (value: string) => Json): Form {
  return {
    ...{ operator, isSame, reference: `\${local.${NAME}}` },
    define: (value) => ({ section: "locals", body: body(value) }),
  };
}

/** The texts of an object that are literals, and no documents. */
function literalsIn(value: Json, steps: Steps): readonly (readonly [Steps, string])[] {
  if (typeof value === "string") {
    const isLiteral = value !== "" && !/\$\{|%\{|^\s*[{[]|\n/.test(value);
    return isLiteral ? [[steps, value]] : [];
  }
  if (Array.isArray(value)) return value.flatMap((one, index) => literalsIn(one, [...steps, index]));
  if (typeof value !== "object" || value === null) return [];
  // Terraform takes no expression for these.
  const names = Object.entries(value).filter(([name]) => !/^(\/\/|provider|depends_on|lifecycle)$/.test(name));
  return names.flatMap(([name, one]) => literalsIn(one, [...steps, name]));
}
