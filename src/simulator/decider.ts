import { Configuration, placeOf } from "../terraform";
import { Reason } from "./answer";

/** What decided, for a reader who wants to mend it. */
export interface Decider {
  /** Stack and address: `west-access: aws_iam_role.reader`; undefined where no resource decided. */
  readonly address?: string;
  /** The file, and the line in it. */
  readonly where?: string;
  /** The deciding line, with the strings that did or did not match. */
  readonly line: string;
}

/** What decided, with its place in the files. */
export function deciderOf(
  { configuration }: { readonly configuration: Configuration },
  { resource, argument, line }: Reason,
): Decider {
  if (!resource) return { line };
  return { address: placeOf(resource), where: configuration.whereIs(resource, argument), line };
}
