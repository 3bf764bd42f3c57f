import { DeclaredGrant } from "../../trust-declaration";

/** Whether a declared access holds at a time, in seconds since 1970. */
export function isWithin({ from, until }: Pick<DeclaredGrant, "from" | "until">, now: number): boolean {
  const at = now * 1000;
  return (from === undefined || at >= Date.parse(from)) && (until === undefined || at < Date.parse(until));
}
