import { withoutBlockLists } from "./block-lists";
import { Budget } from "./budget";
import {
  Assigned,
  Configuration,
  Location,
  ModuleCall,
  Output,
  OUTPUT_TYPE,
  Provider,
  Resource,
} from "./configuration";
import { FolderFiles } from "./hcl/files";
import type { HclModule } from "./hcl/folder";
import { Found, findStacks, objectIn, UnreadableConfiguration } from "./find";
import { GivenVariables } from "./given-variables";
import { SHOWN_SHAPE, SYNTHESIZED_SHAPE } from "./shape";
import { ShownStack } from "./shown";
import { ShownDocument } from "./shown-document";
import { SourceLines } from "./source-lines";
import { Known, stackNames } from "./stack-names";
import { StackDocument, SynthesizedStack } from "./synthesized";
import { ArgumentChange, changedDocument, withChanges } from "./with-changes";

type Stack = SynthesizedStack | ShownStack;
type Parsed = Known & { readonly document: object };

/** How a configuration is read. */
export interface ReadOptions {
  /** Whether a value that cannot be known stands as a text of its own (`hasUnknown`), instead of being refused where it is read. */
  readonly keepsUnknown?: boolean;
  /** Arguments that have another value than the one that was read: what would be, if they had. */
  readonly changes?: readonly ArgumentChange[];
  /** Documents that were parsed, by their text: what is read before and after a change is the same for the most part. */
  readonly documents?: Map<string, object>;
}

/**
 * Reads what `cdktf synth` wrote (a `cdktf.out`, or one stack's `cdk.tf.json`), or what `terraform show -json` printed of a
 * plan or a state.
 *
 * @param paths folders and files, or folders of HCL that were read; stacks in them may refer to each other
 * @param assigned what clouds assign to resources that are not applied yet
 * @param variables the values of synthesized stacks' variables
 * @throws UnreadableConfiguration
 */
export function readConfiguration(
  paths: readonly (string | Found)[],
  assigned: Assigned,
  variables = new GivenVariables(),
  { keepsUnknown = false, changes = [], documents }: ReadOptions = {},
): Configuration {
  const read = paths
    .flatMap((one) => (typeof one === "string" ? findStacks(one) : [one]))
    .map((one) => parsed(one, documents));
  refuseUnknown(variables, read);
  const names = stackNames(read);
  // What is judged is of any author.
  const bounds = keepsUnknown && read[0] ? { budget: new Budget(read[0].file) } : {};
  const stacks: Stack[] = [];
  /** Those of the same app come first: another app may have a stack of the same name. */
  const synthesized = ({ folder }: Found) => {
    const isOwn = (_stack: Stack, i: number) => read[i].folder === folder;
    const [own, others] = [stacks.filter(isOwn), stacks.filter((stack, i) => !isOwn(stack, i))];
    return [...own, ...others].filter((stack) => stack instanceof SynthesizedStack);
  };
  let rest = changes;
  for (const [i, one] of read.entries()) {
    const changed = one.isShown ? { document: one.document, rest } : changedDocument(one.document, names[i], rest);
    rest = changed.rest;
    stacks.push(
      one.isShown
        ? new ShownStack(names[i], one.document as unknown as ShownDocument, keepsUnknown, assigned)
        : new SynthesizedStack(
            names[i],
            changed.document,
            assigned,
            () => synthesized(one),
            one.name,
            variables.beside(one.file),
            keepsUnknown,
            { ...bounds, ...(one.hcl ? { modules: one.hcl.modules, files: FolderFiles.of(one.hcl.folder) } : {}) },
          ),
    );
  }
  const known = read.map((one, i) => ({ ...one, name: names[i] }));
  return withChanges(new Stacks(stacks, known), rest);
}

