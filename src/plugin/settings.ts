import { FlagDefinition, FlagValues, PLUGIN_FLAGS, PluginSubcommand } from "../exec-contract";
import { usageFailure } from "./failure";
import { shown } from "./redaction";
import { NEWER_STANZA, RELEASE, seeHelp } from "./version";

/** The environment of a run. */
export type Environment = { readonly [variable: string]: string | undefined };

/**
 * The settings of one run. A flag wins over `spec.cluster.config`, which wins over the environment. The environment
 * describes the pod, often another cloud than the target's: it stands in for a flag only where there is no default.
 */
export class Settings {
  private readonly values: { readonly [name: string]: string | boolean };

  /** @throws PluginFailure (usage) for a value of the wrong type, outside its choices, or missing */
  public constructor(
    public readonly subcommand: PluginSubcommand,
    private readonly flags: FlagValues,
    clusterConfig: { readonly [key: string]: unknown },
    public readonly env: Environment,
    private readonly definitions: readonly FlagDefinition[] = PLUGIN_FLAGS[subcommand],
  ) {
    const values: { [name: string]: string | boolean } = {};
    for (const flag of definitions) {
      // Read even beside a flag, so that what it may not set is never passed over in silence.
      const configured = fromCluster(flag, clusterConfig);
      const value = flags[flag.name] ?? configured ?? fromEnvironment(flag, env);
      if (value === undefined) continue;
      if (flag.choices && !flag.choices.includes(String(value))) {
        throw usageFailure(
          `--${flag.name} cannot be ${shown(value)} in ${RELEASE}.`,
          `Use one of ${flag.choices.join(", ")}. ${NEWER_STANZA}`,
        );
      }
      values[flag.name] = value;
    }
    this.values = values;
  }

  /** Whether the command line itself has the flag, and not the environment in its place. */
  public isGiven(name: string): boolean {
    return this.flags[name] !== undefined;
  }

  /** Whether a flag without a value is set. */
  public has(name: string): boolean {
    return this.values[name] === true;
  }

  /** A flag's value. */
  public get(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** Every setting whose name ends so, with its value: what is asked elsewhere is another question. */
  public ending(suffix: string): string[] {
    return Object.entries(this.values)
      .filter(([name]) => name.endsWith(suffix))
      .map(([name, value]) => `${name}=${value}`)
      .sort();
  }

  /**
   * A value that the run cannot do without.
   *
   * @throws PluginFailure (usage) when it is missing
   */
  public need(name: string, why?: string): string {
    const value = this.get(name);
    if (value !== undefined) return value;
    const variables = this.definitions.find((flag) => flag.name === name)?.variables;
    const elsewhere = variables ? `It can also come from ${variables.join(" or ")}. ` : "";
    throw usageFailure(
      `${this.subcommand} needs --${name}${why ? `: ${why}` : ""}.`,
      elsewhere + seeHelp(this.subcommand),
    );
  }

  /**
   * A value that must have a form.
   *
   * @throws PluginFailure (usage) when it has another
   */
  public matching(name: string, form: RegExp, inWords: string): string | undefined {
    const value = this.get(name);
    if (value !== undefined && !form.test(value)) {
      throw usageFailure(`--${name} ${shown(value)} is not ${inWords}.`);
    }
    return value;
  }

  /**
   * A whole number within bounds.
   *
   * @throws PluginFailure (usage) when it is none, or outside them
   */
  public integer(name: string, least: number, most: number): number | undefined {
    const value = this.matching(name, /^\d{1,9}$/, "a whole number");
    if (value === undefined) return undefined;
    const number = Number(value);
    if (number < least || number > most) {
      throw usageFailure(`--${name} ${value} is outside ${least} to ${most}.`);
    }
    return number;
  }
}

function fromCluster(flag: FlagDefinition, config: { readonly [key: string]: unknown }): string | boolean | undefined {
  if (!Object.hasOwn(config, flag.name)) return undefined;
  if (!flag.fromCluster) {
    throw usageFailure(
      `spec.cluster.config may not set "${flag.name}".`,
      `Pass --${flag.name} in the exec stanza's args.`,
    );
  }
  const value = config[flag.name];
  if (flag.value === undefined) {
    if (typeof value === "boolean") return value;
  } else if (typeof value === "string" && value !== "") return value;
  else if (typeof value === "number") return String(value);
  throw usageFailure(
    `spec.cluster.config gives "${flag.name}" a value of the wrong type.`,
    `Give a ${flag.value === undefined ? "boolean" : "string"}, as --${flag.name} takes it.`,
  );
}

function fromEnvironment({ variables }: FlagDefinition, env: Environment): string | undefined {
  return (variables ?? []).map((variable) => env[variable]).find((candidate) => candidate);
}
