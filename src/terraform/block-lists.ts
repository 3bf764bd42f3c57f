import { isObject } from "./shape";

/** How many labels the blocks of a stack's document have: a resource's are its type and its name. */
const LABELS: Readonly<Record<string, number>> = {
  ...{ resource: 2, data: 2, output: 1, variable: 1, module: 1, locals: 0, terraform: 0 },
};

/**
 * A stack's document with one object for each level of labels: Terraform takes a list of objects in place of one at each of them, and
 * in place of a block. Names that stand there twice stay a list, which is refused.
 *
 * Terraform documentation: "JSON Configuration Syntax", https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function withoutBlockLists(document: object): object {
  const sections = Object.entries(document).map(([name, section]: [string, unknown]) => {
    if (name === "provider") return [name, hasList(section, 0) ? gathered(section) : section] as const;
    const labels = Object.hasOwn(LABELS, name) ? LABELS[name] : undefined;
    if (labels === undefined || !hasList(section, labels)) return [name, section] as const;
    return [name, name === "locals" ? merged(section) : single(section, labels)] as const;
  });
  return sections.every(([name, section]) => (document as Record<string, unknown>)[name] === section)
    ? document
    : Object.fromEntries(sections);
}

function hasList(value: unknown, labels: number): boolean {
  if (Array.isArray(value)) return true;
  return labels > 0 && isObject(value) && Object.values(value).some((one) => hasList(one, labels - 1));
}

function single(value: unknown, labels: number): unknown {
  if (labels === 0) return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  const one = gathered(value);
  if (!isObject(one)) return one;
  return Object.fromEntries(Object.entries(one).map(([name, part]) => [name, single(part, labels - 1)]));
}

/** One object of several, in which a name of more than one has a list of what it has in each. */
function gathered(value: unknown): unknown {
  const objects = [value].flat();
  if (!objects.every(isObject)) return value;
  const found = new Map<string, unknown>();
  for (const [name, part] of objects.flatMap((one) => Object.entries(one))) {
    found.set(name, found.has(name) ? [found.get(name), part].flat() : part);
  }
  return Object.fromEntries(found);
}

function merged(value: unknown): unknown {
  const objects = [value].flat();
  return objects.every(isObject) ? Object.assign({}, ...objects) : value;
}
