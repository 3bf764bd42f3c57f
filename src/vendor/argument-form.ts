/** The form of an argument that a vendor's API takes. */
export interface ArgumentForm {
  /** Its name; with a dot for one in a block. A list is written as JSON. */
  readonly argument: string;
  readonly form: RegExp;
  /** The form in words. */
  readonly words: string;
  /** Whether it may be left out. */
  readonly isOptional?: boolean;
  /** An argument that takes its place. */
  readonly unless?: string;
  /** Another form of it in what Terraform shows: the vendor's API answers otherwise than it is asked. */
  readonly shown?: RegExp;
}
