import { IConstruct } from "constructs";
import { problem, refuse } from "./checks";

/** A name for which a place in a cloud has room once. */
export interface Claim {
  /** The property by which the name is chosen. */
  readonly property: string;
  /** The name, written so that two names are equal where the cloud takes them for one; told once the tree is complete. */
  readonly name: () => string;
  /** What asks for it. */
  readonly by: IConstruct;
  /** What to do where two ask for it. */
  readonly wayOut: string;
  /** What tells the place from every other one in the world, known at synth; undefined where nothing tells it. */
  readonly place: () => string | undefined;
}

interface Made extends Claim {
  /** The construct whose validation tells of a second claim. */
  readonly owner: IConstruct;
}

/** All claims of an app, in the order in which they were made. */
class Claims {
  public static of(app: IConstruct): Claims {
    const known = Claims.known.get(app) ?? new Claims();
    Claims.known.set(app, known);
    return known;
  }

  private static readonly known = new WeakMap<IConstruct, Claims>();
  private readonly made: Made[] = [];
  private readonly owners = new Set<IConstruct>();
  private indexed = 0;
  private readonly first = new Map<string, Made>();
  private readonly second = new Map<IConstruct, Set<string>>();

  /** Adds a claim, and returns whether it is its owner's first. */
  public add(claim: Made): boolean {
    const isFirst = !this.owners.has(claim.owner);
    this.owners.add(claim.owner);
    this.made.push(claim);
    return isFirst;
  }

  /** What second claims there are among those of an owner. Places can be told only once the tree is complete. */
  public problemsOf(owner: IConstruct): string[] {
    for (; this.indexed < this.made.length; this.indexed++) this.index(this.made[this.indexed]);
    return [...(this.second.get(owner) ?? [])];
  }

  private index(claim: Made): void {
    const { property, by, wayOut, owner } = claim;
    const name = claim.name();
    const key = `${claim.place() ?? owner.node.path}\n${property}\n${name}`;
    const first = this.first.get(key) ?? claim;
    this.first.set(key, first);
    if (first.by === by) return;
    const reason = `"${name}" is asked for by "${first.by.node.path}" and by "${by.node.path}", and there can be only one`;
    const found = this.second.get(owner) ?? new Set<string>();
    this.second.set(owner, found.add(problem(property, reason, wayOut)));
  }
}

/** Notes a name of which there can be one; a second claim anywhere in the app fails the synth of its owner's stack. */
export function claim(owner: IConstruct, wanted: Claim): void {
  const claims = Claims.of(owner.node.root);
  if (claims.add({ ...wanted, owner })) refuse(owner, () => claims.problemsOf(owner));
}
