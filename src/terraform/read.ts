import { Assigned, Configuration, ModuleCall, Output, Provider, Resource } from "./configuration";
import { Found, findStacks, objectIn, UnreadableConfiguration } from "./find";
import { SHOWN_SHAPE, SYNTHESIZED_SHAPE } from "./shape";
import { ShownDocument, ShownStack } from "./shown";
import { SourceLines } from "./source-lines";
import { Known, stackNames } from "./stack-names";
import { SynthesizedStack } from "./synthesized";

type Stack = SynthesizedStack | ShownStack;

/**
 * Reads what `cdktf synth` wrote (a `cdktf.out`, or one stack's `cdk.tf.json`), or what `terraform show -json` printed of a
 * plan or a state.
 *
 * @param paths folders and files; stacks in them may refer to each other
 * @param assigned what clouds assign to resources that are not applied yet
 * @throws UnreadableConfiguration
 */
export function readConfiguration(paths: readonly string[], assigned: Assigned): Configuration {
  const read = paths.flatMap(findStacks).map(parsed);
  const names = stackNames(read);
  const stacks: Stack[] = [];
  /** Those of the same app come first: another app may have a stack of the same name. */
  const synthesized = ({ folder }: Found) => {
    const isOwn = (_stack: Stack, i: number) => read[i].folder === folder;
    const [own, others] = [stacks.filter(isOwn), stacks.filter((stack, i) => !isOwn(stack, i))];
    return [...own, ...others].filter((stack) => stack instanceof SynthesizedStack);
  };
  for (const [i, one] of read.entries()) {
    stacks.push(
      one.isShown
        ? new ShownStack(names[i], one.document as unknown as ShownDocument)
        : new SynthesizedStack(names[i], one.document, assigned, () => synthesized(one), one.name),
    );
  }
  return new Stacks(
    stacks,
    read.map((one, i) => ({ ...one, name: names[i] })),
  );
}

function parsed(found: Found): Known & { readonly document: object } {
  const document = objectIn(found.file, found.text);
  if (!isKnown(document)) throw new UnreadableConfiguration(found.file, "is not what Terraform or CDKTF writes");
  const isShown = Object.hasOwn(document, "format_version");
  const problem = (isShown ? SHOWN_SHAPE : SYNTHESIZED_SHAPE)(document, "");
  if (problem !== undefined) throw new UnreadableConfiguration(found.file, problem);
  return { ...found, document, isShown };
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
  public readonly modules: readonly ModuleCall[];
  private readonly lines = new Map<string, SourceLines>();

  public constructor(
    private readonly stacks: readonly Stack[],
    private readonly found: readonly Found[],
  ) {
    this.providers = stacks.flatMap(({ providers }) => providers);
    this.outputs = stacks.flatMap(({ outputs }) => outputs);
    this.modules = stacks.flatMap(({ modules }) => modules);
  }

  public resources(type: string): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.all("managed", type));
  }

  public dataSources(type: string): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.all("data", type));
  }

  public everyResource(): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.everyOne());
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

  public whereIs({ stack, mode, type, address }: Resource, argument?: string): string {
    const [name] = address.slice(address.indexOf(`${type}.`) + type.length + 1).split("[");
    const path = [mode === "data" ? "data" : "resource", type, name];
    return this.lineOf(stack, [...path, ...(argument?.split(".") ?? [])]);
  }

  public whereIsOutput({ stack, name }: Output): string {
    return this.lineOf(stack, ["output", name, "value"]);
  }

  private lineOf(stack: string, path: readonly string[]): string {
    const { file, text } = this.found.find(({ name }) => name === stack) ?? { file: stack, text: "" };
    const lines = this.lines.get(file) ?? new SourceLines(text);
    this.lines.set(file, lines);
    const line = lines.of(path);
    return line === undefined ? file : `${file}:${line}`;
  }
}
