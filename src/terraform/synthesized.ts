import { Assignable, Assigned, ModuleCall, Output, Provider, Resource } from "./configuration";
import type { Budget } from "./budget";
import { bool, CallFault } from "./convert";
import { evaluateCollection, evaluateJson, isFault } from "./evaluate";
import { follow } from "./follow";
import { Instance } from "./instances";
import { handedDown, namedProviderOf, ofInstance, providerKey } from "./provider-names";
import { Files, Found, KnownStep, Scope, withNames } from "./scope";
import { FolderFiles } from "./hcl/files";
import { isWritten } from "./is-written";
import { Memo } from "./memo";
import { ANY, counted, forEach, isSameKey, Repetition } from "./repetition";
import type { HclModule } from "./hcl/folder";
import { NamedTexts } from "./named-texts";
import { OtherBlock, otherBlocks } from "./other-blocks";
import { isObject } from "./shape";
import { CROSS_STACK, keepsStateAt, keepsStateElsewhere } from "./state-place";
import { Body, Home, SynthesizedResource } from "./synthesized-resource";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";
import { StackVariables } from "./given-variables";
import { typedValue } from "./variable";

/** Anchors and lookarounds: what a pattern with one matches depends on what stands around it. */
const OF_A_PLACE = /[\^$]|\(\?(?!:)/;

/** The JSON of all bodies of a type, which two readings may share. */
const TEXTS = new WeakMap<Bodies, string>();

type Bodies = Readonly<Record<string, Body>>;

/** A synthesized stack's document: `cdk.tf.json`. */
export interface StackDocument {
  /** What CDKTF and libraries note; Terraform ignores it. */
  readonly "//"?: unknown;
  readonly terraform?: { readonly backend?: Bodies };
  readonly provider?: Readonly<Record<string, Body | readonly Body[]>>;
  readonly resource?: Readonly<Record<string, Bodies>>;
  readonly data?: Readonly<Record<string, Bodies>>;
  readonly output?: Bodies;
  readonly locals?: Body;
  readonly variable?: Bodies;
  readonly module?: Bodies;
}

/** What a stack of a folder of HCL has beside its document. */
interface Own {
  /** The modules that it calls and that were read. */
  readonly modules?: ReadonlyMap<string, HclModule>;
  /** Of a module: what stands in front of its addresses, and the stack that calls it. */
  readonly prefix?: string;
  readonly parent?: SynthesizedStack;
  /** The providers that it gets from there, by their names in the module. */
  readonly handedDown?: ReadonlyMap<string, string>;
  /** The module's folder with the files in it. */
  readonly files?: FolderFiles;
  readonly budget?: Budget;
}

/** An instance of a module. */
interface CalledModule {
  readonly stack: SynthesizedStack;
  readonly key?: string | number;
  readonly isAny: boolean;
}

/**
 * A stack as it was synthesized. Values are worked out when they are asked for, so that what nobody asks for need not be
 * understood.
 */
export class SynthesizedStack implements Home {
  public readonly outputs: readonly Output[];
  private madeProviders?: readonly Provider[];
  private readonly unread: readonly ModuleCall[];
  private readonly instances = new Map<Body, readonly SynthesizedResource[]>();
  private readonly values = new Memo();
  private readonly named: NamedTexts;
  private readonly calls = new Map<string, readonly CalledModule[]>();
  public readonly prefix: string;

  public constructor(
    public readonly name: string,
    private readonly document: StackDocument,
    private readonly assigned: Assigned,
    private readonly stacks: () => readonly SynthesizedStack[],
    /** What CDKTF calls it, which is not its name where two apps have stacks that are called the same. */
    private readonly ownName = name,
    private readonly given: Pick<StackVariables, "valueOf"> = new StackVariables(),
    public readonly keepsUnknown = false,
    private readonly own: Own = {},
  ) {
    this.prefix = own.prefix ?? "";
    this.named = new NamedTexts(document);
    this.outputs = Object.entries(document.output ?? {}).map(([output, body]) => ({
      stack: name,
      name: output,
      matches: (pattern) => this.matches(pattern, body.value),
      value: () => this.outputValue(output),
    }));
    const calls = Object.entries(document.module ?? {}).filter(([module]) => !own.modules?.has(module));
    this.unread = calls.map(([module, body]) => ({
      stack: name,
      address: `${this.prefix}module.${module}`,
      ...(typeof body.source === "string" ? { source: body.source } : {}),
      isFetched: own.modules !== undefined,
      mentions: (test) => test(JSON.stringify(body)) || test(this.valuesIn(body)),
    }));
  }

  /** Those that it configures itself. */
  public get providers(): readonly Provider[] {
    return (this.madeProviders ??= Object.entries(this.document.provider ?? {}).flatMap(([kind, blocks]) =>
      [blocks].flat().flatMap((block) => this.providersOf(kind, block)),
    ));
  }

  public get budget(): Budget | undefined {
    return this.own.budget;
  }

  public get files(): Files | undefined {
    return this.own.files;
  }

  /** The modules that are called and were not read, those that the read ones call among them. */
  public get modules(): readonly ModuleCall[] {
    return this.own.modules ? [...this.unread, ...this.children.flatMap((child) => child.modules)] : this.unread;
  }

  /** Those of the modules that were read among them. */
  public get otherBlocks(): readonly OtherBlock[] {
    const own = otherBlocks(this.name, this.document, (body) => this.valuesIn(body));
    const placed = own.map((one) => ({ ...one, address: `${this.prefix}${one.address}` }));
    return this.own.modules ? [...placed, ...this.children.flatMap((child) => child.otherBlocks)] : placed;
  }

  /** The resources or data sources of a type. */
  public all(mode: Resource["mode"], type: string): readonly SynthesizedResource[] {
    const own = Object.keys(this.bodies(mode)[type] ?? {})
      .sort()
      .flatMap((name) => this.instancesOf(mode, type, name));
    return this.own.modules ? [...own, ...this.children.flatMap((child) => child.all(mode, type))] : own;
  }

  /** Every resource or data source; of one whose instances cannot be known, none. */
  public everyOne(mode: Resource["mode"]): readonly SynthesizedResource[] {
    const types = this.bodies(mode);
    const own = Object.keys(types).flatMap((type) =>
      Object.keys(types[type]).flatMap((name) => unlessUnresolved(() => this.instancesOf(mode, type, name), [])),
    );
    return this.own.modules ? [...own, ...this.children.flatMap((child) => child.everyOne(mode))] : own;
  }

  /** Whether it has a resource or data source of an address, in whatever number. */
  public declares(address: string): boolean {
    const isData = address.startsWith("data.");
    const [type, name = ""] = address.slice(isData ? "data.".length : 0).split(".");
    return own(own(this.bodies(isData ? "data" : "managed"), type), name) !== undefined;
  }

  /** The resources that have arguments whose text a pattern matches. */
  public allWith(pattern: RegExp): readonly SynthesizedResource[] {
    const types = this.bodies("managed");
    return Object.keys(types)
      .sort()
      .filter((type) => this.mayMatch(pattern, types[type]))
      .flatMap((type) =>
        Object.keys(types[type])
          .filter((name) => this.matches(pattern, types[type][name]))
          .sort()
          .flatMap((name) => this.instancesOf("managed", type, name)),
      );
  }

  /** Whether a pattern may match one of the bodies. Most types of most stacks have none, so that their text as a whole is asked first. */
  private mayMatch(pattern: RegExp, bodies: Bodies): boolean {
    if (OF_A_PLACE.test(pattern.source)) return true;
    const text = TEXTS.get(bodies) ?? JSON.stringify(bodies);
    TEXTS.set(bodies, text);
    return pattern.test(text) || this.named.refersToMatchIn(pattern, text);
  }

  /** What a key of the `//` section holds. */
  public section(key: string): unknown {
    const notes = this.document["//"];
    return isObject(notes) && Object.hasOwn(notes, key) ? notes[key] : undefined;
  }

  public written(part: "resource" | "data" | "output" | "provider"): unknown {
    return this.document[part];
  }

  public matches(pattern: RegExp, value: unknown): boolean {
    return isWritten(pattern, value) || this.named.refersToMatch(pattern, value);
  }

  /** @throws UnresolvedValue, or CallFault where there is no such output */
  public outputValue(name: string): unknown {
    const body = own(this.document.output, name);
    if (!body) throw new CallFault(`output.${name} is not in the stack "${this.name}"`);
    return this.once(`output.${name}`, () => evaluateJson(body.value, this));
  }

  public find(root: string, steps: readonly KnownStep[]): Found {
    const name = steps[0]?.kind === "name" ? steps[0].name : undefined;
    if (name === undefined) throw new CallFault(`"${root}" alone means nothing`);
    switch (root) {
      case "local":
        return { value: this.local(name), taken: 1 };
      case "var":
        return { value: this.variable(name), taken: 1 };
      case "terraform":
        if (name === "workspace") return { value: "default", taken: 1 };
        break;
      case "data": {
        const found = this.inResource("data", name, steps.slice(1));
        return { ...found, taken: found.taken + 1 };
      }
      case "module":
        if (this.own.modules?.has(name)) return this.inModule(name, steps.slice(1));
        break;
      case "path":
        if (this.own.files && (name === "module" || name === "root")) {
          return { value: this.own.files.pathOf(name), taken: 1 };
        }
        break;
      case "self":
      case "each":
      case "count":
        break;
      default:
        return this.inResource("managed", root, steps);
    }
    throw new CallFault(`${root}.${name} is not understood`);
  }

  /** Works out a value of the stack at most once. */
  private once(place: string, evaluate: () => unknown): unknown {
    return this.values.once(place, () => `${this.name}: ${place}`, evaluate);
  }

  public assign(resource: Assignable, attribute: string): unknown {
    return this.assigned(resource, attribute);
  }

  public providerFor(type: string, body: Body, scope: Scope): Provider | undefined {
    const named = namedProviderOf(type, body);
    try {
      return this.providerBy(providerKey(named, scope));
    } catch (error) {
      if (isFault(error)) throw new UnresolvedValue(`${this.name}: provider ${named}`, error.message);
      throw error;
    }
  }

  /** A provider by its name in this stack or module: its own, or one that the stack above hands down. */
  private providerBy(key: string): Provider | undefined {
    const own = this.providers.find((provider) => provider.key === key);
    return own ?? this.own.parent?.providerBy(this.own.handedDown?.get(key) ?? key);
  }

  /** The modules that were read, an instance each. */
  private get children(): readonly SynthesizedStack[] {
    const names = [...(this.own.modules?.keys() ?? [])];
    return names.flatMap((name) => this.called(name).map(({ stack }) => stack));
  }

  private called(name: string): readonly CalledModule[] {
    const known = this.calls.get(name);
    if (known) return known;
    const module = this.own.modules?.get(name);
    const body = own(this.document.module, name);
    if (!module || !body) return [];
    const made = this.repetitions(`module.${name}`, body).map((repetition): CalledModule => {
      const key = repetition?.key;
      const address = `${this.prefix}module.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`;
      const scope = scopeOf(this, repetition);
      const valueOf = (argument: string) =>
        body[argument] === undefined
          ? undefined
          : { value: this.once(`${address}.${argument}`, () => evaluateJson(body[argument], scope)) };
      const files = this.own.files?.of(module.folder);
      const { budget } = this.own;
      const below: Own = {
        ...{ modules: module.modules, prefix: `${address}.`, parent: this },
        handedDown: this.handedDown(address, body, scope),
        ...(files ? { files } : {}),
        ...(budget ? { budget } : {}),
      };
      const { document } = module;
      const stack = new SynthesizedStack(
        ...([this.name, document, this.assigned, this.stacks, this.ownName] as const),
        ...([{ valueOf }, this.keepsUnknown, below] as const),
      );
      return { stack, key, isAny: repetition !== undefined && key === undefined };
    });
    this.calls.set(name, made);
    return made;
  }

  /** An output of a module that was read. */
  private inModule(name: string, steps: readonly KnownStep[]): Found {
    const key = steps[0]?.kind === "index" ? steps[0].index : undefined;
    const output = steps[key === undefined ? 0 : 1];
    const found = this.called(name).find((one) => one.isAny || isSameKey(one.key, key));
    if (!found || output?.kind !== "name") throw new CallFault(`module.${name} as a whole is not understood`);
    return { value: found.stack.outputValue(output.name), taken: key === undefined ? 2 : 3 };
  }

  /** The values of a body's arguments as far as they can be known, as JSON text. */
  private valuesIn(body: Body): string {
    const known = Object.entries(body).map(([name, value]): readonly [string, unknown] => {
      try {
        return [name, evaluateJson(value, this)];
      } catch (error) {
        if (error instanceof UnresolvedValue || isFault(error)) return [name, undefined];
        throw error;
      }
    });
    return JSON.stringify(Object.fromEntries(known));
  }

  private bodies(mode: Resource["mode"]): Readonly<Record<string, Bodies>> {
    return (mode === "data" ? this.document.data : this.document.resource) ?? {};
  }

  private inResource(mode: Resource["mode"], type: string, steps: readonly KnownStep[]): Found {
    const [named, ...rest] = steps;
    const name = named?.kind === "name" ? named.name : "";
    const body = own(own(this.bodies(mode), type), name);
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    if (!body) throw new CallFault(`${address} is not in the stack "${this.name}"`);
    if (type === "terraform_remote_state") return this.inOtherStack(name, body, rest);
    const instances = this.instancesOf(mode, type, name);
    if (rest[0]?.kind === "each" && rest[0].steps[0]?.kind === "name") {
      if (body.for_each !== undefined) {
        throw new CallFault(`${address} is a map of instances, which a splat does not take apart`);
      }
      const [attribute, ...further] = rest[0].steps;
      const values = instances.map((instance) => follow(instance.attribute(attribute.name), further, true));
      return { value: values, taken: 2, ofResource: true };
    }
    if (rest.length === 0 && instances.every(({ key, isAny }) => key !== undefined && !isAny)) {
      return { value: instancesIn(body, instances), taken: 1 };
    }
    const key = rest[0]?.kind === "index" ? rest[0].index : undefined;
    const attribute = rest[key === undefined ? 0 : 1];
    if (attribute?.kind !== "name") throw new CallFault(`${address} as a whole is not understood`);
    const instance = instances.find((one) => one.isAny || isSameKey(one.key, key));
    if (!instance && key === undefined) {
      throw new CallFault(`${address} has count or for_each, so its instances are named by index`);
    }
    if (!instance) throw new CallFault(`${address} has no instance ${JSON.stringify(key)}`);
    return { value: instance.attribute(attribute.name), taken: key === undefined ? 2 : 3, ofResource: true };
  }

  /** An output of another stack that was read, which is known by its backend or by the name CDKTF gave the state. */
  private inOtherStack(name: string, body: Body, steps: readonly KnownStep[]): Found {
    const [outputs, output] = steps;
    if (outputs?.kind !== "name" || outputs.name !== "outputs" || !output || output.kind === "each") {
      throw new CallFault(`the state "${name}" as a whole is not understood`);
    }
    const stack =
      this.stacks().find(({ document: { terraform } }) => keepsStateAt(terraform?.backend, body)) ??
      this.stacks().find(
        ({ ownName, document: { terraform } }) =>
          name === `${CROSS_STACK}${ownName}` && !keepsStateElsewhere(terraform?.backend, body),
      );
    if (!stack) {
      const place = `${this.name}: data.terraform_remote_state.${name}`;
      throw new UnresolvedValue(place, "is the state of a stack that was not read", "Read that stack as well");
    }
    return { value: stack.outputValue(String(output.kind === "name" ? output.name : output.index)), taken: 3 };
  }

  private instancesOf(mode: Resource["mode"], type: string, name: string): readonly SynthesizedResource[] {
    const body = this.bodies(mode)[type][name];
    const known = this.instances.get(body);
    if (known) return known;
    const id = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const made = this.repetitions(id, body).map(
      (repetition) => new SynthesizedResource(this, mode, type, id, body, repetition),
    );
    this.instances.set(body, made);
    return made;
  }

  /** One instance, or as many as `count` or `for_each` ask for. */
  private repetitions(id: string, body: Body): readonly (Repetition | undefined)[] {
    if (!this.keepsUnknown) return this.knownRepetitions(id, body);
    return unlessUnresolved(() => this.knownRepetitions(id, body), [ANY]);
  }

  private knownRepetitions(id: string, { count, for_each, lifecycle }: Body): readonly (Repetition | undefined)[] {
    const enabled = enabledBy(lifecycle);
    if (enabled !== undefined) {
      return this.once(`${id}.lifecycle.enabled`, () => bool(evaluateJson(enabled, this))) ? [undefined] : [];
    }
    if (count !== undefined) {
      return this.once(`${id}.count`, () => counted(evaluateJson(count, this))) as readonly Repetition[];
    }
    if (for_each === undefined) return [undefined];
    if (Array.isArray(for_each)) {
      throw new UnresolvedValue(`${this.name}: ${id}.for_each`, "is a list instead of a set");
    }
    return this.once(`${id}.for_each`, () => forEach(evaluateCollection(for_each, this))) as readonly Repetition[];
  }

  private local(name: string): unknown {
    const locals = this.document.locals ?? {};
    if (!Object.hasOwn(locals, name)) throw new CallFault(`local.${name} is not in the stack "${this.name}"`);
    return this.once(`local.${name}`, () => evaluateJson(locals[name], this));
  }

  private variable(name: string): unknown {
    const body = own(this.document.variable, name);
    if (!body) throw new CallFault(`var.${name} is not in the stack "${this.name}"`);
    const given = this.given.valueOf(name, body.type);
    if (given) return this.once(`var.${name}`, () => typedValue(given.value, body.type));
    if (!Object.hasOwn(body, "default")) {
      throw new UnresolvedValue(
        `${this.name}: var.${name}`,
        "has no default, so its value is known only to who applies",
        "Give it by --var, --var-file or TF_VAR_, give the variable a default, or read the plan or the state: `terraform show -json`",
      );
    }
    return this.once(`var.${name}`, () => typedValue(body.default, body.type));
  }

  /** A provider's configuration, or an instance for each key of its `for_each`, which OpenTofu knows. */
  private providersOf(kind: string, block: Body): readonly Provider[] {
    const name = typeof block.alias === "string" ? `${kind}.${block.alias}` : kind;
    return this.repetitions(`provider.${name}`, block).map((repetition) => {
      const key = repetition?.key === undefined ? name : ofInstance(name, repetition.key);
      const scope = scopeOf(this, repetition);
      return {
        stack: this.name,
        key,
        argument: (argument) =>
          block[argument] === undefined
            ? undefined
            : this.once(`provider.${key}.${argument}`, () => evaluateJson(block[argument], scope)),
      };
    });
  }

  private handedDown(address: string, body: Body, scope: Scope): ReadonlyMap<string, string> {
    return this.once(`${address}.providers`, () => handedDown(body, scope)) as ReadonlyMap<string, string>;
  }
}

/**
 * What `lifecycle` says of whether there is a resource or a module at all.
 *
 * OpenTofu documentation: "The enabled Meta-Argument" (https://opentofu.org/docs/language/meta-arguments/enabled).
 */
function enabledBy(lifecycle: unknown): unknown {
  const blocks: readonly unknown[] = [lifecycle].flat();
  return blocks.filter(isObject).find(({ enabled }) => enabled !== undefined)?.enabled;
}

/** The names of a stack, and those of an instance of a module. */
function scopeOf(home: SynthesizedStack, repetition: Repetition | undefined): Scope {
  if (!repetition) return home;
  return withNames(home, (root) =>
    Object.hasOwn(repetition.names, root) ? { value: repetition.names[root], taken: 0 } : undefined,
  );
}

/** All instances of a resource, as `for` and `for_each` go through them. */
function instancesIn({ count }: Body, instances: readonly SynthesizedResource[]): unknown {
  if (count !== undefined) return instances.map((one) => new Instance(one));
  return Object.fromEntries(instances.map((one) => [String(one.key), new Instance(one)]));
}

/** What a name stands for in a document, and not in every object. */
function own<T>(named: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return named && Object.hasOwn(named, name) ? named[name] : undefined;
}
