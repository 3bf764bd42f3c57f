import { Resource, World } from "../../simulator";

/**
 * How much a check's finding matters: `critical`, any user of the internet gets access; `high`, unintended subjects get access, or an
 * intended one controls the whole account; `medium`, one further mistake leads to that; `low`, hygiene; `note`, worth knowing, never a failure.
 */
export type CheckSeverity = "critical" | "high" | "medium" | "low" | "note";

/** The severities, the gravest first. */
export const CHECK_SEVERITIES: readonly CheckSeverity[] = ["critical", "high", "medium", "low", "note"];

/** One place that a check found. */
export interface Hit {
  readonly resource: Resource;
  /** The argument of it that is to be mended. */
  readonly argument?: string;
  /** What is there, in words. */
  readonly reason: string;
}

/** One rule about a configuration of any author: one file, and a line in the registry. */
export interface Check {
  /** Stable: acknowledgements and SARIF name it. */
  readonly code: string;
  readonly severity: CheckSeverity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What an attacker gains. */
  readonly gain: string;
  readonly fix: string;
  /** The vendor's page. */
  readonly page: string;
  /** @param now seconds since 1970 */
  readonly find: (world: World, now: number) => readonly Hit[];
}

/** What a check found, as reports tell it. */
export interface CheckFinding extends Hit {
  readonly check: Check;
}
