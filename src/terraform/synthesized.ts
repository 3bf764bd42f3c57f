import { isDeepStrictEqual } from "node:util";
import { Assignable, Assigned, ModuleCall, Output, Provider, Resource } from "./configuration";
import { CallFault } from "./convert";
import { evaluateJson, follow, Found, isFault, KnownStep } from "./evaluate";
import { counted, forEach, isSameKey, Repetition } from "./repetition";
import { isObject } from "./shape";
import { Body, Home, SynthesizedResource } from "./synthesized-resource";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";
import { typedDefault } from "./variable";

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

/** CDKTF's own names for the states of other stacks begin so. */
const CROSS_STACK = "cross-stack-reference-input-";

/**
 * A stack as it was synthesized. Values are worked out when they are asked for, so that what nobody asks for need not be
 * understood.
 */
export class SynthesizedStack implements Home {
  public readonly outputs: readonly Output[];
  public readonly providers: readonly Provider[];
  public readonly modules: readonly ModuleCall[];
  private readonly instances = new Map<string, readonly SynthesizedResource[]>();
  private readonly values = new Map<string, unknown>();
  private readonly underway = new Set<string>();
  private readonly named = new Map<string, ReadonlySet<string>>();

  public constructor(
    public readonly name: string,
    private readonly document: StackDocument,
    private readonly assigned: Assigned,
    private readonly stacks: () => readonly SynthesizedStack[],
    /** What CDKTF calls it, which is not its name where two apps have stacks that are called the same. */
    private readonly ownName = name,
  ) {
    this.outputs = Object.entries(document.output ?? {}).map(([output, body]) => ({
      stack: name,
      name: output,
      matches: (pattern) => this.matches(pattern, body.value),
      value: () => this.outputValue(output),
    }));
    this.modules = Object.entries(document.module ?? {}).map(([module, body]) => ({
      stack: name,
      address: `module.${module}`,
      mentions: (test) => test(JSON.stringify(body)) || test(this.valuesIn(body)),
    }));
    this.providers = Object.entries(document.provider ?? {}).flatMap(([kind, blocks]) =>
      [blocks].flat().map((block) => this.providerOf(kind, block)),
    );
  }

  /** The resources or data sources of a type. */
  public all(mode: Resource["mode"], type: string): readonly SynthesizedResource[] {
    return Object.keys(this.bodies(mode)[type] ?? {})
      .sort()
      .flatMap((name) => this.instancesOf(mode, type, name));
  }

  /** Every resource; of one whose instances cannot be known, none. */
  public everyOne(): readonly SynthesizedResource[] {
    const types = this.bodies("managed");
    return Object.keys(types).flatMap((type) =>
      Object.keys(types[type]).flatMap((name) => unlessUnresolved(() => this.instancesOf("managed", type, name), [])),
    );
  }

  /** The resources that have arguments whose text a pattern matches. */
  public allWith(pattern: RegExp): readonly SynthesizedResource[] {
    const types = this.bodies("managed");
    return Object.keys(types)
      .sort()
      .flatMap((type) =>
        Object.keys(types[type])
          .sort()
          .filter((name) => this.matches(pattern, types[type][name]))
          .flatMap((name) => this.instancesOf("managed", type, name)),
      );
  }

  /** What a key of the `//` section holds. */
  public section(key: string): unknown {
    const notes = this.document["//"];
    return isObject(notes) && Object.hasOwn(notes, key) ? notes[key] : undefined;
  }

