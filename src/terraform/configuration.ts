import type { OtherBlock } from "./other-blocks";

/** One provider configuration of a stack: an account, a project, a subscription, or a cluster. */
export interface Provider {
  readonly stack: string;
  /** As resources name it: `kubernetes`, or `kubernetes.<alias>`. */
  readonly key: string;
  /**
   * An argument of the configuration; undefined where it is not set.
   *
   * @throws UnresolvedValue
   */
  argument(name: string): unknown;
}

/** One resource or data source, or one instance of it. */
export interface Resource {
  readonly stack: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** As Terraform names it within its stack: `aws_iam_role.reader`, `data.aws_region.current`. */
  readonly address: string;
  /** The provider that makes it; undefined where the document read does not tell, as a state does not. */
  readonly provider?: Provider;
  /** The provider that it names, whether there is such a one or not; undefined where it names none. */
  readonly namedProvider?: string;
  /** The arguments whose text a pattern matches, whatever their values. @param among those that are asked about; all unless given */
  argumentsWith(pattern: RegExp, among?: readonly string[]): readonly string[];
  /**
   * Whether a test holds for the JSON text of what is written, references included, or of the arguments' values as far as they
   * can be known: each text is that of an object with the arguments' names.
   */
  mentions(test: (text: string) => boolean): boolean;
  /**
   * What was asked for; undefined where nothing was.
   *
   * @throws UnresolvedValue
   */
  argument(name: string): unknown;
  /**
   * What a reference to it reads, which the cloud may have assigned.
   *
   * @throws UnresolvedValue
   */
  attribute(name: string): unknown;
}

/** A resource whose values are to be worked out, as the simulator of the clouds sees it. */
export interface Assignable extends Resource {
  /** What the configuration says of an argument, whether it is there or not. */
  has(name: string): boolean;
}

/**
 * What the clouds assign to resources: ids, ARNs, endpoints. Undefined for what they do not assign, or what cannot be known.
 * It may throw UnresolvedValue with a reason of its own.
 */
export type Assigned = (resource: Assignable, attribute: string) => unknown;

/** One output of a stack. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  /** Whether a pattern matches the text of its expression, whatever its value. */
  matches(pattern: RegExp): boolean;
  /** @throws UnresolvedValue */
  value(): unknown;
}

/** The type of an output that stands where a resource does; no provider has one of that name. */
export const OUTPUT_TYPE = "output";

/** An output that holds what a resource would create, as a resource: what it is asked for is its value. */
export function asResource(output: Output): Resource {
  const { stack, name } = output;
  return {
    stack,
    mode: "managed",
    type: OUTPUT_TYPE,
    address: `${OUTPUT_TYPE}.${name}`,
    argumentsWith: (pattern) => (output.matches(pattern) ? ["value"] : []),
    mentions: (test) => test(JSON.stringify(output.value())),
    argument: () => output.value(),
    attribute: () => output.value(),
  };
}

/** Outputs, as resources, and resources of every type that have text which a pattern matches. */
export function placesWith(configuration: Configuration, pattern: RegExp): readonly Resource[] {
  return [
    ...configuration.outputs.filter((output) => output.matches(pattern)).map(asResource),
    ...configuration.resourcesWith(pattern),
  ];
}

/** A call of a module, whose resources a synthesized stack does not have; a plan or a state has them. */
export interface ModuleCall {
  readonly stack: string;
  /** As Terraform names it within its stack: `module.network`. */
  readonly address: string;
  /** Its `source`, as it is written. */
  readonly source?: string;
  /** Whether `terraform init` would fetch it: the call is one of a folder of HCL. */
  readonly isFetched: boolean;
  /** The same test as that of a resource, for its arguments. */
  mentions(test: (text: string) => boolean): boolean;
}

/** Where something is written. */
export interface Location {
  readonly file: string;
  /** From 1; undefined in a document of one line. */
  readonly line?: number;
  /** Whether Terraform showed it: a plan or a state. */
  readonly isShown: boolean;
}

/** Everything that was read, of one stack or many. */
export interface Configuration {
  /** The resources of a type, in the order of stacks and addresses. */
  resources(type: string): readonly Resource[];
  /** The data sources of a type. */
  dataSources(type: string): readonly Resource[];
  /** Every resource, without data sources. */
  everyResource(): readonly Resource[];
  /** Every data source. */
  everyDataSource(): readonly Resource[];
  /** Whether a stack that was synthesized declares no resource or data source of an address; not asked of what Terraform shows. */
  lacks(stack: string, address: string): boolean;
  /** The modules whose resources were not read. */
  readonly modules: readonly ModuleCall[];
  /** Blocks beside resources and modules that change what is in force. */
  readonly otherBlocks: readonly OtherBlock[];
  /** Plans that do not tell of everything that is in force after them, and why. */
  readonly incomplete: readonly { readonly stack: string; readonly reason: string }[];
  /** Plans of which something was read that comes at apply, and that the rules of the clouds told. */
  readonly assumedAtApply: readonly string[];
  /** The resources of every type that have arguments whose text a pattern matches. */
  resourcesWith(pattern: RegExp): readonly Resource[];
  readonly providers: readonly Provider[];
  readonly outputs: readonly Output[];
  /** Every place in the documents' text that a pattern (with the flag g) matches, with the stack. */
  matches(pattern: RegExp): readonly { readonly stack: string; readonly match: RegExpMatchArray }[];
  /** What stacks that were synthesized hold under a key of their `//` section, which Terraform ignores. */
  sections(key: string): readonly { readonly stack: string; readonly value: unknown }[];
  /** What stacks that were synthesized write in a part of their document, whether it is made or not: by kinds or types, then by names. */
  written(
    part: "resource" | "data" | "output" | "provider",
  ): readonly { readonly stack: string; readonly value: unknown }[];
  /** The same in parts, and whether the document is a plan or a state, whose lines say nothing to its author. */
  locate(resource: Resource, argument?: string): Location;
  /** Where a module is called. */
  locateModule(module: ModuleCall): Location;
  /** The file and line of an argument, `<file>:<line>`, where the document has lines; else the file alone. */
  whereIs(resource: Resource, argument?: string): string;
  /** The same for an output. */
  whereIsOutput(output: Output): string;
}

/** How messages and reports name a resource: its stack and its address. */
export function placeOf({ stack, address }: Pick<Resource, "stack" | "address">): string {
  return `${stack}: ${address}`;
}
