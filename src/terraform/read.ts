import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Assigned, Configuration, Output, Provider, Resource } from "./configuration";
import { ShownDocument, ShownStack } from "./shown";
import { SourceLines } from "./source-lines";
import { StackDocument, SynthesizedStack } from "./synthesized";

/** What cannot be read at all; it names the file, the reason and the way out. */
export class UnreadableConfiguration extends Error {
  public constructor(file: string, reason: string, wayOut: string) {
    super(`${file}: ${reason}. ${wayOut}.`);
    this.name = "UnreadableConfiguration";
  }
}

type Stack = SynthesizedStack | ShownStack;

/** A stack's document, and where it lies. */
interface Found {
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

const WAYS = "Give a folder that `cdktf synth` wrote, or what `terraform show -json` printed of a plan or a state";

/**
 * Reads what `cdktf synth` wrote (a `cdktf.out`, or one stack's `cdk.tf.json`), or what `terraform show -json` printed of a
 * plan or a state.
 *
 * @param paths folders and files; stacks in them may refer to each other
 * @param assigned what clouds assign to resources that are not applied yet
 * @throws UnreadableConfiguration
 */
export function readConfiguration(paths: readonly string[], assigned: Assigned): Configuration {
  const found = paths.flatMap(find);
  const twice = found.find(({ name }, i) => found.findIndex((other) => other.name === name) !== i);
  if (twice) {
    throw new UnreadableConfiguration(twice.file, `is a second stack "${twice.name}"`, "Read each stack once");
  }
  const stacks: Stack[] = [];
  const synthesized = () => stacks.filter((stack) => stack instanceof SynthesizedStack);
  for (const one of found) {
    const document = parsed(one);
    stacks.push(
      "format_version" in document
        ? new ShownStack(one.name, document)
        : new SynthesizedStack(one.name, document, assigned, synthesized),
    );
  }
  return new Stacks(stacks, found);
}

function find(path: string): Found[] {
  if (!existsSync(path)) throw new UnreadableConfiguration(path, "does not exist", WAYS);
  if (!statSync(path).isDirectory()) {
    const name = basename(path) === "cdk.tf.json" ? basename(dirname(path)) : basename(path).replace(/\.json$/, "");
    return [{ name, file: path, text: readFileSync(path, "utf8") }];
  }
  const manifest = join(path, "manifest.json");
  if (existsSync(manifest)) {
    const { stacks = {} } = parsed({ file: manifest, text: readFileSync(manifest, "utf8") }) as Manifest;
    return Object.values(stacks).flatMap(({ name, synthesizedStackPath }) =>
      find(join(path, synthesizedStackPath)).map((stack) => ({ ...stack, name })),
    );
  }
  const single = join(path, "cdk.tf.json");
  if (existsSync(single)) return find(single);
  throw new UnreadableConfiguration(path, "has neither manifest.json nor cdk.tf.json", WAYS);
}

interface Manifest {
  readonly stacks?: Readonly<Record<string, { readonly name: string; readonly synthesizedStackPath: string }>>;
}

function parsed({ file, text }: Pick<Found, "file" | "text">): ShownDocument | StackDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UnreadableConfiguration(file, `is not JSON (${(error as Error).message})`, WAYS);
  }
  if (typeof document === "object" && document !== null && isKnown(document)) return document;
  throw new UnreadableConfiguration(file, "is not what Terraform or CDKTF writes", WAYS);
}

/** Other commands than `terraform show` print a format's version, too; of an empty state it is all. */
function isKnown(document: object): boolean {
  const has = (...names: string[]) => names.some((name) => Object.hasOwn(document, name));
  if (!has("format_version")) return has("terraform", "resource", "data", "output", "provider", "stacks");
  return has("terraform_version", "values", "planned_values") || Object.keys(document).length === 1;
}

class Stacks implements Configuration {
  public readonly providers: readonly Provider[];
  public readonly outputs: readonly Output[];
  private readonly lines = new Map<string, SourceLines>();

  public constructor(
    private readonly stacks: readonly Stack[],
    private readonly found: readonly Found[],
  ) {
    this.providers = stacks.flatMap(({ providers }) => providers);
    this.outputs = stacks.flatMap(({ outputs }) => outputs);
  }

  public resources(type: string): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.all("managed", type));
  }

  public dataSources(type: string): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.all("data", type));
  }

  public resourcesWith(pattern: RegExp): readonly Resource[] {
    return this.stacks.flatMap((stack) => stack.allWith(pattern));
  }

  public matches(pattern: RegExp) {
    return this.found.flatMap(({ name, text }) => [...text.matchAll(pattern)].map((match) => ({ stack: name, match })));
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