/** Terraform refuses a value for a variable that nothing declares; a misspelt name would else change nothing. */
function refuseUnknown({ named }: GivenVariables, read: readonly Parsed[]): void {
  const isDeclared = (name: string) =>
    read.some(({ document }) => Object.hasOwn((document as StackDocument).variable ?? {}, name));
  const unknown = named.find((name) => !isDeclared(name));
  if (unknown === undefined) return;
  const wayOut = "Correct the name, or leave the value out";
  throw new UnreadableConfiguration(`--var ${unknown}`, "no synthesized stack declares this variable", wayOut);
}

function parsed(found: Found, documents?: Map<string, object>): Parsed {
  const known = found.hcl ? undefined : documents?.get(found.text);
  const written = known ?? found.hcl?.document ?? objectIn(found.file, found.text);
  const document = known ?? (Object.hasOwn(written, "format_version") ? written : withoutBlockLists(written));
  if (!found.hcl) documents?.set(found.text, document);
  const kept = keptState(document);
  if (kept) throw new UnreadableConfiguration(found.file, ...kept);
  if (!isKnown(document)) throw new UnreadableConfiguration(found.file, "is not what Terraform or CDKTF writes");
  const isShown = Object.hasOwn(document, "format_version");
  const version = (document as Partial<ShownDocument>).format_version;
  if (isShown && !KNOWN_FORMAT.test(String(version))) {
    const reason = `has the format version ${JSON.stringify(version)}, and 0 and 1 are known`;
    throw new UnreadableConfiguration(found.file, reason, "Use a version of this command that knows it");
  }
  const problem = (isShown ? SHOWN_SHAPE : SYNTHESIZED_SHAPE)(document, "");
  if (problem !== undefined) throw new UnreadableConfiguration(found.file, problem);
  return { ...found, document, isShown };
}

/**
 * Terraform documentation: "JSON Output Format": what has an unsupported major version is to be rejected
 * (https://developer.hashicorp.com/terraform/internals/json-format#format-summary).
 */
const KNOWN_FORMAT = /^[01](\.|$)/;

/** Why a document is a state as it is kept, which `show` prints for programs; undefined for every other document. */
function keptState(document: object): [reason: string, wayOut: string] | undefined {
  const has = (...names: string[]) => names.every((name) => Object.hasOwn(document, name));
  // OpenTofu documentation: "State and Plan Encryption" (https://opentofu.org/docs/language/state/encryption/).
  if (has("encrypted_data")) {
    return [
      "is a state or a plan that OpenTofu encrypted",
      "Give what `tofu show -json` prints of it, which has the keys",
    ];
  }
  if (has("lineage", "serial")) {
    return ["is a state as Terraform keeps it", "Give what `terraform show -json` prints of it"];
  }
  return undefined;
}

/** Other commands than `terraform show` print a format's version, too; of an empty state it is all. */
function isKnown(document: object): boolean {
  const has = (...names: string[]) => names.some((name) => Object.hasOwn(document, name));
  if (!has("format_version")) return has("terraform", "resource", "data", "output", "provider");
  return has("terraform_version", "values", "planned_values") || Object.keys(document).length === 1;
}

class Stacks implements Configuration {
  public readonly providers: readonly Provider[];
  public readonly outputs: readonly Output[];
  private readonly lines = new Map<string, SourceLines>();
  private readonly byName: ReadonlyMap<string, Known>;
  private readonly byType = new Map<string, readonly Resource[]>();

  public constructor(
    private readonly stacks: readonly Stack[],
    private readonly found: readonly Known[],
  ) {
    this.providers = stacks.flatMap(({ providers }) => providers);
    this.outputs = stacks.flatMap(({ outputs }) => outputs);
    this.byName = new Map(found.map((one) => [one.name, one]));
  }

  public get modules(): readonly ModuleCall[] {
    return this.stacks.flatMap((stack) => stack.modules);
  }

  public get otherBlocks() {
    return this.stacks.flatMap((stack) => stack.otherBlocks);
  }

  public get incomplete() {
    return this.stacks.flatMap((stack) => {
      const reason = stack instanceof ShownStack ? stack.incomplete : undefined;
      return reason === undefined ? [] : [{ stack: stack.name, reason }];
    });
  }

