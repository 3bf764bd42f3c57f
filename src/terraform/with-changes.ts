import { Configuration, placeOf, Resource } from "./configuration";

/** One argument of a resource with another value. */
export interface ArgumentChange {
  /** Stack and address. */
  readonly place: string;
  readonly argument: string;
  readonly value: unknown;
}

/**
 * A synthesized stack's document as it would be with other values of some arguments, so that what refers to them follows; nothing
 * of the given one is changed.
 *
 * @returns the document, and the changes of resources that it does not hold as one object each
 */
export function changedDocument(
  document: object,
  stack: string,
  changes: readonly ArgumentChange[],
): { readonly document: object; readonly rest: readonly ArgumentChange[] } {
  const rest: ArgumentChange[] = [];
  let made = document as Body;
  for (const change of changes) {
    const [, type = "", name = ""] = /^(\w+)\.([\w-]+)$/.exec(change.place.slice(`${stack}: `.length)) ?? [];
    const body = ((made.resource as Body | undefined)?.[type] as Body | undefined)?.[name];
    const isOne = typeof body === "object" && body !== null && !Array.isArray(body) && !isRepeated(body as Body);
    if (!change.place.startsWith(`${stack}: `) || !isOne) rest.push(change);
    else made = inBlock(made, ["resource", type, name, ...change.argument.split(".")], literal(change.value)) as Body;
  }
  return { document: made, rest };
}

type Body = Readonly<Record<string, unknown>>;

function isRepeated(body: Body): boolean {
  return ["count", "for_each", "dynamic"].some((name) => body[name] !== undefined);
}

/** A value that holds no template. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, literal(one)]));
}

/** A configuration as it would be with other values of some arguments; nothing of the given one is changed. */
export function withChanges(configuration: Configuration, changes: readonly ArgumentChange[]): Configuration {
  if (changes.length === 0) return configuration;
  const known = new WeakMap<Resource, Resource>();
  const changed = (resource: Resource): Resource => {
    const own = changes.filter(({ place }) => place === placeOf(resource));
    if (own.length === 0) return resource;
    const made = known.get(resource) ?? overlaid(resource, own);
    known.set(resource, made);
    return made;
  };
  const all = (resources: readonly Resource[]) => resources.map(changed);
  return Object.create(configuration, {
    resources: { value: (type: string) => all(configuration.resources(type)) },
    dataSources: { value: (type: string) => all(configuration.dataSources(type)) },
    everyResource: { value: () => all(configuration.everyResource()) },
    resourcesWith: { value: (pattern: RegExp) => all(configuration.resourcesWith(pattern)) },
  }) as Configuration;
}

function overlaid(resource: Resource, changes: readonly ArgumentChange[]): Resource {
  const valueOf = (name: string, before: () => unknown): unknown =>
    changes
      .filter(({ argument }) => argument === name || argument.startsWith(`${name}.`))
      .reduce<() => unknown>(
        (value, { argument, value: next }) =>
          () =>
            argument === name ? next : inBlock(value(), argument.slice(name.length + 1).split("."), next),
        before,
      )();
  return Object.create(resource, {
    argument: { value: (name: string) => valueOf(name, () => resource.argument(name)) },
    attribute: { value: (name: string) => valueOf(name, () => resource.attribute(name)) },
  }) as Resource;
}

/** An argument within blocks, each an object or a list of one. */
function inBlock(block: unknown, [name, ...inner]: readonly string[], value: unknown): unknown {
  if (Array.isArray(block)) return block.map((one) => inBlock(one, [name, ...inner], value));
  const body = (block ?? {}) as Body;
  return { ...body, [name]: inner.length === 0 ? value : inBlock(body[name], inner, value) };
}
