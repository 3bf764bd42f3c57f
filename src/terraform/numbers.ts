/**
 * Terraform counts with 512 bits, JavaScript with 53. What both hold alike is let through, and everything else refused.
 */

/** A number that is written in decimal, with the value that Terraform gives it; undefined where there is none here. */
export function exactly(text: string): number | undefined {
  const value = Number(text);
  const digits = text.replace(/[eE].*$/, "").replace(/\D/g, "").length;
  return isExact(value) && (digits <= DIGITS || /^-?\d+$/.test(text)) ? value : undefined;
}

/** Decimal digits that are kept whatever they are. */
const DIGITS = 15;

/** Whether a number is the one that was meant, and Terraform writes it in the same way. */
export function isExact(value: number): boolean {
  if (Object.is(value, -0)) return false;
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  const text = String(value);
  return /^-?\d+\.\d+$/.test(text) && text.replace(/\D/g, "").length <= DIGITS;
}

/** The result of an operator between whole numbers; undefined where it is not exact. */
export function calculated(operator: string, a: number, b: number): number | undefined {
  const result = OPERATORS[operator](a, b);
  return [a, b, result].every((one) => Number.isSafeInteger(one) && isExact(one)) ? result : undefined;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};
