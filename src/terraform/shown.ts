import {
  completed,
  ComesAtApply,
  isFilledIn,
  ShownExpression,
  WAY_OUT,
  withoutUnknowns,
  withUnknowns,
} from "./at-apply";
import { Assignable, Assigned, ModuleCall, Output, placeOf, Provider, Resource } from "./configuration";
import { CallFault } from "./convert";
import { evaluateJson } from "./evaluate";
import { isWritten } from "./is-written";
import { Memo } from "./memo";
import { OtherBlock } from "./other-blocks";
import { Found, KnownStep, Scope } from "./scope";
import {
  resourcesIn,
  ShownBlock,
  ShownConfiguration,
  ShownDocument,
  ShownProvider,
  ShownResourceValues,
  withoutKeys,
  writtenIn,
} from "./shown-document";
import { otherBlocksOfPlan, whyIncomplete } from "./shown-plan";
import { unknownText } from "./unknown";
import { UnresolvedValue, unlessUnresolved } from "./unresolved";

/**
 * A stack as Terraform shows it: every value is there, or known to come at apply. A plan tells providers too, a state does
 * not.
 *
 * Terraform documentation: "JSON Output Format".
 */
export class ShownStack implements Scope {
  public readonly outputs: readonly Output[];
  public readonly providers: readonly Provider[];
  /** Modules' resources are shown like others. */
  public readonly modules: readonly ModuleCall[] = [];
  private readonly byType = new Map<string, Resource[]>();
  /** What is known only after apply, by address. */
  private readonly unknown: ReadonlyMap<string, unknown>;
  /** The addresses of what is made newly. */
  private readonly created: ReadonlySet<string>;
  /** What the root module says of its resources, by address. */
  private readonly written: ReadonlyMap<string, ShownConfiguration>;
  /** What the clouds will assign, and what is made of it, by address and name. */
  private readonly atApply = new Memo();
  private assumes = false;

  public constructor(
    public readonly name: string,
    private readonly document: ShownDocument,
    /** Whether what comes at apply stands as a text of its own. */
    public readonly keepsUnknown = false,
    private readonly assigned: Assigned = () => undefined,
  ) {
    const isPlan = document.planned_values !== undefined;
    const values = document.planned_values ?? document.values ?? {};
    const read = isPlan ? resourcesIn(document.prior_state?.values).filter(({ mode }) => mode === "data") : [];
    const { provider_config = {}, root_module } = document.configuration ?? {};
    this.providers = Object.values(provider_config).map((shown) => this.provider(shown));
    this.unknown = new Map(
      document.resource_changes?.map(({ address, change }) => [address, change.after_unknown] as const),
    );
    this.created = new Set(
      document.resource_changes?.flatMap(({ address, change: { actions } }) =>
        Array.isArray(actions) && actions.includes("create") ? address : [],
      ),
    );
    this.written = new Map(writtenIn(root_module, ""));
    for (const shown of [...resourcesIn(values), ...read]) {
      const key = `${shown.mode} ${shown.type}`;
      const others = this.byType.get(key);
      if (others) others.push(this.resource(shown));
      else this.byType.set(key, [this.resource(shown)]);
    }
    this.outputs = Object.entries(values.outputs ?? {}).map(([output, shown]) => ({
      stack: name,
      name: output,
      matches: (pattern) => matches(pattern, shown.value, root_module?.outputs?.[output]),
      value: () => this.outputValue(output, shown),
    }));
  }

  /** What a plan forgets without destroying it, and the actions that it runs. */
  public get otherBlocks(): readonly OtherBlock[] {
    return otherBlocksOfPlan(this.name, this.document);
  }

  /** Why a plan does not tell of all that is in force after it; undefined where it does. */
  public get incomplete(): string | undefined {
    return whyIncomplete(this.document);
  }

  /** Whether anything that was read of it comes at apply, and was worked out by the rules of the clouds. */
  public get isAssumed(): boolean {
    return this.assumes;
  }