  public get assumedAtApply() {
    return this.stacks.flatMap((stack) => (stack instanceof ShownStack && stack.isAssumed ? stack.name : []));
  }

  public resources(type: string): readonly Resource[] {
    return this.all("managed", type);
  }

  public dataSources(type: string): readonly Resource[] {
    return this.all("data", type);
  }

  /** Those of a type: rules ask for the same again. */
  private all(mode: Resource["mode"], type: string): readonly Resource[] {
    const key = `${mode} ${type}`;
    const known = this.byType.get(key);
    if (known) return known;
    const all = this.stacks.flatMap((stack) => stack.all(mode, type));
    this.byType.set(key, all);
    return all;
  }

  public everyResource(): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.everyOne("managed"));
  }

  public everyDataSource(): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.everyOne("data"));
  }

  public lacks(stack: string, address: string): boolean {
    const found = this.stacks.find(({ name }) => name === stack);
    return found instanceof SynthesizedStack && !found.declares(address);
  }

  public resourcesWith(pattern: RegExp): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.allWith(pattern));
  }

  public matches(pattern: RegExp) {
    return this.found.flatMap(({ name, text }) => [...text.matchAll(pattern)].map((match) => ({ stack: name, match })));
  }

  public sections(key: string) {
    return this.stacks.flatMap((stack) => {
      const value = stack instanceof SynthesizedStack ? stack.section(key) : undefined;
      return value === undefined ? [] : [{ stack: stack.name, value }];
    });
  }

  public written(part: "resource" | "data" | "output" | "provider") {
    return this.stacks.flatMap((stack) => {
      const value = stack instanceof SynthesizedStack ? stack.written(part) : undefined;
      return value === undefined ? [] : [{ stack: stack.name, value }];
    });
  }

  public locate({ stack, mode, type, address }: Resource, argument?: string): Location {
    if (type === OUTPUT_TYPE) return this.locationOf(stack, ["output", address.slice(OUTPUT_TYPE.length + 1), "value"]);
    const [name] = address.slice(address.indexOf(`${type}.`) + type.length + 1).split("[");
    const path = [mode === "data" ? "data" : "resource", type, name];
    return this.locationOf(stack, [...path, ...(argument?.split(".") ?? [])], address);
  }

  public locateModule({ stack, address }: ModuleCall): Location {
    const [, name = address] = /module\.([\w-]+)$/.exec(address) ?? [];
    return this.locationOf(stack, ["module", name], address);
  }

  public whereIs(resource: Resource, argument?: string): string {
    return written(this.locate(resource, argument));
  }

  public whereIsOutput({ stack, name }: Output): string {
    return written(this.locationOf(stack, ["output", name, "value"]));
  }

  /** @param prefix an address, whose modules it is in */
  private locationOf(stack: string, path: readonly string[], prefix = ""): Location {
    const found = this.byName.get(stack);
    if (found?.hcl) return { ...lineIn(found.hcl, prefix, path, found.file), isShown: false };
    const { file, text, isShown } = found ?? { file: stack, text: "", isShown: false };
    // What Terraform shows lists resources otherwise, so no path leads to one.
    if (isShown) return { file, isShown };
    const lines = this.lines.get(file) ?? new SourceLines(text);
    this.lines.set(file, lines);
    const line = lines.of(path);
    return { file, isShown, ...(line === undefined ? {} : { line }) };
  }
}

/** The line of the nearest part of a path that has one, in a module of a folder of HCL. */
function lineIn(root: HclModule, address: string, path: readonly string[], file: string): Omit<Location, "isShown"> {
  let module = root;
  for (const [, name] of address.matchAll(/(?<=^|\.)module\.([\w-]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?(?=\.)/g)) {
    module = module.modules.get(name) ?? module;
  }
  for (let depth = path.length; depth > 0; depth--) {
    const line = module.lines.get(path.slice(0, depth).join("/"));
    if (line) return line;
  }
  return { file };
}

function written({ file, line }: Location): string {
  return line === undefined ? file : `${file}:${line}`;
}
