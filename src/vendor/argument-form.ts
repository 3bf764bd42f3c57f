import { NameRule } from "./name-rule";

/** What an argument's text must pass. */
export type TextTest = Pick<RegExp, "test">;

/** The form of an argument that a vendor's API takes. */
export interface ArgumentForm {
  /** Its name; with a dot for one in a block. A list is written as JSON. */
  readonly argument: string;
  readonly form: TextTest;
  /** The form in words. */
  readonly words: string;
  /** Whether it may be left out. */
  readonly isOptional?: boolean;
  /** An argument that takes its place. */
  readonly unless?: string;
  /** Another form of it in what Terraform shows: the vendor's API answers otherwise than it is asked. */
  readonly shown?: TextTest;
}

/** The form of a name. */
export function named(argument: string, { min, max, pattern, characters }: NameRule): ArgumentForm {
  const form = { test: (text: string) => text.length >= min && text.length <= max && pattern.test(text) };
  return { argument, form, words: `${min} to ${max} characters, ${characters}` };
}

/** The form of a whole number. */
export function numbered(argument: string, { min, max }: { readonly min: number; readonly max: number }): ArgumentForm {
  const form = { test: (text: string) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max };
  return { argument, form, words: `${min} to ${max}` };
}
