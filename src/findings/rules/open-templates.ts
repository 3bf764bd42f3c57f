import { block, blocks } from "../../simulator";
import { RefusedObject, RefusedObjectRule } from "../finding";

/** In JSON's text: a template that no brace closes before its text ends. Quotes inside of it are escaped. */
const IN_JSON = /(?<![$%])[$%]\{(?:[^"\\}]|\\.)*"/g;
const OPEN = /(?<![$%])[$%]\{[^}]*$/;

/**
 * Texts with a template that is not closed: Terraform refuses the whole stack.
 *
 * Terraform documentation: "JSON Configuration Syntax", "Strings and Templates".
 */
export const openTemplates: RefusedObjectRule = ({ configuration }) => {
  const stacks = new Set(configuration.matches(IN_JSON).map(({ stack }) => stack));
  const objects = (["resource", "data", "output", "provider"] as const).flatMap((section) =>
    configuration.written(section).flatMap(({ stack, value }) => {
      if (!stacks.has(stack)) return [];
      return Object.entries(block(value)).flatMap(([type, named]): readonly Written[] => {
        if (section === "output") return [{ place: `${stack}: output.${type}`, body: named }];
        if (section === "provider") {
          return blocks(named).map((body) => ({ place: `${stack}: ${keyOf(type, body)}`, body }));
        }
        const prefix = section === "data" ? "data." : "";
        return Object.entries(block(named)).map(([name, body]) => ({
          place: `${stack}: ${prefix}${type}.${name}`,
          body,
        }));
      });
    }),
  );
  return objects.flatMap(({ place, body }): readonly RefusedObject[] => {
    const found = openIn(body);
    if (found === undefined) return [];
    const reason = `has a template that is not closed, so Terraform refuses the stack: ${found}`;
    return [{ code: "refused-object", severity: "fault", place, what: found, reason }];
  });
};

interface Written {
  readonly place: string;
  readonly body: unknown;
}

function keyOf(type: string, { alias }: Readonly<Record<string, unknown>>): string {
  return `provider.${type}${typeof alias === "string" ? `.${alias}` : ""}`;
}

/** The first open template of a value's texts, in short; comments are not read. */
function openIn(value: unknown): string | undefined {
  if (typeof value === "string") return OPEN.exec(value)?.[0].slice(0, 80);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const found = name === "//" ? undefined : openIn(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
