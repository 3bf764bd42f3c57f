import { IConstruct } from "constructs";
import { problem } from "./checks";

/** A place in a cloud; what tells it from every other one in the world is known at synth, or undefined. */
export interface ClaimPlace {
  readonly _place: string | undefined;
}

/** A name for which a place in a cloud has room once. */
export interface Claim {
  /** The property by which the name is chosen. */
  readonly property: string;
  /** What stands before the name for people; names after different texts do not meet. */
  readonly prefix?: string;
  /** The name, written so that two are equal where the cloud takes them for one; a function where the complete tree tells it. */
  readonly name: string | (() => string);
  /** What asks for it. */
  readonly by: IConstruct;
  /** What to do where two ask for it. */
  readonly wayOut: string;
  /** Where there is room for one; undefined for the construct that notes the claim. */
  readonly place?: ClaimPlace;
  /** How the name is written by whatever says that it exists already; any number may write it so. @default - it is created */
  readonly existing?: string;
}

interface Made extends Claim {
  /** The construct whose validation tells of a second claim. */
  readonly owner: IConstruct;
}

/** The first claim of each name, by what the names have in common: place, property and prefix. A mesh makes thousands. */
type Firsts = Map<string, Map<string, Map<string, Made>>>;

/** All claims of an app, in the order in which they were made. */
class Claims {
  public static of(app: IConstruct): Claims {
    const known = Claims.known.get(app) ?? new Claims();
    Claims.known.set(app, known);
    return known;
  }

  private static readonly known = new WeakMap<IConstruct, Claims>();
  private made: Made[] = [];
  private readonly first: Firsts = new Map();
  private readonly second = new Map<IConstruct, Set<string>>();

  public add(claim: Made): void {
    this.made.push(claim);
  }

  /** What second claims there are among those of an owner. Places can be told only once the tree is complete. */
  public problemsOf(owner: IConstruct): readonly string[] {
    const fresh = this.made;
    this.made = [];
    for (const claim of fresh) this.index(claim);
    const found = this.second.get(owner);
    return found ? [...found] : NONE;
  }

  private index(claim: Made): void {
    const { property, prefix = "", by, wayOut, owner } = claim;
    const name = nameOf(claim);
    const ofPlace = within(this.first, claim.place?._place ?? owner.node.path);
    const alike = within(ofPlace, `${property}\n${prefix}`);
    const first = alike.get(name);
    if (!first) alike.set(name, claim);
    if (!first || first.by === by) return;
    const areMade = first.existing === undefined && claim.existing === undefined;
    if (!areMade && first.existing === claim.existing) return;
    const found = this.second.get(owner) ?? new Set<string>();
    const told = areMade
      ? secondClaim(property, `${prefix}${name}`, [first.by, by], wayOut)
      : existingClaim(first, claim);
    this.second.set(owner, found.add(told));
  }
}

const NONE: readonly string[] = [];

function within<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let found = maps.get(key);
  if (!found) maps.set(key, (found = new Map<K, V>()));
  return found;
}

/** A name that two constructs ask for, as a refusal. */
export function secondClaim(
  property: string,
  name: string,
  [first, second]: readonly [IConstruct, IConstruct],
  wayOut: string,
): string {
  const reason = `"${name}" is asked for by "${first.node.path}" and by "${second.node.path}", and there can be only one`;
  return problem(property, reason, wayOut);
}

/** Why a name cannot be created here and exist there, or be written in two ways. */
function existingClaim(first: Claim, second: Claim): string {
  const [a, b] = [first, second].map(({ by }) => `"${by.node.path}"`);
  const [made, given] = first.existing === undefined ? [a, b] : [b, a];
  const reason =
    first.existing !== undefined && second.existing !== undefined
      ? `"${first.existing}" of ${a} and "${second.existing}" of ${b} name one object`
      : `"${second.prefix ?? ""}${nameOf(second)}" is created for ${made}, and ${given} takes it for one that exists`;
  return problem(second.property, reason, second.wayOut);
}

function nameOf({ name }: Claim): string {
  return typeof name === "string" ? name : name();
}

/**
 * Notes a name of which there can be one. A second claim anywhere in the app fails the synth of its owner's stack, whose
 * checks must have `claimProblems` among them.
 */
export function claim(owner: IConstruct, { property, prefix, name, by, wayOut, place, existing }: Claim): void {
  Claims.of(owner.node.root).add({ property, prefix, name, by, wayOut, place, existing, owner });
}

/** What second claims there are among those that a construct noted. To be asked once the tree is complete. */
export function claimProblems(owner: IConstruct): readonly string[] {
  return Claims.of(owner.node.root).problemsOf(owner);
}
