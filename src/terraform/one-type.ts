import { CallFault, kindOf, string } from "./convert";
import { isUnknown } from "./unknown";

/** The type of a value, as far as a value tells it: an object may become a map, and a tuple a list. */
type Written =
  | { readonly kind: "any" | "string" | "number" | "boolean" }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Written> }
  | { readonly kind: "tuple"; readonly items: readonly Written[] };
/** The type that several values have in common. */
type Common =
  | { readonly kind: "any" | "string" | "number" | "boolean" }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Common> }
  | { readonly kind: "tuple"; readonly items: readonly Common[] }
  | { readonly kind: "map" | "list"; readonly of: Common };

const ANY = { kind: "any" } as const;

/**
 * Values as Terraform has them where all must be of one type, such as the elements of a list or the branches of a condition:
 * numbers and booleans become text beside text. Objects with other attributes than their neighbours become maps of one type of
 * value, and lists of other lengths lists of one type of element.
 *
 * Terraform documentation: "Conditional Expressions", "Type Conversions".
 *
 * @throws CallFault where there is no such type
 */
export function alike(values: readonly unknown[]): unknown[] {
  const type = common(values.map(typeOf));
  return values.map((value) => converted(value, type));
}

function typeOf(value: unknown): Written {
  if (value === null || value === undefined || isUnknown(value)) return ANY;
  if (Array.isArray(value)) return { kind: "tuple", items: value.map(typeOf) };
  if (typeof value === "object") {
    return { kind: "object", attributes: new Map(Object.entries(value).map(([name, part]) => [name, typeOf(part)])) };
  }
  const kind = typeof value;
  if (kind === "string" || kind === "number" || kind === "boolean") return { kind };
  throw new CallFault(`${kindOf(value)} has no type here`);
}

/** The one type that values of all types convert to. */
function common(all: readonly Written[]): Common {
  const types = all.filter(({ kind }) => kind !== "any");
  const [first, ...others] = types;
  if (first === undefined) return ANY;
  if (others.length === 0) return first;
  const objects = types.flatMap((type) => (type.kind === "object" ? [type.attributes] : []));
  if (objects.length === types.length) return commonOfObjects(objects);
  const tuples = types.flatMap((type) => (type.kind === "tuple" ? [type.items] : []));
  if (tuples.length === types.length) return commonOfTuples(tuples);
  const kinds = new Set(types.map(({ kind }) => kind));
  if (kinds.size === 1) return first;
  if (kinds.has("string") && [...kinds].every((kind) => ["string", "number", "boolean"].includes(kind))) {
    return { kind: "string" };
  }
  throw new CallFault("values of different types stand where one type is needed");
}

function commonOfObjects(objects: readonly ReadonlyMap<string, Written>[]): Common {
  const names = [...objects[0].keys()];
  if (!objects.every((one) => one.size === names.length && names.every((name) => one.has(name)))) {
    return { kind: "map", of: common(objects.flatMap((one) => [...one.values()])) };
  }
  const attributes = names.map((name) => [name, common(objects.map((one) => one.get(name) ?? ANY))] as const);
  return { kind: "object", attributes: new Map(attributes) };
}

function commonOfTuples(tuples: readonly (readonly Written[])[]): Common {
  const [first] = tuples;
  if (!tuples.every(({ length }) => length === first.length)) return { kind: "list", of: common(tuples.flat()) };
  return { kind: "tuple", items: first.map((_item, i) => common(tuples.map((items) => items[i]))) };
}

function converted(value: unknown, type: Common): unknown {
  if (value === null || value === undefined || isUnknown(value)) return value;
  if (type.kind === "string") return string(value);
  if (Array.isArray(value)) {
    const of = (i: number) => (type.kind === "tuple" ? type.items[i] : type.kind === "list" ? type.of : ANY);
    return value.map((item, i) => converted(item, of(i)));
  }
  if (typeof value !== "object") return value;
  const of = (name: string) =>
    type.kind === "object" ? (type.attributes.get(name) ?? ANY) : type.kind === "map" ? type.of : ANY;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, converted(part, of(name))]));
}
