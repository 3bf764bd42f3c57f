import { isObject } from "./shape";

/**
 * Blocks of a stack beside resources, data sources, modules and values, as far as they change what is in force: a `removed` block, by
 * which Terraform forgets an object and leaves it in the cloud; an `import` block, whose object was there before; an `action`,
 * which a provider runs; and a section that this reader does not know.
 */
export interface OtherBlock {
  readonly kind: "removed" | "imported" | "action" | "unknown section";
  readonly stack: string;
  /** Of a block that names a resource or an action, its address; of a section, its name. */
  readonly address: string;
  /** The type of the resource, or of the action; empty for a section, and for a module that is removed. */
  readonly type: string;
  /** Whether it is of a plan, which shows the values of the object. */
  readonly isShown: boolean;
  /** Whether a test holds for the JSON text of what is written, or of the object's values where a plan shows them. */
  mentions(test: (text: string) => boolean): boolean;
}

/** A document of a stack, or what a plan says of the same. */
interface Sections {
  readonly removed?: unknown;
  readonly import?: unknown;
  readonly action?: unknown;
}

/**
 * Sections of Terraform's and OpenTofu's language. Those that are not in `OtherBlock` change nothing that is in force: `moved` names what
 * is the same object, `check` and `ephemeral` keep nothing, `list` asks.
 *
 * Terraform documentation: "Terraform configuration language", https://developer.hashicorp.com/terraform/language/block/terraform
 */
const KNOWN_SECTIONS: ReadonlySet<string> = new Set([
  ...[
    "//",
    "terraform",
    "language",
    "provider",
    "resource",
    "data",
    "ephemeral",
    "locals",
    "variable",
    "output",
    "module",
  ],
  ...["moved", "import", "removed", "check", "action", "list"],
]);

/**
 * The other blocks of a synthesized stack's document.
 *
 * @param valuesIn the values of a body's arguments as far as they can be known, as JSON text
 */
export function otherBlocks(
  stack: string,
  document: object,
  valuesIn: (body: Readonly<Record<string, unknown>>) => string,
): readonly OtherBlock[] {
  const { removed, import: imported, action }: Sections = document;
  const block = (kind: OtherBlock["kind"], address: string, type: string, body: unknown): OtherBlock => ({
    ...{ kind, stack, address, type, isShown: false },
    mentions: (test) => test(JSON.stringify(body)) || bodies(body).some((one) => test(valuesIn(one))),
  });
  const named = (kind: OtherBlock["kind"], body: unknown, reference: unknown) => {
    const address = addressOf(reference);
    return block(kind, address, typeOf(address), body);
  };
  return [
    ...bodies(removed)
      .filter(({ lifecycle }) => !bodies(lifecycle).some(({ destroy }) => destroy === true || destroy === "true"))
      .map((body) => named("removed", body, body.from)),
    ...bodies(imported).map((body) => named("imported", body, body.to)),
    ...Object.entries(merged(action)).flatMap(([type, all]) =>
      Object.entries(merged(all)).map(([name, body]) => block("action", `action.${type}.${name}`, type, body)),
    ),
    ...Object.entries(document)
      .filter(([section]) => !KNOWN_SECTIONS.has(section))
      .map(([section, body]) => block("unknown section", section, "", body)),
  ];
}

/** The type of an address, whatever modules it is in. */
export function typeOf(address: string): string {
  const own = address.replace(/^(module\.[\w-]+(\[[^\]]*\])?\.?)+/, "");
  return own.split(".")[0];
}

/** The objects of a block, which may stand alone or in a list. */
function bodies(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return [value].flat(Infinity).filter(isObject);
}

/** The names of labelled blocks, which may stand in lists. */
function merged(value: unknown): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...bodies(value)) as Readonly<Record<string, unknown>>;
}

/** A reference of HCL or a text of JSON, without the marks of a template. */
function addressOf(value: unknown): string {
  return String(value).replace(/^\$\{(.*)\}$/s, "$1");
}
