import { Assignable, placeOf, Provider, Resource } from "./configuration";
import { evaluateJson, Scope } from "./evaluate";
import { Repetition } from "./repetition";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";

/** What is written of a resource, or of another part of a stack. */
export type Body = Readonly<Record<string, unknown>>;

/** The stack that a resource is in, as far as it needs it. */
export interface Home extends Scope {
  readonly name: string;
  /** Works out a value at most once, and tells one that needs itself. */
  once(place: string, evaluate: () => unknown, key?: string): unknown;
  /** Whether a pattern matches the text of a value, or of a local value or a default that it refers to. */
  matches(pattern: RegExp, value: unknown): boolean;
  /** What the clouds assign. */
  assign(resource: Assignable, attribute: string): unknown;
  /** The provider of a resource: the one it names, or the default one of its type. */
  providerFor(type: string, body: Body): Provider | undefined;
}

/** A resource of a synthesized stack, or one instance of it. */
export class SynthesizedResource implements Assignable {
  public readonly stack: string;
  public readonly address: string;
  public readonly key?: string | number;

  public constructor(
    private readonly home: Home,
    public readonly mode: Resource["mode"],
    public readonly type: string,
    id: string,
    private readonly body: Body,
    private readonly repetition?: Repetition,
  ) {
    this.stack = home.name;
    this.key = repetition?.key;
    this.address = repetition ? `${id}[${JSON.stringify(repetition.key)}]` : id;
  }

  public get provider(): Provider | undefined {
    return this.home.providerFor(this.type, this.body);
  }

  public argumentsWith(pattern: RegExp): readonly string[] {
    return Object.keys(this.body).filter((name) => this.home.matches(pattern, this.body[name]));
  }

  public mentions(test: (text: string) => boolean): boolean {
    if (test(JSON.stringify(this.body))) return true;
    return Object.keys(this.body).some((name) =>
      unlessUnresolved(() => {
        const value = this.argument(name);
        return value !== undefined && test(JSON.stringify(value));
      }, false),
    );
  }

  public has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  public argument(name: string): unknown {
    if (this.isDynamic(name)) {
      throw new UnresolvedValue(`${placeOf(this)}.${name}`, "is made by a dynamic block, which is not understood");
    }
    if (!this.has(name)) return undefined;
    // A null that comes of an expression asks for nothing either.
    return this.home.once(`${this.address}.${name}`, () => evaluateJson(this.body[name], this.scope())) ?? undefined;
  }

  public attribute(name: string): unknown {
    const place = `${this.address}.${name}`;
    const assigned = this.home.once(place, () => this.home.assign(this, name), `${place} as assigned`);
    if (assigned !== undefined) return assigned;
    const asked = this.argument(name);
    if (asked !== undefined) return asked;
    throw new UnresolvedValue(`${placeOf(this)}.${name}`, "is known only to the cloud that assigns it");
  }

  /** Whether an argument is made by a dynamic block, or has one in it. */
  private isDynamic(name: string): boolean {
    const { dynamic } = this.body;
    const isMade = typeof dynamic === "object" && dynamic !== null && Object.hasOwn(dynamic, name);
    return isMade || hasDynamic(this.body[name]);
  }

  /** The stack's names, and those of the instance. */
  private scope(): Scope {
    const { repetition, home } = this;
    if (!repetition) return home;
    return {
      find: (root, steps) => {
        const isOwn = Object.hasOwn(repetition.names, root);
        return isOwn ? { value: repetition.names[root], taken: 0 } : home.find(root, steps);
      },
    };
  }
}

function hasDynamic(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const isDynamic = (key: string, item: unknown) => key === "dynamic" && typeof item === "object" && item !== null;
  return Object.entries(value).some(([key, item]) => isDynamic(key, item) || hasDynamic(item));
}
