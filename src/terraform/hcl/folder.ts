import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { boundedText, TooLarge } from "../bounded-file";
import { Found, objectIn, UnreadableConfiguration } from "../find";
import { isObject } from "../shape";
import { documentOf } from "./document";
import { Line, Lines, linesIn } from "./lines";
import { hclParser, ParseHcl } from "./parser";

/** A module: the files of one folder as one document, with the modules that it calls and whose folders are there. */
export interface HclModule {
  /** Where it is, as an absolute path. */
  readonly folder: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly lines: Lines;
  readonly modules: ReadonlyMap<string, HclModule>;
}

/** More than a folder that people wrote holds; what programs write is JSON. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Modules call each other in a few levels. */
const DEEPEST = 8;
const FILE = /\.(tf|tofu)(\.json)?$/;

/** Whether a path is a folder of Terraform's or OpenTofu's files, and none that CDKTF wrote. */
export function isHclFolder(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  const names = readdirSync(path);
  return !names.includes("manifest.json") && !names.includes("cdk.tf.json") && names.some((name) => FILE.test(name));
}

/**
 * Reads a folder of HCL, and the local modules that it calls, or that `terraform init` fetched.
 *
 * @throws UnreadableConfiguration
 */
export async function readHclFolder(path: string): Promise<Found> {
  const reader = new Reader(resolve(path), path);
  const hcl = await reader.module(path, "", 0);
  const first = filesIn(path)[0] ?? "main.tf";
  const root = resolve(path);
  return {
    name: basename(root),
    folder: dirname(root),
    file: join(path, first),
    text: JSON.stringify(hcl.document),
    hcl,
  };
}

class Reader {
  private bytes = 0;
  private parse?: ParseHcl;
  private readonly fetched: ReadonlyMap<string, string>;

  public constructor(
    root: string,
    private readonly given: string,
  ) {
    this.fetched = fetchedModules(root);
  }

  public async module(folder: string, key: string, depth: number): Promise<HclModule> {
    const lines = new Map<string, Line>();
    const files: Record<string, unknown>[] = [];
    for (const name of filesIn(folder)) files.push(await this.file(join(folder, name), lines));
    const document = documentOf(files);
    const modules = new Map<string, HclModule>();
    for (const [name, call] of Object.entries(isObject(document.module) ? document.module : {})) {
      const below = key ? `${key}.${name}` : name;
      const at = this.folderOf(isObject(call) ? call.source : undefined, folder, below);
      if (at !== undefined && depth < DEEPEST) modules.set(name, await this.module(at, below, depth + 1));
    }
    return { folder: resolve(folder), document, lines, modules };
  }

  private async file(file: string, lines: Map<string, Line>): Promise<Record<string, unknown>> {
    const text = textOf(file);
    this.bytes += text.length;
    if (this.bytes > MOST_BYTES) {
      const wayOut = "Give one of its folders, or what terraform show -json printed of a plan or a state";
      throw new UnreadableConfiguration(this.given, `holds more than ${MOST_BYTES / 1024 / 1024} MiB of HCL`, wayOut);
    }
    if (file.endsWith(".json")) return { ...objectIn(file, text) };
    for (const [path, line] of linesIn(file, text)) if (!lines.has(path)) lines.set(path, line);
    this.parse ??= hclParser(this.given);
    try {
      return await this.parse(file, text);
    } catch (error) {
      const reason = (error as Error).message
        .replace(/^parse config: /, "")
        .split("\n")[0]
        .slice(0, 200);
      throw new UnreadableConfiguration(file, `is no HCL: ${reason}`, "Correct it: terraform validate tells more");
    }
  }

  /** The folder of a module, where it is there. */
  private folderOf(source: unknown, folder: string, key: string): string | undefined {
    const local = typeof source === "string" && /^\.\.?\//.test(source) ? join(folder, source) : undefined;
    const at = local ?? this.fetched.get(key);
    return at !== undefined && filesIn(at).length > 0 ? at : undefined;
  }
}

/** The files of a folder that count: of two with one name OpenTofu takes its own. */
function filesIn(folder: string): readonly string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const names = isFolder
    ? readdirSync(folder)
        .filter((name) => FILE.test(name))
        .sort()
    : [];
  const own = new Set(names.filter((name) => /\.tofu(\.json)?$/.test(name)));
  return names.filter((name) => own.has(name) || !own.has(name.replace(/\.tf(\.json)?$/, ".tofu$1")));
}

/** What `terraform init` notes of the modules that it fetched, by their keys. */
function fetchedModules(root: string): ReadonlyMap<string, string> {
  try {
    const read = JSON.parse(boundedText(join(root, ".terraform/modules/modules.json"), MOST_BYTES)) as {
      Modules?: unknown;
    };
    const all = Array.isArray(read.Modules) ? (read.Modules as { Key?: unknown; Dir?: unknown }[]) : [];
    return new Map(all.map(({ Key, Dir }) => [String(Key), join(root, String(Dir))]));
  } catch {
    return new Map();
  }
}

function textOf(file: string): string {
  try {
    return boundedText(file, MOST_BYTES);
  } catch (error) {
    if (error instanceof TooLarge) {
      const reason = `holds more than ${MOST_BYTES / 1024 / 1024} MiB of HCL`;
      throw new UnreadableConfiguration(file, reason, "Give a plan or a state instead: terraform show -json");
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableConfiguration(file, `cannot be read (${code})`, "Make it a file that you may read");
  }
}
