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