  /** What a reference in the root module means: a plan does not show local values. @throws CallFault, UnresolvedValue */
  public find(root: string, steps: readonly KnownStep[]): Found {
    const names = steps.map((step) => (step.kind === "name" ? step.name : undefined));
    const variables = this.document.variables ?? {};
    if (root === "var" && names[0] !== undefined && Object.hasOwn(variables, names[0])) {
      return { value: variables[names[0]].value, taken: 1 };
    }
    const isData = root === "data";
    const [mode, type] = isData ? (["data", names[0] ?? ""] as const) : (["managed", root] as const);
    const at = isData ? 1 : 0;
    const step = steps[at + 1];
    const key = step?.kind === "index" ? `[${JSON.stringify(step.index)}]` : "";
    const address = `${isData ? "data." : ""}${type}.${names[at]}${key}`;
    const attribute = names[key ? at + 2 : at + 1];
    const resource = this.all(mode, type).find((one) => one.address === address);
    if (!resource || attribute === undefined) throw new CallFault(`${address} is not understood`);
    return { value: resource.attribute(attribute) ?? null, taken: at + (key ? 3 : 2), ofResource: true };
  }

  public all(mode: Resource["mode"], type: string): readonly Resource[] {
    return this.byType.get(`${mode} ${type}`) ?? [];
  }

  /** The resources that have arguments whose text a pattern matches. */
  public allWith(pattern: RegExp): readonly Resource[] {
    const all = [...this.byType.values()].flat();
    return all.filter((one) => one.mode === "managed" && one.argumentsWith(pattern).length > 0);
  }

  public everyOne(mode: Resource["mode"]): readonly Resource[] {
    return [...this.byType.values()].flat().filter((one) => one.mode === mode);
  }

  /** The value of an output: a plan shows one that is known in part among the changes only. */
  private outputValue(name: string, shown: { readonly value?: unknown }): unknown {
    if ("value" in shown) return shown.value;
    const { after, after_unknown = true } = this.document.output_changes?.[name] ?? {};
    const written = this.document.configuration?.root_module?.outputs?.[name]?.expression;
    const place = `${this.name}: output.${name}`;
    return this.completed(`output.${name}`, { value: after, unknown: after_unknown, written, place });
  }

  private resource({ address, mode, type, values: told }: ShownResourceValues): Resource {
    const values = told ?? {};
    const unknown = this.unknown.get(address);
    const { provider_config_key, expressions } = this.written.get(withoutKeys(address)) ?? {};
    const read = (name: string, isAttribute: boolean) => {
      const part = (unknown as Readonly<Record<string, unknown>> | undefined)?.[name];
      const value = values[name] ?? undefined;
      const place = `${placeOf({ stack: this.name, address })}.${name}`;
      if (!this.keepsUnknown) {
        if (part === true && expressions?.[name] === undefined) {
          const isNew = expressions !== undefined && this.created.has(address);
          if (!isAttribute && isNew && isFilledIn(type, name)) return undefined;
          return this.assignedTo(resource, name, place);
        }
        // What a module's own names mean is not shown.
        const written = address.startsWith("module.") ? undefined : expressions?.[name];
        return this.completed(`${address}.${name}`, { value, unknown: part, written, place });
      }
      if (part === true) return this.madeOf(expressions?.[name], address) ?? unknownText(`${address}.${name}`);
      return withUnknowns(value, part, `${address}.${name}`);
    };
    const provider = this.providers.find(({ key }) => key === provider_config_key);
    const resource: Assignable = {
      stack: this.name,
      mode,
      type,
      address,
      has: (name) => (expressions?.[name] ?? values[name] ?? undefined) !== undefined,
      ...(provider ? { provider } : {}),
      argumentsWith: (pattern, among) =>
        argumentsWith(pattern, values, expressions).filter((name) => !among || among.includes(name)),
      mentions: (test) => [values, expressions].some((one) => one !== undefined && test(JSON.stringify(one))),
      argument: (name) => read(name, false),
      attribute: (name) => read(name, true),
    };
    return resource;
  }

