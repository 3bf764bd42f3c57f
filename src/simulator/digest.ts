import { createHash } from "node:crypto";
import { thumbprintText } from "../vendor/issuers/jwk";

/** Hexadecimal digits that follow from what they stand for: what a cloud would draw by chance stays the same in each run. */
export function hexOf(purpose: string, digits: number): string {
  return createHash("sha256").update(purpose).digest("hex").slice(0, digits);
}

/** The RFC 7638 thumbprint of a key; undefined for what is no public key. */
export function thumbprintOf(key: Readonly<Record<string, unknown>>): string | undefined {
  const text = thumbprintText(key);
  return text === undefined ? undefined : createHash("sha256").update(text).digest("base64url");
}

/** Decimal digits, of which the first is no zero. */
export function digitsOf(purpose: string, digits: number): string {
  const number = BigInt(`0x${hexOf(purpose, 30)}`) % 10n ** BigInt(digits);
  return number.toString().padStart(digits, "0").replace(/^0/, "1");
}

/** A UUID in the form of version 4. */
export function uuidOf(purpose: string): string {
  const hex = hexOf(purpose, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
