import { Block, block, blocks, hasUnknown, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { documentsIn } from "../documents/text-documents";

/** What a release sets of its chart's values. */
export class HelmValues {
  /** Undefined where not all of it can be known. */
  public static of(release: Resource): HelmValues | undefined {
    return unlessUnresolved(() => {
      const given = [release.argument("values"), ...SETS.map((name) => release.argument(name))];
      return hasUnknown(given) ? undefined : new HelmValues(release);
    }, undefined);
  }

  private readonly root: Tree = {};

  private constructor(release: Resource) {
    for (const one of texts(release.argument("values"))) {
      const { documents } = documentsIn(`${placeOf(release)}.values`, one, () => true);
      for (const { value } of documents) merge(this.root, value as Block);
    }
    for (const name of SETS) {
      for (const one of blocks(release.argument(name))) put(this.root, pathOf(text(one.name) ?? ""), one.value);
    }
  }

  /** What stands at a path such as `config.tokenAudience`; undefined where nothing is set. */
  public at(path: string): unknown {
    return pathOf(path).reduce<unknown>((of, name) => (isTree(of) ? own(of, name) : undefined), this.root);
  }

  /** A text, a number or a truth value, as text. */
  public text(path: string): string | undefined {
    const value = this.at(path);
    return isTree(value) ? undefined : text(value);
  }

  /** Whether something is set that is not empty. */
  public sets(path: string): boolean {
    const value = this.at(path);
    if (Array.isArray(value)) return value.length > 0;
    if (isTree(value)) return Object.keys(value).length > 0;
    return value !== undefined && value !== null && value !== "" && value !== false;
  }

  /** An object; an empty one where none is set. */
  public object(path: string): Block {
    return block(this.at(path));
  }
}

/** Arguments by which single values are set, behind `values`. A value that is only written counts as one that is there. */
const SETS = ["set", "set_list", "set_sensitive", "set_wo"] as const;

type Tree = Record<string, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merge(into: Tree, from: Block): void {
  for (const [name, value] of Object.entries(from)) {
    const known = own(into, name);
    if (isTree(known) && isTree(value)) merge(known, value);
    else define(into, name, isTree(value) ? copied(value) : value);
  }
}

function copied(from: Block): Tree {
  const tree: Tree = {};
  merge(tree, from);
  return tree;
}

function put(into: Tree, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (rest.length === 0) return define(into, name, value ?? true);
  const known = own(into, name);
  const next = isTree(known) ? known : {};
  define(into, name, next);
  put(next, rest, value);
}

function own(tree: Tree, name: string): unknown {
  return Object.hasOwn(tree, name) ? tree[name] : undefined;
}

function define(tree: Tree, name: string, value: unknown): void {
  Object.defineProperty(tree, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The names of a path as Helm writes it: `\.` is a dot within a name, and what is in a list counts as the list. */
function pathOf(path: string): readonly string[] {
  return path.split(/(?<!\\)\./).map((name) => name.replace(/\[\d+\].*$/, "").replaceAll("\\.", "."));
}
