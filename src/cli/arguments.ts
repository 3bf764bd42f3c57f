import { Command, CommanderError, Option } from "commander";
import { Format } from "./printers";
import { UsageFault } from "./usage-fault";

/** What both commands read. */
interface ReadArguments {
  readonly paths: readonly string[];
}

/** What `trust-mesh lab` was asked for. */
export interface LabArguments extends ReadArguments {
  readonly command: "lab";
  /** Where kubectl is; undefined for the first one on PATH. */
  readonly kubectl?: string;
  readonly noKubectl: boolean;
  /** The plugin's file; undefined for the one beside this command. */
  readonly plugin?: string;
  /** The form of the report on stdout. */
  readonly format: Format;
  /** Further reports, in files. */
  readonly outputs: readonly { readonly format: Format; readonly file: string }[];
  /** Selections of edges, `SOURCE→TARGET`; all where there is none. */
  readonly only: readonly string[];
  /** An earlier report. */
  readonly changedSince?: string;
  /** A file of acknowledgements. */
  readonly acknowledgements?: string;
  readonly keep: boolean;
}

/** What `trust-mesh can-i` was asked for. */
export interface CanIArguments extends ReadArguments {
  readonly command: "can-i";
  /** A file of requests; undefined where the flags hold one. */
  readonly requests?: string;
  readonly from?: string;
  readonly to?: string;
  readonly verb?: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** What `trust-mesh scan` was asked for. */
export interface ScanArguments {
  readonly command: "scan";
  /** Files of objects or kubeconfigs; `-` for stdin. */
  readonly files: readonly string[];
  readonly format: "table" | "json";
}

export type Arguments =
  LabArguments | CanIArguments | ScanArguments | { readonly command: "help" | "version"; readonly text: string };

const FORMATS: readonly Format[] = ["table", "json", "junit", "markdown"];
const PATHS =
  "a folder that cdktf synth wrote (cdktf.out), or what terraform show -json printed of a plan or a state; several may be given when their stacks belong together";

const EXIT_CODES = `
Exit codes:
  0   proved: all is as declared
  1   red: something is not
  2   the command line or the configuration cannot be followed
  3   proved, with gaps: something was read that is not proved; it is listed
  70  trust-mesh itself is at fault
  129, 130, 143  a signal ended it (HUP, INT, TERM)
`;

/**
 * Reads the command line.
 *
 * @param version of the command
 * @throws UsageFault
 */
export function readArguments(args: readonly string[], version: string): Arguments {
  let read: Arguments | undefined;
  let printed = "";
  const program = programOf(version, (found) => (read = found));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void (printed += text),
      writeErr: () => undefined,
    });
  }
  try {
    program.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.version") return { command: "version", text: printed };
    if (error.code === "commander.helpDisplayed") return { command: "help", text: printed };
    if (error.code === "commander.help") throw new UsageFault("A command is missing. Give: trust-mesh lab cdktf.out");
    throw new UsageFault(`${messageOf(error)} See trust-mesh --help`);
  }
  if (!read) throw new UsageFault("A command is missing. Give: trust-mesh lab cdktf.out");
  return read;
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as one sentence. */
function messageOf({ message }: CommanderError): string {
  const text = message.replace(/^error: /, "").replaceAll("\n", " ");
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?)]$/.test(sentence) ? sentence : `${sentence}.`;
}

