/** Whether a value of a JSON document is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What a part of a document has to look like: an object, `mapOf` objects of any name, `listOf` something, or an object with
 * parts of its own. A part that is not there is right.
 *
 * @returns what is wrong
 */
type Shape = (value: unknown, place: string) => string | undefined;

const object: Shape = (value, place) => (isObject(value) ? undefined : `${place} is not an object`);

const text: Shape = (value, place) => (typeof value === "string" ? undefined : `${place} is not text`);

const mapOf =
  (shape: Shape): Shape =>
  (value, place) =>
    object(value, place) ?? first(Object.entries(value as object), ([name, part]) => shape(part, `${place}.${name}`));

const listOf =
  (shape: Shape): Shape =>
  (value, place) =>
    Array.isArray(value)
      ? first([...value.entries()], ([i, part]) => shape(part, `${place}[${i}]`))
      : `${place} is not a list`;

const oneOrMore =
  (shape: Shape): Shape =>
  (value, place) =>
    (Array.isArray(value) ? listOf(shape) : shape)(value, place);

const withParts =
  (parts: Readonly<Record<string, Shape>>): Shape =>
  (value, place) =>
    object(value, place) ??
    first(Object.entries(parts), ([name, shape]) => {
      const part = (value as Readonly<Record<string, unknown>>)[name];
      return part === undefined || part === null ? undefined : shape(part, place ? `${place}.${name}` : name);
    });

function first<T>(items: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Of a stack's `cdk.tf.json`, as far as it is taken apart. */
export const SYNTHESIZED_SHAPE = withParts({
  terraform: withParts({ backend: mapOf(object) }),
  provider: mapOf(oneOrMore(object)),
  resource: mapOf(mapOf(object)),
  data: mapOf(mapOf(object)),
  output: mapOf(object),
  locals: object,
  variable: mapOf(object),
  module: mapOf(object),
});

const instance: Shape = (value, place) =>
  withParts({ values: object })(value, place) ??
  first(["address", "mode", "type"], (name) => text((value as Record<string, unknown>)[name], `${place}.${name}`));
const modules: Shape = (value, place) =>
  withParts({ resources: listOf(instance), child_modules: listOf(modules) })(value, place);
const values = withParts({ outputs: mapOf(object), root_module: modules });

const written: Shape = (value, place) =>
  withParts({ resources: listOf(object), outputs: mapOf(object), module_calls: mapOf(withParts({ module: written })) })(
    value,
    place,
  );

/** Of what `terraform show -json` prints, as far as it is taken apart. */
export const SHOWN_SHAPE = withParts({
  values,
  planned_values: values,
  prior_state: withParts({ values }),
  resource_changes: listOf(withParts({ change: object })),
  action_invocations: listOf(object),
  deferred_changes: listOf(object),
  output_changes: mapOf(object),
  configuration: withParts({
    provider_config: mapOf(object),
    root_module: written,
  }),
});