  /** A value that comes at apply in part, each worked out once. */
  private completed(key: string, of: ComesAtApply): unknown {
    return completed(of, (text) =>
      this.atApply.once(
        `${key} ${JSON.stringify(text)}`,
        () => of.place,
        () => {
          const made = evaluateJson(text, this);
          this.assumes = true;
          return made;
        },
      ),
    );
  }

  /** What the resource's cloud will assign. */
  private assignedTo(resource: Assignable, name: string, place: string): unknown {
    const refuse = () => withoutUnknowns(undefined, true, place);
    const made = unlessUnresolved(
      () =>
        this.atApply.once(
          `${resource.address}.${name}`,
          () => place,
          () => this.assigned(resource, name),
        ),
      undefined,
    );
    if (made === undefined) return refuse();
    this.assumes = true;
    return made;
  }

  /** What an argument that comes at apply is made of, where that is one attribute alone; a data source's is worked out. */
  private madeOf(expression: unknown, address: string): unknown {
    const { references } = (expression ?? {}) as ShownExpression;
    const [reference, ...others] = Array.isArray(references) ? (references as string[]) : [];
    const module = /^(module\.[\w-]+(\[[^\]]*\])?\.)*/.exec(address)?.[0] ?? "";
    const [, source, attribute] = /^(data\.[\w-]+\.[\w-]+(?:\[[^\]]*\])?)\.(\w+)$/.exec(reference ?? "") ?? [];
    if (source === undefined) {
      // Terraform lists the resource beside its attribute.
      const isAlone = reference !== undefined && others.every((one) => reference.startsWith(one));
      return isAlone && /^\w+\.[\w-]+(\[[^\]]*\])?\.\w+$/.test(reference)
        ? unknownText(`${module}${reference}`)
        : undefined;
    }
    const [, type] = source.split(".");
    const found = this.all("data", type).find((one) => one.address === `${module}${source}`);
    return found && this.assigned({ ...found, has: (name) => found.argument(name) !== undefined }, attribute);
  }

  private provider({ name, alias, expressions = {} }: ShownProvider): Provider {
    const key = alias === undefined ? name : `${name}.${alias}`;
    return {
      stack: this.name,
      key,
      argument: (argument) => {
        const shown = expressions[argument];
        const place = `${this.name}: provider.${key}.${argument}`;
        if (!isBlocks(shown)) return shown && constant(shown, place);
        return shown.map((one) =>
          Object.fromEntries(Object.entries(one).map(([name, part]) => [name, constant(part, `${place}.${name}`)])),
        );
      },
    };
  }
}

function isBlocks(shown: ShownExpression | readonly ShownBlock[] | undefined): shown is readonly ShownBlock[] {
  return Array.isArray(shown);
}

/** A constant of a provider. Where a stack is written in JSON, a plan shows the text of expressions as constants. */
function constant({ constant_value, references }: ShownExpression, place: string): unknown {
  const isKnown = constant_value !== undefined && references === undefined;
  if (isKnown && !/[$%]\{/.test(JSON.stringify(constant_value))) return constant_value;
  throw new UnresolvedValue(place, "is an expression, whose value a plan does not show", WAY_OUT);
}

/** Whether a value matches, or what is written to make it, since parts of the value may come at apply only. */
function matches(pattern: RegExp, ...texts: readonly unknown[]): boolean {
  return texts.some((text) => text !== undefined && isWritten(pattern, text));
}

function argumentsWith(
  pattern: RegExp,
  values: Readonly<Record<string, unknown>>,
  expressions: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const names = new Set([...Object.keys(values), ...Object.keys(expressions)]);
  return [...names].filter((name) => matches(pattern, values[name], expressions[name]));
}
