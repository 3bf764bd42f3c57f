import { Configuration, placeOf, Resource } from "./configuration";

/** One argument of a resource with another value. */
export interface ArgumentChange {
  /** Stack and address. */
  readonly place: string;
  readonly argument: string;
  readonly value: unknown;
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
            argument === name ? next : inBlock(value(), argument.slice(name.length + 1), next),
        before,
      )();
  return Object.create(resource, {
    argument: { value: (name: string) => valueOf(name, () => resource.argument(name)) },
    attribute: { value: (name: string) => valueOf(name, () => resource.attribute(name)) },
  }) as Resource;
}

/** An argument within a block, which is an object or a list of one. */
function inBlock(block: unknown, name: string, value: unknown): unknown {
  if (Array.isArray(block)) return block.map((one) => inBlock(one, name, value));
  return { ...(block as object | undefined), [name]: value };
}
