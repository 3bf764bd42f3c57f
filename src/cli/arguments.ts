import { parseArgs } from "node:util";

/** What `trust-mesh lab` was asked for. */
export interface LabArguments {
  readonly command: "lab";
  readonly paths: readonly string[];
  /** Where kubectl is; undefined for the first one on PATH. */
  readonly kubectl?: string;
  readonly noKubectl: boolean;
  /** The plugin's file; undefined for the one beside this command. */
  readonly plugin?: string;
  readonly json: boolean;
  readonly keep: boolean;
}

export type Arguments = LabArguments | { readonly command: "help" | "version" };

/** A command line that cannot be followed; it names the flag, the reason and the way out. */
export class UsageFault extends Error {}

const OPTIONS = {
  kubectl: { type: "string" },
  "no-kubectl": { type: "boolean" },
  plugin: { type: "string" },
  json: { type: "boolean" },
  keep: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

export const HELP = `trust-mesh lab PATH… [flags]

Tries a mesh on this machine, without a cloud account: plays the clouds and clusters that a
configuration describes, lets every declared edge act by its own kubeconfig and the plugin, and
lets everybody else try in vain.

PATH  a folder that cdktf synth wrote (cdktf.out), or what terraform show -json printed of a plan or
      a state; several may be given when their stacks belong together

  --kubectl FILE   the kubectl to use, 1.28 or newer; the first one on PATH unless given
  --no-kubectl     use the built-in client, also where there is a kubectl
  --plugin FILE    the exec plugin to use; the one beside this command unless given
  --json           print the whole report as JSON
  --keep           leave the lab running after the trials, with a kubeconfig to play with
  --version, --help

Exit codes: 0 all is as declared, 1 something is not, 2 the command line or the configuration cannot
be followed, 70 trust-mesh itself is at fault, 129, 130 and 143 a signal ended it (HUP, INT, TERM).
`;

/**
 * Reads the command line.
 *
 * @throws UsageFault
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };
  const [command, ...paths] = positionals;
  if (command === undefined) throw new UsageFault("A command is missing. Give: trust-mesh lab cdktf.out");
  if (command !== "lab") throw new UsageFault(`There is no command "${command}". The command is: lab`);
  if (paths.length === 0) throw new UsageFault("lab needs a PATH: what `cdktf synth` wrote, usually cdktf.out");
  if (values.kubectl !== undefined && values["no-kubectl"]) {
    throw new UsageFault("--kubectl and --no-kubectl contradict each other. Leave one of them out");
  }
  if (values.json && values.keep) {
    throw new UsageFault("--json ends with its report, and --keep does not end. Leave one of them out");
  }
  const { kubectl, plugin } = values;
  return {
    command,
    paths,
    ...(kubectl === undefined ? {} : { kubectl }),
    ...(plugin === undefined ? {} : { plugin }),
    noKubectl: values["no-kubectl"] ?? false,
    json: values.json ?? false,
    keep: values.keep ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const message = (error as Error).message.replace(/\.?$/, ".");
    throw new UsageFault(`${message} See trust-mesh --help`);
  }
}