  public matches(pattern: RegExp, value: unknown): boolean {
    const text = JSON.stringify(value) ?? "";
    if (pattern.test(text)) return true;
    const names = this.namesWith(pattern);
    return names.size > 0 && refersTo(text, names);
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
      case "path":
      case "self":
      case "each":
      case "count":
        break;
      default:
        return this.inResource("managed", root, steps);
    }
    throw new CallFault(`${root}.${name} is not understood`);
  }

  public once(place: string, evaluate: () => unknown, key = place): unknown {
    if (this.values.has(key)) return this.values.get(key);
    const whole = `${this.name}: ${place}`;
    if (this.underway.has(key)) throw new UnresolvedValue(whole, "refers to itself");
    this.underway.add(key);
    try {
      const value = evaluate();
      this.values.set(key, value);
      return value;
    } catch (error) {
      if (isFault(error)) throw new UnresolvedValue(whole, error.message);
      throw error;
    } finally {
      this.underway.delete(key);
    }
  }

  public assign(resource: Assignable, attribute: string): unknown {
    return this.assigned(resource, attribute);
  }

  public providerFor(type: string, body: Body): Provider | undefined {
    const key = typeof body.provider === "string" ? body.provider : type.split("_")[0];
    return this.providers.find((provider) => provider.key === key);
  }

  /** Local values and variables whose text a pattern matches, or that refer to such: `local.kubeconfig`. */
  private namesWith(pattern: RegExp): ReadonlySet<string> {
    const known = this.named.get(pattern.source);
    if (known) return known;
    const { locals = {}, variable = {} } = this.document;
    const texts = new Map([
      ...Object.entries(locals).map(([name, value]) => [`local.${name}`, JSON.stringify(value) ?? ""] as const),
      ...Object.entries(variable).map(([name, body]) => [`var.${name}`, JSON.stringify(body)] as const),
    ]);
    const found = new Set<string>();
    this.named.set(pattern.source, found);
    let size: number;
    do {
      size = found.size;
      for (const [name, text] of texts) if (pattern.test(text) || refersTo(text, found)) found.add(name);
    } while (found.size > size);
    return found;
  }

  /** The values of a body's arguments as far as they can be known, as JSON text. */
  private valuesIn(body: Body): string {
    const known = Object.values(body).map((value) => {
      try {
        return evaluateJson(value, this);
      } catch (error) {
        if (error instanceof UnresolvedValue || isFault(error)) return undefined;
        throw error;
      }
    });
    return JSON.stringify(known);
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
    const key = rest[0]?.kind === "index" ? rest[0].index : undefined;
    const attribute = rest[key === undefined ? 0 : 1];
    if (attribute?.kind !== "name") throw new CallFault(`${address} as a whole is not understood`);
    const instance = instances.find((one) => isSameKey(one.key, key));
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
      this.stacks().find((other) => other.keepsStateAt(body.backend, body.config)) ??
      this.stacks().find((other) => name === `${CROSS_STACK}${other.ownName}`);
    if (!stack) {
      const place = `${this.name}: data.terraform_remote_state.${name}`;
      throw new UnresolvedValue(place, "is the state of a stack that was not read", "Read that stack as well");
    }
    return { value: stack.outputValue(String(output.kind === "name" ? output.name : output.index)), taken: 3 };
  }

  private keepsStateAt(backend: unknown, config: unknown): boolean {
    const own = typeof backend === "string" ? this.document.terraform?.backend?.[backend] : undefined;
    return own !== undefined && isDeepStrictEqual(own, config);
  }

  private instancesOf(mode: Resource["mode"], type: string, name: string): readonly SynthesizedResource[] {
    const id = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const known = this.instances.get(id);
    if (known) return known;
    const body = this.bodies(mode)[type][name];
    const made = this.repetitions(id, body).map(
      (repetition) => new SynthesizedResource(this, mode, type, id, body, repetition),
    );
    this.instances.set(id, made);
    return made;
  }

  /** One instance, or as many as `count` or `for_each` ask for. */
  private repetitions(id: string, { count, for_each }: Body): readonly (Repetition | undefined)[] {
    if (count !== undefined) {
      return this.once(`${id}.count`, () => counted(evaluateJson(count, this))) as readonly Repetition[];
    }
    if (for_each === undefined) return [undefined];
    if (Array.isArray(for_each)) {
      throw new UnresolvedValue(`${this.name}: ${id}.for_each`, "is a list instead of a set");
    }
    return this.once(`${id}.for_each`, () => forEach(evaluateJson(for_each, this))) as readonly Repetition[];
  }

  private local(name: string): unknown {
    const locals = this.document.locals ?? {};
    if (!Object.hasOwn(locals, name)) throw new CallFault(`local.${name} is not in the stack "${this.name}"`);
    return this.once(`local.${name}`, () => evaluateJson(locals[name], this));
  }

  private variable(name: string): unknown {
    const body = own(this.document.variable, name);
    if (!body) throw new CallFault(`var.${name} is not in the stack "${this.name}"`);
    if (!Object.hasOwn(body, "default")) {
      throw new UnresolvedValue(
        `${this.name}: var.${name}`,
        "has no default, so its value is known only to who applies",
        "Give the variable a default, or read the plan or the state: `terraform show -json`",
      );
    }
    return this.once(`var.${name}`, () => typedDefault(body));
  }

  private providerOf(kind: string, block: Body): Provider {
    const key = typeof block.alias === "string" ? `${kind}.${block.alias}` : kind;
    return {
      stack: this.name,
      key,
      argument: (name) =>
        block[name] === undefined
          ? undefined
          : this.once(`provider.${key}.${name}`, () => evaluateJson(block[name], this)),
    };
  }
}

function refersTo(text: string, names: ReadonlySet<string>): boolean {
  return (text.match(/\b(?:local|var)\.[\w-]+/g) ?? []).some((name) => names.has(name));
}

/** What a name stands for in a document, and not in every object. */
function own<T>(named: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return named && Object.hasOwn(named, name) ? named[name] : undefined;
}
