import type { TokenSubject } from "../../../credential";

/** What the other side compares of a token, in a line. */
export function tokenLine({ claims: { iss, sub, aud, exp } }: TokenSubject): string {
  return `iss ${iss}, sub ${sub}, aud ${aud.join(" ")}, ends in ${Math.round(exp - Date.now() / 1000)} s`;
}

/** An end, in a line. */
export function until(end: number | undefined): string {
  return end === undefined ? "" : `, until ${new Date(end).toISOString()}`;
}
