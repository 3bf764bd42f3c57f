import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { boundedText, TooLarge } from "./bounded-file";
import type { HclModule } from "./hcl/folder";
import { repeatedName } from "./repeated-names";
import { isObject } from "./shape";

/** What cannot be read at all; it names the file, the reason and the way out. */
export class UnreadableConfiguration extends Error {
  public constructor(file: string, reason: string, wayOut: string = WAYS) {
    super(`${file}: ${reason}. ${wayOut}.`);
    this.name = "UnreadableConfiguration";
  }
}

/** A stack's document, and where it lies. */
export interface Found {
  readonly name: string;
  /** The folder that tells it from another stack of the same name. */
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  /** Of a folder of HCL. */
  readonly hcl?: HclModule;
}

const WAYS = "Give a folder that `cdktf synth` wrote, or what `terraform show -json` printed of a plan or a state";
/** A larger document needs more memory than a laptop or a runner has to spare. */
const MOST_BYTES = 64 * 1024 * 1024;
const DEEPEST = 500;
const SYNTHESIZED = "cdk.tf.json";
const OUTDIR = "cdktf.out";

/**
 * The stacks at a path: those of a folder that CDKTF wrote, or a single one.
 *
 * @throws UnreadableConfiguration
 */
export function findStacks(path: string): readonly Found[] {
  if (!isFolder(path)) {
    const own = basename(path) === SYNTHESIZED ? dirname(resolve(path)) : resolve(path).replace(/\.json$/, "");
    return [{ name: basename(own), folder: dirname(own), file: path, text: textOf(path) }];
  }
  const manifest = join(path, "manifest.json");
  if (isThere(manifest)) return ofManifest(path, manifest);
  const single = join(path, SYNTHESIZED);
  if (isThere(single)) return findStacks(single);
  throw new UnreadableConfiguration(path, `has neither manifest.json nor ${SYNTHESIZED}`);
}

function ofManifest(path: string, manifest: string): readonly Found[] {
  const { stacks = {} } = objectIn(manifest, textOf(manifest)) as { stacks?: unknown };
  if (!isObject(stacks)) throw new UnreadableConfiguration(manifest, "its stacks are not an object");
  const outdir = resolve(path);
  const folder = basename(outdir) === OUTDIR ? dirname(outdir) : outdir;
  return Object.entries(stacks).flatMap(([key, stack]) => {
    const { name = key, synthesizedStackPath } = isObject(stack) ? stack : {};
    if (typeof synthesizedStackPath !== "string" || typeof name !== "string") {
      throw new UnreadableConfiguration(manifest, `its stack "${key}" has no synthesizedStackPath`);
    }
    return findStacks(join(path, synthesizedStackPath)).map((found) => ({ ...found, name, folder }));
  });
}

/** @throws UnreadableConfiguration for what is no JSON, or no object */
export function objectIn(file: string, text: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UnreadableConfiguration(file, `is not JSON (${(error as Error).message})`);
  }
  const members = membersOf(document, DEEPEST);
  if (members === undefined) throw new UnreadableConfiguration(file, `is nested deeper than ${DEEPEST} levels`);
  const repeated = repeatedName(text, members);
  if (repeated !== undefined) {
    const reason = `has the name ${JSON.stringify(repeated)} more than once in one object, which JSON takes for the last one and Terraform for as many blocks`;
    throw new UnreadableConfiguration(file, reason, "Write the blocks as a list, or under one name");
  }
  if (isObject(document)) return document;
  throw new UnreadableConfiguration(file, "is not what Terraform or CDKTF writes");
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function textOf(file: string): string {
  try {
    return boundedText(file, MOST_BYTES);
  } catch (error) {
    if (error instanceof TooLarge) throw tooLarge(file, error.bytes);
    throw unreadable(file, error);
  }
}

function tooLarge(file: string, size: number): UnreadableConfiguration {
  const [most, given] = [MOST_BYTES, size].map((bytes) => Math.ceil(bytes / 1024 / 1024));
  const wayOut = "Give one stack at a time, or a plan of its own for a part: `terraform plan -target`";
  return new UnreadableConfiguration(file, `has ${given} MiB, and ${most} MiB are read`, wayOut);
}

/** How many members the objects of a value have, all together; undefined where it is nested deeper than so many levels. */
function membersOf(value: unknown, levels: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (levels < 0) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  // Nothing is copied: every document is gone through.
  const names = Object.keys(members);
  let count = Array.isArray(value) ? 0 : names.length;
  for (const name of names) {
    const below = membersOf(members[name], levels - 1);
    if (below === undefined) return undefined;
    count += below;
  }
  return count;
}

function unreadable(path: string, error: unknown): UnreadableConfiguration {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return new UnreadableConfiguration(path, "does not exist");
  return new UnreadableConfiguration(path, `cannot be read (${code})`, "Make it a file that you may read");
}
