import {
  DOCTOR_FLAGS,
  findFlag,
  FlagDefinition,
  FlagValues,
  PLUGIN_FLAGS,
  PLUGIN_PACKAGE,
  PluginSubcommand,
} from "../exec-contract";
import { PluginFailure } from "./failure";
import { VERSION } from "./version";

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: "help"; readonly subcommand?: PluginSubcommand }
  | { readonly kind: "version" }
  | { readonly kind: "credential" | "doctor"; readonly subcommand: PluginSubcommand; readonly flags: FlagValues };

const SUBCOMMANDS = Object.keys(PLUGIN_FLAGS) as PluginSubcommand[];
const HELP = ["--help", "-h", "help"];

/**
 * Parses the arguments after the executable's name. A flag's value is the next argument or follows an equals sign;
 * a value that itself begins with two dashes must follow an equals sign.
 *
 * @throws PluginFailure (usage) for an unknown subcommand or flag, a repeated flag, a missing or a needless value
 */
export function parseCommandLine(args: readonly string[]): Invocation {
  const [first, ...rest] = args;
  if (first === undefined) throw usage(`name a subcommand: one of ${[...SUBCOMMANDS, "doctor"].join(", ")}`);
  if (HELP.includes(first)) return { kind: "help" };
  if (first === "--version") return { kind: "version" };
  if (first === "doctor") {
    const [second, ...more] = rest;
    if (second !== undefined && HELP.includes(second)) return { kind: "help" };
    const subcommand = subcommandOf(second, "doctor needs the subcommand to look at", SUBCOMMANDS);
    return credentialOrDoctor("doctor", subcommand, [...PLUGIN_FLAGS[subcommand], ...DOCTOR_FLAGS], more);
  }
  const subcommand = subcommandOf(first, `unknown subcommand "${first}"`, [...SUBCOMMANDS, "doctor"]);
  return credentialOrDoctor("credential", subcommand, PLUGIN_FLAGS[subcommand], rest);
}

function credentialOrDoctor(
  kind: "credential" | "doctor",
  subcommand: PluginSubcommand,
  known: readonly FlagDefinition[],
  args: readonly string[],
): Invocation {
  if (args.some((arg) => arg === "--help" || arg === "-h")) return { kind: "help", subcommand };
  return { kind, subcommand, flags: parseFlags(subcommand, known, args) };
}

function parseFlags(
  subcommand: PluginSubcommand,
  known: readonly FlagDefinition[],
  args: readonly string[],
): FlagValues {
  const values: { [flag: string]: string | boolean } = {};
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(args[i]);
    if (!match) throw usage(`"${args[i]}" is not a flag; each begins with two dashes`);
    const [, written, inline] = match;
    const found = findFlag(known, written);
    if (!found) throw unknownFlag(subcommand, written);
    const { flag, negated } = found;
    const { name } = flag;
    if (name in values) throw usage(`--${name} is given twice; leave one out`);
    if (flag.value === undefined) {
      if (inline !== undefined) throw usage(`--${written} takes no value; write it alone`);
      values[name] = !negated;
      continue;
    }
    const value = inline ?? args[++i];
    if (value === undefined || value === "" || (inline === undefined && value.startsWith("--"))) {
      throw usage(`--${name} needs a value: --${name} ${flag.value}`);
    }
    values[name] = value;
  }
  return values;
}

function subcommandOf(name: string | undefined, complaint: string, choices: readonly string[]): PluginSubcommand {
  const found = SUBCOMMANDS.find((subcommand) => subcommand === name);
  if (!found) throw usage(`${complaint}: one of ${choices.join(", ")}`);
  return found;
}

/** The stanza may come from a newer version of the constructs than the plugin: docs/support.md has the rules. */
function unknownFlag(subcommand: PluginSubcommand, name: string): PluginFailure {
  return new PluginFailure(
    "usage",
    `${subcommand} has no flag --${name} in ${PLUGIN_PACKAGE} ${VERSION}.`,
    `A newer stanza needs a newer plugin: npm install --global ${PLUGIN_PACKAGE}. Else see --help.`,
  );
}

function usage(reason: string): PluginFailure {
  return new PluginFailure("usage", `${reason}.`);
}
