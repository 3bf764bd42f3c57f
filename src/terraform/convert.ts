import { exactly, isExact } from "./numbers";

/** A value that is not what an operator or a function takes; the caller adds the place. */
export class CallFault extends Error {}

/** A value as Terraform writes it into text. */
export function string(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" && isExact(value)) return String(value);
  if (typeof value === "number") throw inexact(value);
  throw new CallFault(`${kindOf(value)} stands where text is needed`);
}

/** A number, or text that is one. */
export function number(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) {
    throw new CallFault(`${kindOf(value)} stands where a number is needed`);
  }
  const exact = exactly(value);
  if (exact === undefined) throw inexact(value);
  return exact;
}

/** A boolean, or text that is one. */
export function bool(value: unknown): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new CallFault("a value that is neither true nor false stands where a condition is needed");
}

/** A number without a fraction. */
export function whole(value: unknown): number {
  if (Number.isInteger(number(value))) return number(value);
  throw new CallFault("a fraction stands where a whole number is needed");
}

function inexact(number: string | number): CallFault {
  return new CallFault(`the number ${number} is too long or too small to be exact`);
}

export function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new CallFault(`${kindOf(value)} stands where a list is needed`);
}

export function map(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new CallFault(`${kindOf(value)} stands where a map is needed`);
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : `a ${typeof value}`;
}

/**
 * Values as Terraform has them where all must be of one type, such as the elements of a list: numbers and booleans become
 * text beside text. Lists and maps are let through as they are where nothing in them would change.
 */
export function alike(values: readonly unknown[]): unknown[] {
  const kinds = new Set(values.filter((value) => value !== null).map(kindOf));
  if (kinds.size < 2) {
    if (kinds.has("a list") || kinds.has("a map")) checkContents(values);
    return [...values];
  }
  if (!kinds.has("a string") || kinds.has("a list") || kinds.has("a map")) throw new CallFault(DIFFERENT);
  return values.map((value) => (value === null ? null : string(value)));
}

const DIFFERENT = "values of different types stand where one type is needed";

/** Lists and maps of one form, or whose contents are all of one kind, are of one type. */
function checkContents(values: readonly unknown[]): void {
  const known = values.filter((value) => value !== null) as object[];
  const forms = new Set(known.map((value) => JSON.stringify(formOf(value))));
  const contents = known.flatMap((value) => Object.values(value) as unknown[]).filter((item) => item !== null);
  const kinds = new Set(contents.map(kindOf));
  const plain = kinds.size < 2 && !kinds.has("a list") && !kinds.has("a map");
  if (forms.size > 1 && !plain) throw new CallFault(DIFFERENT);
}

/** A value with the kinds of what is in it instead. */
function formOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return kindOf(value);
  if (Array.isArray(value)) return formOfList(value.map(formOf));
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, item]) => [key, formOf(item)]));
}

/** Lists whose elements are of one form are of one type, however long they are. */
function formOfList(forms: readonly unknown[]): unknown {
  const isOne = new Set(forms.map((form) => JSON.stringify(form))).size === 1;
  return isOne ? ["list", forms[0]] : forms;
}
