/**
 * What is known to be unproved and accepted for a time: one gap, told by its code and the address of the object it is about.
 * The constructs write acknowledgements into the synthesized stack, a file may hold more, and the lab, `verify` and the
 * matchers read them. This file imports nothing.
 */

/** The key beside `metadata` in the `//` section of a `cdk.tf.json` that holds what the constructs write. */
export const ACKNOWLEDGEMENTS_SECTION = "cdktf-trust-mesh";

/** The list's name, in that section and in an acknowledgement file. */
export const ACKNOWLEDGEMENTS = "acknowledgements";

/** The version of the form of an acknowledgement file. */
export const ACKNOWLEDGEMENT_FILE_VERSION = 1;

/** One gap that is accepted until a date. */
export interface Acknowledgement {
  /** The finding's stable code: `unseen-grant`. */
  readonly code: string;
  /**
   * The stack and the address of the object that the finding names: `mesh: helm_release.agent`. In a synthesized stack the
   * address alone, `helm_release.agent`, is one of that stack. Left out for a finding that names no object.
   */
  readonly address?: string;
  /** Why the gap is accepted, for the reader of the report. */
  readonly reason: string;
  /** The last day on which it counts, in UTC: `2026-12-31`. */
  readonly expires: string;
}

const FIELDS = ["code", "address", "reason", "expires"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Why a value is no acknowledgement; undefined where it is one. The message names the property, the reason and the way out.
 *
 * @param value one element of a list of acknowledgements
 */
export function acknowledgementProblem(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return "is not an object. Give { code, address, reason, expires }";
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) return `has an unknown property "${unknown}". Its properties are ${FIELDS.join(", ")}`;
  for (const name of ["code", "reason", "expires"]) {
    const field = fields[name];
    if (typeof field !== "string" || field.trim() === "") return `${name} is missing or empty. Give a text`;
  }
  const { address, expires } = fields;
  if (address !== undefined && (typeof address !== "string" || address.trim() === "")) {
    return "address is not a text. Give the address that the report names, or leave it out";
  }
  if (!isDay(expires as string)) return `expires is "${String(expires)}", which is no day. Write it as 2026-12-31`;
  return undefined;
}

/**
 * Whether an acknowledgement no longer counts.
 *
 * @param now seconds since 1970
 */
export function isExpired({ expires }: Acknowledgement, now: number): boolean {
  const endOfDay = Date.parse(`${expires}T00:00:00Z`) / 1000 + 24 * 60 * 60;
  return !(now < endOfDay);
}

/**
 * Whether an acknowledgement is for a finding: code and address are the same.
 *
 * @param place the finding's stack and address; undefined where it names no object
 */
export function acknowledges({ code, address }: Acknowledgement, finding: { code: string; place?: string }): boolean {
  return code === finding.code && address === finding.place;
}

/** Dates that the calendar has; `Date` would take the 31st of June as the 1st of July. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}
