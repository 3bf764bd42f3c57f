import { findFlag, PLUGIN_FLAGS, PluginSubcommand } from "../../exec-contract";

/** What an exec stanza's arguments ask the plugin for. */
export interface ExecRequest {
  readonly subcommand: PluginSubcommand;
  /** Flags by name; `true` for one that takes no value, `false` for its `--no-NAME`. */
  readonly flags: Readonly<Record<string, string | boolean>>;
}

/** Arguments that the plugin would refuse. */
export class ExecFault extends Error {}

/**
 * Reads the arguments of an exec stanza by the contract that printed them.
 *
 * @throws ExecFault
 */
export function readExecArguments(args: readonly string[]): ExecRequest {
  const [subcommand, ...rest] = args;
  if (!Object.hasOwn(PLUGIN_FLAGS, subcommand ?? "")) throw new ExecFault(`"${subcommand}" is no subcommand`);
  const known = PLUGIN_FLAGS[subcommand as PluginSubcommand];
  const flags: Record<string, string | boolean> = {};
  for (let at = 0; at < rest.length; at++) {
    const [, written, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(rest[at]) ?? [];
    const found = findFlag(known, written);
    if (!found) throw new ExecFault(`${subcommand} has no flag "${rest[at]}"`);
    const { name } = found.flag;
    if (found.flag.value === undefined) flags[name] = !found.negated;
    else {
      const value = inline ?? rest[++at];
      if (value === undefined) throw new ExecFault(`--${name} has no value`);
      flags[name] = value;
    }
  }
  return { subcommand: subcommand as PluginSubcommand, flags };
}

/** A flag's value as text; undefined where it is not given. */
export function flagOf({ flags }: ExecRequest, name: string): string | undefined {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
}
