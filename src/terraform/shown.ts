import { Assigned, ModuleCall, Output, placeOf, Provider, Resource } from "./configuration";
import { isWritten } from "./is-written";
import { OtherBlock, typeOf } from "./other-blocks";
import { unknownText } from "./unknown";
import { UnresolvedValue } from "./unresolved";

/** What `terraform show -json` prints of a plan or a state. */
export interface ShownDocument {
  readonly format_version: string;
  readonly values?: ShownValues;
  readonly planned_values?: ShownValues;
  readonly prior_state?: { readonly values?: ShownValues };
  readonly resource_changes?: readonly ShownChange[];
  readonly action_invocations?: readonly ShownAction[];
  readonly deferred_changes?: readonly unknown[];
  /** Since Terraform 1.8; a plan with `-target` is not complete. */
  readonly complete?: boolean;
  readonly errored?: boolean;
  readonly output_changes?: Readonly<Record<string, { readonly after?: unknown; readonly after_unknown?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, ShownProvider>>;
    readonly root_module?: WrittenModule;
  };
}

/** What is written of a module. */
interface WrittenModule {
  readonly resources?: readonly ShownConfiguration[];
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly module_calls?: Readonly<Record<string, { readonly module?: WrittenModule }>>;
}

interface ShownValues {
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly root_module?: ShownModule;
}
interface ShownModule {
  readonly resources?: readonly ShownResourceValues[];
  readonly child_modules?: readonly ShownModule[];
}
interface ShownResourceValues {
  readonly address: string;
  readonly mode: Resource["mode"];
  readonly type: string;
  readonly values?: Readonly<Record<string, unknown>> | null;
}
interface ShownChange {
  readonly address: string;
  readonly change: { readonly actions?: unknown; readonly before?: unknown; readonly after_unknown?: unknown };
}
interface ShownAction {
  readonly address?: unknown;
  readonly type?: unknown;
}
interface ShownProvider {
  readonly name: string;
  readonly alias?: string;
  readonly expressions?: Readonly<Record<string, ShownExpression | readonly ShownBlock[]>>;
}
interface ShownExpression {
  readonly constant_value?: unknown;
  readonly references?: unknown;
}
type ShownBlock = Readonly<Record<string, ShownExpression>>;
interface ShownConfiguration {
  readonly address: string;
  readonly mode?: unknown;
  readonly count_expression?: unknown;
  readonly for_each_expression?: unknown;
  readonly provider_config_key?: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** The keys of instances in an address. */
const KEYS = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;
const AT_APPLY = "is known only after apply";
const WAY_OUT = "Read the synthesized folder (cdktf.out) or, after the apply, the state";

/**
 * A stack as Terraform shows it: every value is there, or known to come at apply. A plan tells providers too, a state does
 * not.
 *
 * Terraform documentation: "JSON Output Format".
 */
export class ShownStack {
  public readonly outputs: readonly Output[];
  public readonly providers: readonly Provider[];
  /** Modules' resources are shown like others. */
  public readonly modules: readonly ModuleCall[] = [];
  private readonly byType = new Map<string, Resource[]>();
  /** What is known only after apply, by address. */
  private readonly unknown: ReadonlyMap<string, unknown>;
  /** What the root module says of its resources, by address. */
  private readonly written: ReadonlyMap<string, ShownConfiguration>;

  public constructor(
    public readonly name: string,
    private readonly document: ShownDocument,
    /** Whether what comes at apply stands as a text of its own. */
    private readonly keepsUnknown = false,
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
    const stack = this.name;
    const { resource_changes = [], action_invocations = [] } = this.document;
    return [
      ...resource_changes.flatMap(({ address, change: { actions, before } }): OtherBlock[] => {
        if (!Array.isArray(actions) || !actions.includes("forget")) return [];
        const mentions = (test: (text: string) => boolean) => test(JSON.stringify(before ?? null));
        return [{ kind: "removed", stack, address, type: typeOf(address), isShown: true, mentions }];
      }),
      ...action_invocations.map((action): OtherBlock => {
        const mentions = (test: (text: string) => boolean) => test(JSON.stringify(action));
        const [address, type] = [String(action.address), String(action.type)];
        return { kind: "action", stack, address, type, isShown: true, mentions };
      }),
    ];
  }

