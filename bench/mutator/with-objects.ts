import { Json } from "./mutate";

export type Args = Readonly<Record<string, Json>>;
export type Objects = Record<string, Record<string, Record<string, Json>>>;

/** A copy of a document with one object of each type, of the name `added`. */
export function withObjects(document: Json, objects: Readonly<Record<string, Args>>): Json {
  const { resource = {}, ...others } = document as { resource?: Objects };
  const copy: Record<string, Record<string, Json>> = { ...resource };
  for (const [type, args] of Object.entries(objects)) copy[type] = { ...copy[type], added: args };
  return { ...others, resource: copy };
}

/** A copy of a document in which one resource has further arguments. */
export function withArguments(document: Json, type: string, name: string, args: Args): Json {
  const { resource = {}, ...others } = document as { resource?: Objects };
  const changed = { ...resource[type], [name]: { ...resource[type][name], ...args } };
  return { ...others, resource: { ...resource, [type]: changed } };
}

/** Arguments without some of them. */
export function without(args: Args, ...names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));
}

/** A copy of a document with one more provider of a kind. */
export function withProvider(document: Json, kind: string, args: Args): Json {
  const { provider = {}, ...others } = document as { provider?: Record<string, Args[]> };
  return { ...others, provider: { ...provider, [kind]: [...(provider[kind] ?? []), args] } };
}

/** What the provider of an object says, by what the object names: `kubernetes.corp`, or nothing. */
export function providerArguments(document: Json, named: Json | undefined, kind: string): Args {
  const { provider = {} } = document as { provider?: Record<string, Args[]> };
  const [, alias] = typeof named === "string" ? named.split(".") : [];
  return (provider[kind] ?? []).find((one) => one.alias === alias) ?? {};
}
