import { Assignable, placeOf, Provider, Resource } from "./configuration";
import { argumentOf } from "./dynamic-blocks";
import { evaluateJson } from "./evaluate";
import { Memo } from "./memo";
import { Repetition } from "./repetition";
import { Scope, withNames } from "./scope";
import { unknownText } from "./unknown";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";

/** What is written of a resource, or of another part of a stack. */
export type Body = Readonly<Record<string, unknown>>;

/** The stack that a resource is in, as far as it needs it. */
export interface Home extends Scope {
  readonly name: string;
  /** Whether a pattern matches the text of a value, or of a local value or a default that it refers to. */
  matches(pattern: RegExp, value: unknown): boolean;
  /** What the clouds assign. */
  assign(resource: Assignable, attribute: string): unknown;
  /** The provider of a resource: the one it names, or the default one of its type. */
  providerFor(type: string, body: Body, scope: Scope): Provider | undefined;
  /** What stands in front of the addresses of a module's resources: `module.network.`. */
  readonly prefix: string;
}

/** A resource of a synthesized stack, or one instance of it. */
export class SynthesizedResource implements Assignable {
  public readonly stack: string;
  public readonly address: string;
  public readonly key?: string | number;
  /** The address within its module. */
  private readonly id: string;
  /** What was asked for, and what the clouds assign, by name. */
  private readonly asked = new Memo();
  private readonly assigned = new Memo();

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
    this.id = repetition?.key === undefined ? id : `${id}[${JSON.stringify(repetition.key)}]`;
    this.address = `${home.prefix}${this.id}`;
  }

  public get provider(): Provider | undefined {
    return this.home.providerFor(this.type, this.body, this.scope());
  }

  public get namedProvider(): string | undefined {
    return typeof this.body.provider === "string" ? this.body.provider : undefined;
  }

  public argumentsWith(pattern: RegExp, among?: readonly string[]): readonly string[] {
    const { dynamic } = this.body;
    const made = typeof dynamic === "object" && dynamic !== null ? Object.entries(dynamic) : [];
    const own = Object.entries(this.body).filter(([name]) => made.length === 0 || name !== "dynamic");
    const asked = [...own, ...made].filter(([name]) => among?.includes(name) ?? true);
    return [...new Set(asked.flatMap(([name, value]) => (this.home.matches(pattern, value) ? [name] : [])))];
  }

  public mentions(test: (text: string) => boolean): boolean {
    if (test(JSON.stringify(this.body))) return true;
    return Object.keys(this.body).some((name) =>
      unlessUnresolved(() => {
        const value = this.argument(name);
        return value !== undefined && test(JSON.stringify({ [name]: value }));
      }, false),
    );
  }

  public has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  /** Whether it stands for as many instances as nothing tells. */
  public get isAny(): boolean {
    return this.repetition !== undefined && this.key === undefined;
  }

  public argument(name: string): unknown {
    const known = this.asked.known(name);
    if (known !== undefined) return known ?? undefined;
    if (this.home.keepsUnknown) return this.knownPart(name);
    if (this.isDynamic(name)) {
      return this.once(this.asked, name, () => argumentOf(this.body, name, this.scope())) ?? undefined;
    }
    if (!this.has(name)) return undefined;
    // A null that comes of an expression asks for nothing either.
    return this.once(this.asked, name, () => evaluateJson(this.body[name], this.scope())) ?? undefined;
  }

  /** An argument as far as it can be known, dynamic blocks included. */
  private knownPart(name: string): unknown {
    return unlessUnresolved(
      () => this.once(this.asked, name, () => argumentOf(this.body, name, this.scope())) ?? undefined,
      unknownText(`${this.address}.${name}`),
    );
  }

  public attribute(name: string): unknown {
    if (!this.home.keepsUnknown) return this.knownAttribute(name);
    return unlessUnresolved(() => this.knownAttribute(name), unknownText(`${this.address}.${name}`));
  }

  private knownAttribute(name: string): unknown {
    const known = this.assigned.known(name);
    if (known !== undefined) return known;
    const assigned = this.once(this.assigned, name, () => this.home.assign(this, name));
    if (assigned !== undefined) return assigned;
    const asked = this.argument(name);
    if (asked !== undefined) return asked;
    throw new UnresolvedValue(`${placeOf(this)}.${name}`, "is known only to the cloud that assigns it");
  }

  private once(values: Memo, name: string, evaluate: () => unknown): unknown {
    return values.once(name, () => `${this.stack}: ${this.id}.${name}`, evaluate);
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
    return withNames(home, (root) =>
      Object.hasOwn(repetition.names, root) ? { value: repetition.names[root], taken: 0 } : undefined,
    );
  }
}

function hasDynamic(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(members)) {
    const item = members[name];
    if (typeof item !== "object" || item === null) continue;
    if (name === "dynamic" || hasDynamic(item)) return true;
  }
  return false;
}