  /** Why a plan does not tell of all that is in force after it; undefined where it does. */
  public get incomplete(): string | undefined {
    const { complete, errored, deferred_changes = [], planned_values, configuration } = this.document;
    if (errored === true) return "ended with an error, so what comes behind it was not planned";
    if (deferred_changes.length > 0) return "defers changes to a later plan";
    if (complete === false) return "is not complete: it was made with -target, or defers changes";
    if (complete === true || !planned_values) return undefined;
    const planned = new Set(resourcesIn(planned_values).map(({ address }) => address.replace(KEYS, "")));
    const missing = configuration?.root_module?.resources?.find(
      ({ address, mode, count_expression, for_each_expression }) =>
        mode === "managed" && !count_expression && !for_each_expression && !planned.has(address),
    );
    return missing && `is not complete: the configuration has ${missing.address}, which was not planned`;
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
    return withoutUnknowns(after, after_unknown, `${this.name}: output.${name}`);
  }

  private resource({ address, mode, type, values: told }: ShownResourceValues): Resource {
    const values = told ?? {};
    const unknown = this.unknown.get(address);
    const { provider_config_key, expressions } = this.written.get(address.replace(KEYS, "")) ?? {};
    const read = (name: string) => {
      const part = (unknown as Readonly<Record<string, unknown>> | undefined)?.[name];
      const value = values[name] ?? undefined;
      const place = `${placeOf({ stack: this.name, address })}.${name}`;
      if (!this.keepsUnknown) return withoutUnknowns(value, part, place);
      if (part === true) return this.madeOf(expressions?.[name], address) ?? unknownText(`${address}.${name}`);
      return withUnknowns(value, part, `${address}.${name}`);
    };
    const provider = this.providers.find(({ key }) => key === provider_config_key);
    return {
      stack: this.name,
      mode,
      type,
      address,
      ...(provider ? { provider } : {}),
      argumentsWith: (pattern, among) =>
        argumentsWith(pattern, values, expressions).filter((name) => !among || among.includes(name)),
      mentions: (test) => [values, expressions].some((one) => one !== undefined && test(JSON.stringify(one))),
      argument: read,
      attribute: read,
    };
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

/** What is written of resources, by their addresses without the keys of instances. */
function writtenIn(
  { resources, module_calls }: WrittenModule = {},
  prefix: string,
): (readonly [string, ShownConfiguration])[] {
  return [
    ...(resources ?? []).map((one) => [`${prefix}${one.address}`, one] as const),
    ...Object.entries(module_calls ?? {}).flatMap(([name, { module }]) =>
      writtenIn(module, `${prefix}module.${name}.`),
    ),
  ];
}

function resourcesIn(values: ShownValues | undefined): ShownResourceValues[] {
  const inModule = ({ resources, child_modules }: ShownModule): ShownResourceValues[] => [
    ...(resources ?? []),
    ...(child_modules ?? []).flatMap(inModule),
  ];
  return inModule(values?.root_module ?? {});
}

/** A value in which the parts that come at apply stand as texts of their own. */
function withUnknowns(value: unknown, unknown: unknown, source: string): unknown {
  if (unknown === true) return unknownText(source);
  if (typeof unknown !== "object" || unknown === null) return value;
  if (Array.isArray(unknown)) {
    const parts = unknown as readonly unknown[];
    const values = Array.isArray(value) ? (value as unknown[]) : [];
    const length = Math.max(values.length, parts.length);
    return Array.from({ length }, (_, i) => withUnknowns(values[i], parts[i], `${source}[${i}]`));
  }
  const entries = Object.entries(unknown);
  if (entries.length === 0) return value;
  const known = (value ?? {}) as Record<string, unknown>;
  return {
    ...known,
    ...Object.fromEntries(entries.map(([name, part]) => [name, withUnknowns(known[name], part, `${source}.${name}`)])),
  };
}

/**
 * A value whose parts that come at apply only cannot be read; the others can. An object with a block that the provider adds to,
 * such as a Kubernetes object's metadata, is mostly known.
 */
function withoutUnknowns(value: unknown, unknown: unknown, place: string): unknown {
  const isMissing = value === undefined || value === null;
  const hasParts = typeof unknown === "object" && unknown !== null && Object.keys(unknown).length > 0;
  if (unknown === true || (isMissing && hasParts)) throw new UnresolvedValue(place, AT_APPLY, WAY_OUT);
  if (isMissing || typeof unknown !== "object" || unknown === null) return value;
  if (Array.isArray(value)) {
    const parts = unknown as readonly unknown[];
    const length = Math.max(value.length, parts.length);
    return Array.from({ length }, (_, i) => withoutUnknowns(value[i], parts[i], `${place}[${i}]`));
  }
  const copy = { ...value };
  for (const [name, part] of Object.entries(unknown)) {
    const known = (value as Record<string, unknown>)[name];
    const get = () => withoutUnknowns(known, part, `${place}.${name}`);
    Object.defineProperty(copy, name, { enumerable: true, get });
  }
  return copy;
}
