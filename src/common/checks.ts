import { Token } from "cdktf";
import { IConstruct, IValidation } from "constructs";
import { NameRule } from "../vendor/name-rule";

/**
 * One refusal: the property, what is wrong with it, and the way out. CDKTF puts the construct's path in front.
 *
 * @param code the refusal's stable code. Default: the property's name in the form of a code, without the path in front of it
 */
export function problem(property: string, reason: string, wayOut: string, code = codeOf(property)): string {
  return withCode(`${property}: ${reason}. ${wayOut}.`, code);
}

/**
 * A refusal that cannot wait for synth, because nothing could be returned.
 *
 * @param message the place, what is wrong with it, and the way out
 */
export function refusal(message: string, code: string): Error {
  return new Error(withCode(message, code));
}

/** The same of a `problem`, which has its code, at a place. */
export function refusalOf(place: string, found: string): Error {
  return new Error([place, found].join(" "));
}

/** A message with its stable code, in the one form that refusals and warnings have. */
export function withCode(message: string, code: string): string {
  return `${message} [${code}]`;
}

/** `awsProvider` as `aws-provider`: the last word of a property's name, whatever stands in front. */
function codeOf(property: string): string {
  const word = property.split(" ").slice(-1)[0];
  return word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/[^a-z0-9]+/g, "-");
}

/** Whether a value is there and known at synth; a token must never be read as text. */
export function isLiteral(value: string | undefined): value is string {
  return value !== undefined && !Token.isUnresolved(value);
}

/** The keys of a list that the compiler keeps complete: `keysOf({ … } satisfies Record<keyof Options, true>)`. */
export function keysOf<Key extends string>(list: Readonly<Record<Key, true>>): readonly Key[] {
  return Object.keys(list) as Key[];
}

/** What a literal breaks of a pattern and of a range of lengths; undefined for a sound value and for a token. */
export function nameProblem(property: string, value: string | undefined, rule: NameRule): string | undefined {
  if (!isLiteral(value)) return undefined;
  const way = `Give ${rule.min} to ${rule.max} characters: ${rule.characters}`;
  if (value.length < rule.min || value.length > rule.max) {
    return problem(property, `"${value}" has ${value.length} characters`, way);
  }
  if (!rule.pattern.test(value)) return problem(property, `"${value}" is not a valid name`, way);
  return undefined;
}

/** Fails synth with what `find` returns; it runs once the tree is complete. */
export function refuse(construct: IConstruct, find: () => (string | undefined)[]): void {
  construct.node.addValidation({ validate: () => find().filter((found) => found !== undefined) });
}

/** A construct that tells what is wrong with it. */
export interface Checked extends IConstruct {
  _problems(): (string | undefined)[];
}

/** Fails synth with the construct's own problems. Where a mesh makes thousands of it, this keeps no function for each. */
export function refuseFaulty(construct: Checked): void {
  construct.node.addValidation(new Refusal(construct));
}

class Refusal implements IValidation {
  public constructor(private readonly construct: Checked) {}

  public validate(): string[] {
    return this.construct._problems().filter((found) => found !== undefined);
  }
}
