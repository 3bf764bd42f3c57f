/** Subjects that an issuer's tokens tell by a claim of their own, such as every service account of a namespace. */
export interface SubjectGroup {
  /** The Google attribute to which the claim is mapped. */
  readonly attribute: string;
  /** The claim as a CEL expression. */
  readonly expression: string;
  /** The claim's value. */
  readonly value: string;
}
