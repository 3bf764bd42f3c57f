import { Edge, Hop, Resource, World } from "../simulator";

/** What findings are about; each code is one rule's. */
export const FINDING_CODES = [
  "assumption",
  "document-fault",
  "further-right",
  "further-trust",
  "given-out",
  "homeless-binding",
  "ignored-change",
  "incomplete-plan",
  "left-behind",
  "left-out",
  "missing-grant",
  "plugin-file",
  "pod-wiring",
  "refused-object",
  "shadowed-wiring",
  "stated-setting",
  "unclaimed-grant",
  "unclaimed-trust",
  "unconfigured-provider",
  "unknown-setting",
  "unread-type",
  "unseen-grant",
  "uploaded-keys",
  "wide-setting",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/**
 * How much a finding counts: a fault is not what was declared; a gap is not known and not stated; a note was stated or
 * assumed by name.
 */
export type Severity = "fault" | "gap" | "note";

/** One thing that a rule found in a world. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Stack and address, or the document, of what is to be mended. */
  readonly place: string;
  /** What decided, where it is a resource. */
  readonly resource?: Resource;
  /** The argument of it. */
  readonly argument?: string;
  /** The edge that it concerns, where it is one. */
  readonly edge?: Edge;
  /** The hop at which it matters, where it is one. */
  readonly hop?: Hop;
  /** The identity, the right or the subject that was found. */
  readonly what?: string;
  /** The subject that is trusted, where it is one. */
  readonly trusted?: { readonly subject: string; readonly issuer: string };
  /** Why it is found, in words. */
  readonly reason: string;
}

/** An object that a vendor's API refuses. It is not made, so it grants nothing. */
export interface RefusedObject extends Finding {
  readonly code: "refused-object";
  readonly severity: "fault";
}

/**
 * A rule: one file, and a line in the registry.
 *
 * @param now seconds since 1970
 */
export type Rule = (world: World, now: number) => readonly Finding[];

/** A rule that finds refused objects alone. */
export type RefusedObjectRule = (...args: Parameters<Rule>) => readonly RefusedObject[];
