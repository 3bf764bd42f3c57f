import { Hop, PluginFailure } from "./failure";

/** The longest life that a cloud gives a credential, 28 hours ("Continuous access evaluation", Microsoft Entra). */
export const LONGEST_LIFE_SECONDS = 100_800;
/** The last second that RFC 3339 can write: the year 9999's. */
const LAST_SECOND = 253_402_300_799;
/** RFC 3339, section 5.6. Date.parse alone takes "3599" for a year. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** A token's `exp` or the like, if it is a time that can be written down: milliseconds are not. */
export function isTime(seconds: number): boolean {
  return seconds > -LAST_SECOND && seconds <= LAST_SECOND;
}

/**
 * The seconds that an answer's credential lives, told as a number or in digits, at most the longest life.
 *
 * @throws PluginFailure when the answer tells no life
 */
export function lifeIn(value: unknown, hop: Hop, peer: string): number {
  const seconds = numberIn(value);
  if (seconds > 0 && seconds < Infinity) return Math.min(seconds, LONGEST_LIFE_SECONDS);
  throw oddEnd(hop, peer);
}

/**
 * The time (milliseconds since 1970) of an answer's timestamp, told in RFC 3339 or as seconds since 1970.
 *
 * @throws PluginFailure when it is none
 */
export function endIn(value: unknown, hop: Hop, peer: string): number {
  const end = typeof value === "string" && TIMESTAMP.test(value) ? Date.parse(value) : numberIn(value) * 1000;
  if (end > 0 && isTime(end / 1000)) return end;
  throw oddEnd(hop, peer);
}

/** The failure of an answer whose credential is of no use any more. */
export function endedAlready(hop: Hop, peer: string): PluginFailure {
  return new PluginFailure(
    hop,
    `${peer} answered with a credential that has ended already.`,
    "If it is fresh, this machine's clock is wrong.",
  );
}

function numberIn(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d{1,12}$/.test(value) ? Number(value) : NaN;
}

function oddEnd(hop: Hop, peer: string): PluginFailure {
  return new PluginFailure(
    hop,
    `${peer} answered without a credential that tells its end.`,
    "Check its address and the proxy.",
  );
}
