import { Json } from "./mutate";

type Objects = Record<string, Record<string, Record<string, Json>>>;

/** A resource, data source or output of a document, empty where there is none. */
export function objectAt(document: Json, address: string): Record<string, Json> {
  const {
    resource = {},
    data = {},
    output = {},
  } = document as {
    resource?: Objects;
    data?: Objects;
    output?: Record<string, Record<string, Json>>;
  };
  const [kind, ...rest] = address.split(".");
  if (kind === "output") return output[rest.join(".")] ?? {};
  const [type, name] = kind === "data" ? rest : [kind, rest[0]];
  return (kind === "data" ? data : resource)[type]?.[name] ?? {};
}

/** The resources of a document whose types begin so, each with its type. */
export function resourcesOf(document: Json, prefix: string): readonly (readonly [string, Record<string, Json>])[] {
  const { resource = {} } = document as { resource?: Objects };
  return Object.entries(resource).flatMap(([type, named]) =>
    type.startsWith(prefix) ? Object.values(named).map((one) => [type, one] as const) : [],
  );
}

/** The text that a mutant has now; undefined where it is shown in short. */
export function textOf(to: string): string | undefined {
  try {
    return String(JSON.parse(to));
  } catch {
    return undefined;
  }
}
