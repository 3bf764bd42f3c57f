import { CallFault, kindOf, string } from "./convert";
import { isUnknown } from "./unknown";

/** The type of a value, as far as a value tells it: an object may be a map, and a tuple a list. */
type Type =
  | { readonly kind: "any" | "string" | "number" | "boolean" }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Type> }
  | { readonly kind: "map" | "list"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] };

const ANY: Type = { kind: "any" };

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

function typeOf(value: unknown): Type {
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
function common(all: readonly Type[]): Type {
  const types = all.filter(({ kind }) => kind !== "any");
  const [first, ...others] = types;
  if (first === undefined) return ANY;
  if (others.length === 0) return first;
  const kinds = new Set(types.map(({ kind }) => kind));
  if ([...kinds].every((kind) => kind === "object" || kind === "map")) return commonOfObjects(types);
  if ([...kinds].every((kind) => kind === "tuple" || kind === "list")) return commonOfLists(types);
  if (kinds.size === 1) return first;
  if (kinds.has("string") && [...kinds].every((kind) => ["string", "number", "boolean"].includes(kind))) {
    return { kind: "string" };
  }
  throw new CallFault("values of different types stand where one type is needed");
}

function commonOfObjects(types: readonly Type[]): Type {
  const objects = types.flatMap((type) => (type.kind === "object" ? [type.attributes] : []));
  const names = [...objects[0].keys()];
  const haveOneForm =
    objects.length === types.length &&
    objects.every((one) => one.size === names.length && names.every((name) => one.has(name)));
  if (haveOneForm) {
    const attributes = names.map((name) => [name, common(objects.map((one) => one.get(name) ?? ANY))] as const);
    return { kind: "object", attributes: new Map(attributes) };
  }
  const ofMaps = types.flatMap((type) => (type.kind === "map" ? [type.of] : []));
  return { kind: "map", of: common([...ofMaps, ...objects.flatMap((one) => [...one.values()])]) };
}

function commonOfLists(types: readonly Type[]): Type {
  const tuples = types.flatMap((type) => (type.kind === "tuple" ? [type.items] : []));
  const [first] = tuples;
  if (tuples.length === types.length && tuples.every(({ length }) => length === first.length)) {
    return { kind: "tuple", items: first.map((_item, i) => common(tuples.map((items) => items[i]))) };
  }
  const ofLists = types.flatMap((type) => (type.kind === "list" ? [type.of] : []));
  return { kind: "list", of: common([...ofLists, ...tuples.flat()]) };
}

function converted(value: unknown, type: Type): unknown {
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
