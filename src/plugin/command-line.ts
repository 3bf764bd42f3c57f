import { findFlag, FlagDefinition, FlagValues, PLUGIN_FLAGS, PluginSubcommand } from "../exec-contract";
import { PluginFailure, usageFailure } from "./failure";
import { shown } from "./redaction";
import { NEWER_STANZA, RELEASE, seeHelp } from "./version";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help"; readonly subcommand?: PluginSubcommand }
  | { readonly kind: "version" }
  | { readonly kind: "credential"; readonly subcommand: PluginSubcommand; readonly flags: FlagValues }
  /** The rest of the arguments is for the doctor to read. */
  | { readonly kind: "doctor"; readonly args: readonly string[] };

const SUBCOMMANDS = Object.keys(PLUGIN_FLAGS) as PluginSubcommand[];
const ALL_SUBCOMMANDS = [...SUBCOMMANDS, "doctor"].join(", ");
/** What asks for help in a subcommand's place. */
export const HELP = ["--help", "-h", "help"];

/**
 * Parses the arguments after the executable's name. A flag's value is the next argument or follows an equals sign;
 * a value that itself begins with two dashes must follow an equals sign.
 *
 * @throws PluginFailure (usage) for an unknown subcommand or flag, a repeated flag, a missing or a needless value
 */
export function parseCommandLine(args: readonly string[]): Invocation {
  const [first, ...rest] = args;
  if (first === undefined) throw usageFailure(`name a subcommand: one of ${ALL_SUBCOMMANDS}.`, seeHelp());
  if (HELP.includes(first)) return { kind: "help" };
  if (first === "--version") return { kind: "version" };
  if (first === "doctor") return { kind: "doctor", args: rest };
  const subcommand = SUBCOMMANDS.find((one) => one === first);
  if (!subcommand) {
    throw usageFailure(`unknown subcommand ${shown(first)}: one of ${ALL_SUBCOMMANDS} in ${RELEASE}.`, NEWER_STANZA);
  }
  if (asksForHelp(rest)) return { kind: "help", subcommand };
  return { kind: "credential", subcommand, flags: parseFlags(subcommand, PLUGIN_FLAGS[subcommand], rest) };
}

/** Whether a subcommand's arguments ask for its help. */
export function asksForHelp(args: readonly string[]): boolean {
  return args.some((arg) => arg === "--help" || arg === "-h");
}

/**
 * The flags in a subcommand's arguments.
 *
 * @throws PluginFailure (usage) as parseCommandLine does
 */
export function parseFlags(subcommand: string, known: readonly FlagDefinition[], args: readonly string[]): FlagValues {
  const values: { [flag: string]: string | boolean } = {};
  const refuse = (reason: string) => usageFailure(`${reason}.`, seeHelp(subcommand));
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(args[i]);
    if (!match) throw refuse(`${shown(args[i])} is not a flag; each begins with two dashes`);
    const [, written, inline] = match;
    const found = findFlag(known, written);
    if (!found) throw unknownFlag(subcommand, written);
    const { flag, negated } = found;
    const { name } = flag;
    if (name in values) throw refuse(`--${name} is given twice; leave one out`);
    if (flag.value === undefined) {
      if (inline !== undefined) throw refuse(`--${written} takes no value; write it alone`);
      values[name] = !negated;
      continue;
    }
    const value = inline ?? args[++i];
    if (value === undefined || value === "" || (inline === undefined && value.startsWith("--"))) {
      throw refuse(`--${name} needs a value: --${name} ${flag.value}`);
    }
    values[name] = value;
  }
  return values;
}

function unknownFlag(subcommand: string, name: string): PluginFailure {
  return usageFailure(`${subcommand} has no flag --${name} in ${RELEASE}.`, NEWER_STANZA);
}
