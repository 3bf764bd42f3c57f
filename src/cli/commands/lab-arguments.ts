import { Command, Option } from "commander";
import { collect, PATHS } from "../command";
import { defineFormat } from "../format";
import { OutputFile, outputOf } from "../outputs";
import { Format } from "../printers";
import { GivenVariables } from "../../terraform";
import { UsageFault } from "../usage-fault";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

/** What `trust-mesh lab` was asked for. */
export interface LabArguments {
  readonly paths: readonly string[];
  /** The values of Terraform's variables. */
  readonly variables: GivenVariables;
  /** Where kubectl is; undefined for the first one on PATH. */
  readonly kubectl?: string;
  readonly noKubectl: boolean;
  /** The plugin's file; undefined for the one beside this command. */
  readonly plugin?: string;
  /** The form of the report on stdout. */
  readonly format: Format;
  /** Further reports, in files. */
  readonly outputs: readonly OutputFile<Format>[];
  /** Selections of edges, `SOURCE→TARGET`; all where there is none. */
  readonly only: readonly string[];
  /** An earlier report. */
  readonly changedSince?: string;
  /** A file of acknowledgements. */
  readonly acknowledgements?: string;
  readonly keep: boolean;
}

const FORMATS: readonly Format[] = ["table", "json", "junit", "markdown"];

/** What the exit codes of the lab mean. */
export const EXIT_CODES = `
Exit codes:
  0   proved: all is as declared
  1   red: something is not
  2   the command line or the configuration cannot be followed
  3   proved, with gaps: something was read that is not proved; it is listed
  70  trust-mesh itself is at fault
  129, 130, 143  a signal ended it (HUP, INT, TERM)
`;

/** The command's words, arguments and options. */
export function defineLab(program: Command, chosen: (args: LabArguments) => void): void {
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
    .option("--output <format=file>", "write the report to a file as well; may be repeated", collect, [])
    .option("--only <source→target>", "try only these edges (also ->); may be repeated", collect, [])
    .option("--changed-since <report>", "try by client and plugin only what differs from an earlier JSON report")
    .option("--acknowledgements <file>", "gaps that are accepted until a date, as JSON or YAML")
    .option("--keep", "leave the lab running after the trials, with a kubeconfig to play with")
    .addHelpText("after", EXIT_CODES);
  const format = defineFormat(lab, "the form of the report on stdout", FORMATS, "table");
  defineVariables(lab);
  const given = new Set<string>();
  for (const name of ["kubectl", "no-kubectl"]) lab.on(`option:${name}`, () => given.add(name));
  lab.action((paths: string[], options: LabOptions) => chosen(labArguments(paths, options, format(), given)));
}

interface LabOptions extends VariableOptions {
  readonly kubectl?: string | boolean;
  readonly plugin?: string;
  readonly output: readonly string[];
  readonly only: readonly string[];
  readonly changedSince?: string;
  readonly acknowledgements?: string;
  readonly keep?: true;
}

function labArguments(
  paths: readonly string[],
  options: LabOptions,
  format: Format,
  given: ReadonlySet<string>,
): LabArguments {
  if (given.has("kubectl") && given.has("no-kubectl")) {
    throw new UsageFault("--kubectl and --no-kubectl contradict each other. Leave one of them out");
  }
  if (format !== "table" && options.keep) {
    throw new UsageFault(
      `a report in the form ${format} ends the command, and --keep does not end. Leave one of them out`,
    );
  }
  const { kubectl, plugin, changedSince, acknowledgements, only } = options;
  return {
    ...{
      paths,
      variables: variablesOf(options),
      format,
      only,
      noKubectl: given.has("no-kubectl"),
      keep: options.keep ?? false,
    },
    outputs: options.output.map((text) => outputOf(text, FORMATS)),
    ...(typeof kubectl === "string" ? { kubectl } : {}),
    ...(plugin === undefined ? {} : { plugin }),
    ...(changedSince === undefined ? {} : { changedSince }),
    ...(acknowledgements === undefined ? {} : { acknowledgements }),
  };
}
