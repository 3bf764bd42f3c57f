import { alike, SubjectKind } from "./subject-kind";
import { fieldStrangers } from "./fields";

/** Subjects of issuers that nothing more is known of. */
export const other: SubjectKind = {
  owns: () => true,
  nameOf: (subject) => subject,
  claims: () => ({}),
  listsAudience: false,
  exampleOf: (pattern) => pattern.replace(/\*$/, "any"),
  strangersTo: fieldStrangers,
  namesakesOf: alike,
};