function programOf(version: string, found: (read: Arguments) => void): Command {
  const program = new Command("trust-mesh")
    .description("Tries a trust mesh on this machine, without a cloud account.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  const lab = program
    .command("lab")
    .summary("let every declared edge act, and every intruder try in vain")
    .description(
      "Plays the clouds and clusters that a configuration describes, lets every declared edge act by its own kubeconfig and the plugin, and tries every other identity in vain.",
    )
    .argument("<path...>", PATHS)
    .option("--kubectl <file>", "the kubectl to use, 1.28 or newer; the first one on PATH unless given")
    .addOption(new Option("--no-kubectl", "use the built-in client, also where there is a kubectl"))
    .option("--plugin <file>", "the exec plugin to use; the one beside this command unless given")
    .addOption(new Option("--format <format>", "the form of the report on stdout").choices(FORMATS).default("table"))
    .option("--json", "the same as --format json")
    .option("--output <format=file>", "write the report to a file as well; may be repeated", collect, [])
    .option("--only <source→target>", "try only these edges (also ->); may be repeated", collect, [])
    .option("--changed-since <report>", "try by client and plugin only what differs from an earlier JSON report")
    .option("--acknowledgements <file>", "gaps that are accepted until a date, as JSON or YAML")
    .option("--keep", "leave the lab running after the trials, with a kubeconfig to play with")
    .addHelpText("after", EXIT_CODES);
  const given = new Set<string>();
  for (const name of ["kubectl", "no-kubectl", "format", "json"]) lab.on(`option:${name}`, () => given.add(name));
  lab.action((paths: string[], options: LabOptions) => found(labArguments(paths, options, given)));
  const canI = program
    .command("can-i")
    .summary("answer what one service account may do, or a file of requests")
    .description("Answers from the simulator what a service account may do in a cluster, one verdict a line as JSON.")
    .argument("<path...>", PATHS)
    .option("--from <cluster:namespace/name>", "the service account that acts")
    .option("--to <target>", "the cluster in which it acts")
    .option("--verb <verb>", "get, list, create, …")
    .option("--resource <resource>", "pods, deployments.apps, pods/exec, …, or a path that begins with /")
    .option("-n, --namespace <namespace>", "where; the whole cluster unless given")
    .option("--name <name>", "the object's name")
    .option("--requests <file>", "a file of requests, one JSON object a line; - for stdin")
    .addHelpText(
      "after",
      "\nExit codes:\n  0 allowed (or all requests were answered), 1 refused, 2 cannot be followed\n",
    );
  canI.action((paths: string[], options: CanIOptions) => found(canIArguments(paths, options)));
  program
    .command("scan")
    .summary("list static credentials in a cluster's objects, and the trusts that replace them")
    .description(
      "Reads what kubectl get … -o json prints, and kubeconfigs, and lists static credentials and who uses them. No value of a secret is kept or printed.",
    )
    .argument("<file...>", "objects as JSON, or kubeconfigs; - for stdin")
    .option("--json", "print JSON instead of a table")
    .addHelpText("after", "\nExit codes:\n  0 nothing was found, 1 something was, 2 cannot be followed\n")
    .action((files: string[], { json }: { json?: boolean }) =>
      found({ command: "scan", files, format: json ? "json" : "table" }),
    );
  return program;
}

interface LabOptions {
  readonly kubectl?: string | boolean;
  readonly plugin?: string;
  readonly format: Format;
  readonly json?: true;
  readonly output: readonly string[];
  readonly only: readonly string[];
  readonly changedSince?: string;
  readonly acknowledgements?: string;
  readonly keep?: true;
}

type CanIOptions = Omit<CanIArguments, "command" | "paths">;

function collect(one: string, all: readonly string[]): readonly string[] {
  return [...all, one];
}

function labArguments(paths: readonly string[], options: LabOptions, given: ReadonlySet<string>): LabArguments {
  if (given.has("kubectl") && given.has("no-kubectl")) {
    throw new UsageFault("--kubectl and --no-kubectl contradict each other. Leave one of them out");
  }
  if (options.json && given.has("format") && options.format !== "json") {
    throw new UsageFault(`--json and --format ${options.format} contradict each other. Leave one of them out`);
  }
  const format = options.json ? "json" : options.format;
  if (format !== "table" && options.keep) {
    throw new UsageFault(
      `--${options.json ? "json" : `format ${format}`} ends with its report, and --keep does not end. Leave one of them out`,
    );
  }
  const { kubectl, plugin, changedSince, acknowledgements, only } = options;
  return {
    ...{ command: "lab", paths, format, only, noKubectl: given.has("no-kubectl"), keep: options.keep ?? false },
    outputs: options.output.map(outputOf),
    ...(typeof kubectl === "string" ? { kubectl } : {}),
    ...(plugin === undefined ? {} : { plugin }),
    ...(changedSince === undefined ? {} : { changedSince }),
    ...(acknowledgements === undefined ? {} : { acknowledgements }),
  };
}

function outputOf(text: string): LabArguments["outputs"][number] {
  const [, name, file] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const format = FORMATS.find((one) => one === name);
  if (format === undefined || file === undefined) {
    throw new UsageFault(`--output ${text} is not FORMAT=FILE with a format of ${FORMATS.join(", ")}. Correct it`);
  }
  return { format, file };
}

function canIArguments(paths: readonly string[], options: CanIOptions): CanIArguments {
  const { requests, ...one } = options;
  if (requests !== undefined) {
    const [flag] = Object.keys(one);
    if (flag) throw new UsageFault(`--requests and --${flag} contradict each other. Leave one of them out`);
    return { command: "can-i", paths, requests };
  }
  for (const flag of ["from", "to", "verb", "resource"] as const) {
    if (one[flag] === undefined) throw new UsageFault(`can-i needs --${flag}, or a file of requests (--requests FILE)`);
  }
  return { command: "can-i", paths, ...one };
}
