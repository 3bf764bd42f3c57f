import { INaming, NamedKind } from "./naming";
import { fittedName } from "../common";
import { NameRule } from "../vendor/name-rule";

/** What a name is made from. */
export interface WantedName {
  readonly kind: NamedKind;
  readonly rule: NameRule;
  /** What the default name begins with, unless the account has a prefix of its own. */
  readonly prefix: string;
  readonly parts: string[];
  /** What else tells the object from others, for a naming of the user's own; the default name has it in its digest. */
  readonly more?: string[];
  /** Tells the object from every other one of its kind. @default - all parts */
  readonly identity?: string;
}

/** The name of an object by an account's naming, or by its prefix. */
export function nameOf({ kind, rule, prefix, parts, more = [], identity }: WantedName, naming?: INaming): string {
  const all = [...parts, ...more];
  const defaultName = fittedName([prefix, ...parts], identity ?? all.join(":"), rule.max);
  return naming ? naming.nameOf({ kind, parts: all, defaultName, maxLength: rule.max }) : defaultName;
}
