import type { ShownExpression } from "./at-apply";
import type { Resource } from "./configuration";

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
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly output_changes?: Readonly<Record<string, { readonly after?: unknown; readonly after_unknown?: unknown }>>;
  readonly configuration?: {
    readonly provider_config?: Readonly<Record<string, ShownProvider>>;
    readonly root_module?: WrittenModule;
  };
}

/** What is written of a module. */
interface WrittenModule {
  readonly resources?: readonly ShownConfiguration[];
  readonly outputs?: Readonly<Record<string, { readonly expression?: unknown }>>;
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
export interface ShownResourceValues {
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
export interface ShownProvider {
  readonly name: string;
  readonly alias?: string;
  readonly expressions?: Readonly<Record<string, ShownExpression | readonly ShownBlock[]>>;
}
export type ShownBlock = Readonly<Record<string, ShownExpression>>;
export interface ShownConfiguration {
  readonly address: string;
  readonly mode?: unknown;
  readonly count_expression?: unknown;
  readonly for_each_expression?: unknown;
  readonly provider_config_key?: string;
  readonly expressions?: Readonly<Record<string, unknown>>;
}

/** The keys of instances in an address. */
const KEYS = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;

/** An address without the keys of instances. */
export function withoutKeys(address: string): string {
  return address.replace(KEYS, "");
}

/** What is written of resources, by their addresses without the keys of instances. */
export function writtenIn(
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

/** The resources of all modules. */
export function resourcesIn(values: ShownValues | undefined): ShownResourceValues[] {
  const inModule = ({ resources, child_modules }: ShownModule): ShownResourceValues[] => [
    ...(resources ?? []),
    ...(child_modules ?? []).flatMap(inModule),
  ];
  return inModule(values?.root_module ?? {});
}
