import { Output, placeOf, Provider, Resource } from "./configuration";
import { UnresolvedValue } from "./unresolved";

/** What `terraform show -json` prints of a plan or a state. */
export interface ShownDocument {
  readonly format_version: string;
  readonly values?: ShownValues;
  readonly planned_values?: ShownValues;
  readonly prior_state?: { readonly values?: ShownValues };
  readonly resource_changes?: readonly ShownChange[];
  readonly output_changes?: Readonly<Record<string, { readonly after_unknown?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, ShownProvider>>;
    readonly root_module?: { readonly resources?: readonly ShownConfiguration[] };
  };
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
  readonly values?: Readonly<Record<string, unknown>>;
}
interface ShownChange {
  readonly address: string;
  readonly change: { readonly after_unknown?: unknown };
}
interface ShownProvider {
  readonly name: string;
  readonly alias?: string;
  readonly expressions?: Readonly<Record<string, { readonly constant_value?: unknown; readonly references?: unknown }>>;
}
interface ShownConfiguration {
  readonly address: string;
  readonly provider_config_key?: string;
}

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
  private readonly byType = new Map<string, Resource[]>();
  /** What is known only after apply, by address. */
  private readonly unknown: ReadonlyMap<string, unknown>;
  private readonly providerKeys: ReadonlyMap<string, string | undefined>;

  public constructor(
    public readonly name: string,
    private readonly document: ShownDocument,
  ) {
    const isPlan = document.planned_values !== undefined;
    const values = document.planned_values ?? document.values ?? {};
    const read = isPlan ? resourcesIn(document.prior_state?.values).filter(({ mode }) => mode === "data") : [];
    this.providers = Object.entries(document.configuration?.provider_config ?? {}).map(([, shown]) =>
      this.provider(shown),
    );
    this.unknown = new Map(
      document.resource_changes?.map(({ address, change }) => [address, change.after_unknown] as const),
    );
    this.providerKeys = new Map(
      document.configuration?.root_module?.resources?.map((one) => [one.address, one.provider_config_key] as const),
    );
    for (const shown of [...resourcesIn(values), ...read]) {
      const key = `${shown.mode} ${shown.type}`;
      this.byType.set(key, [...(this.byType.get(key) ?? []), this.resource(shown)]);
    }
    this.outputs = Object.entries(values.outputs ?? {}).map(([output, { value }]) => ({
      stack: name,
      name: output,
      mentions: (word) => JSON.stringify(value ?? "").includes(word),
      value: () => this.outputValue(output, value),
    }));
  }

  public all(mode: Resource["mode"], type: string): readonly Resource[] {
    return this.byType.get(`${mode} ${type}`) ?? [];
  }

  private outputValue(name: string, value: unknown): unknown {
    if (this.document.output_changes?.[name]?.after_unknown === true) {
      throw new UnresolvedValue(`${this.name}: output.${name}`, AT_APPLY, WAY_OUT);
    }
    return value;
  }

  private resource({ address, mode, type, values = {} }: ShownResourceValues): Resource {
    const unknown = this.unknown.get(address);
    const read = (name: string) => {
      const part = (unknown as Readonly<Record<string, unknown>> | undefined)?.[name];
      return withoutUnknowns(values[name] ?? undefined, part, `${placeOf({ stack: this.name, address })}.${name}`);
    };
    const provider = this.providerOf(address);
    return {
      stack: this.name,
      mode,
      type,
      address,
      ...(provider ? { provider } : {}),
      mentions: (word) => JSON.stringify(values).includes(word),
      argument: read,
      attribute: read,
    };
  }

  private providerOf(address: string): Provider | undefined {
    const key = this.providerKeys.get(address.replace(/\[[^\]]*\]$/, ""));
    return this.providers.find((provider) => provider.key === key);
  }

  private provider({ name, alias, expressions = {} }: ShownProvider): Provider {
    const key = alias === undefined ? name : `${name}.${alias}`;
    return {
      stack: this.name,
      key,
      argument: (argument) => {
        const expression = expressions[argument];
        if (expression === undefined) return undefined;
        if ("constant_value" in expression) return expression.constant_value;
        const place = `${this.name}: provider.${key}.${argument}`;
        throw new UnresolvedValue(place, "is an expression, which a plan does not show", WAY_OUT);
      },
    };
  }
}

function resourcesIn(values: ShownValues | undefined): ShownResourceValues[] {
  const inModule = ({ resources = [], child_modules = [] }: ShownModule): ShownResourceValues[] => [
    ...resources,
    ...child_modules.flatMap(inModule),
  ];
  return inModule(values?.root_module ?? {});
}

/**
 * A value whose parts that come at apply only cannot be read; the others can. An object with a block that the provider adds to,
 * such as a Kubernetes object's metadata, is mostly known.
 */
function withoutUnknowns(value: unknown, unknown: unknown, place: string): unknown {
  if (unknown === true) throw new UnresolvedValue(place, AT_APPLY, WAY_OUT);
  if (typeof unknown !== "object" || unknown === null) return value;
  if (Array.isArray(unknown)) {
    return (value as unknown[]).map((item, i) => withoutUnknowns(item, (unknown as unknown[])[i], `${place}[${i}]`));
  }
  const copy = { ...(value as object) };
  for (const [name, part] of Object.entries(unknown)) {
    const known = (value as Record<string, unknown>)[name];
    const get = () => withoutUnknowns(known, part, `${place}.${name}`);
    Object.defineProperty(copy, name, { enumerable: true, get });
  }
  return copy;
}
