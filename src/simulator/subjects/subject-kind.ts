import { SERVICE_ACCOUNT_SUBJECT } from "../../vendor/kubernetes/names";
import { TrustDeclaration } from "../../trust-declaration";

/** The source of an edge, as it was declared. */
export type Source = TrustDeclaration["source"];

/** Another subject of the same issuer. */
export interface Stranger {
  /** In a few words: "another repository". */
  readonly who: string;
  readonly subject: string;
}

/**
 * One kind of subject: how its issuer writes tokens, and who else of the issuer could come. Each kind stands in a file of its
 * own; `kinds.ts` lists them.
 */
export interface SubjectKind {
  /** Whether a source is of this kind. */
  owns(source: Source): boolean;
  /** A subject for people, within its issuer. */
  nameOf(subject: string): string;
  /** The claims beside `iss`, `sub`, `aud` and the times. */
  claims(subject: string, uid?: string): Readonly<Record<string, unknown>>;
  /** The plugin's source that asks for its tokens; undefined where a file or variable holds them. */
  readonly pluginSource?: string;
  /** Whether `aud` is written as a list. */
  readonly listsAudience: boolean;
  /** One subject of those that a pattern stands for. */
  exampleOf(pattern: string): string;
  /** Subjects that are not the one, nor of the pattern. */
  strangersTo(subject: string): readonly Stranger[];
  /** Those whose names begin or end alike: what a wildcard or prefix too many would admit. */
  namesakesOf(subject: string): readonly string[];
}

/** Whether a subject stands for more than one. */
export function isPattern({ source }: Pick<TrustDeclaration, "source">): boolean {
  const { subject } = source;
  // A service account's name has no wildcard: one that ends in it is the name of no service account.
  return subject.startsWith(SERVICE_ACCOUNT_SUBJECT) ? subject.endsWith(":*") : subject.endsWith("*");
}

/** A subject with text before it, and with text after it unless it is a pattern. */
export function alike(subject: string): readonly string[] {
  return subject.endsWith("*") ? [`x-${subject.slice(0, -1)}any`] : [`${subject}-x`, `x-${subject}`];
}

/** A name that no declared subject has. */
export const INTRUDER = "lab-intruder";
