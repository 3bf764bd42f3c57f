import { Option } from "commander";
import { GivenVariables } from "../../terraform";
import { acknowledgementsOf } from "../acknowledgements";
import { collect, Define } from "../command";
import { defineFormat } from "../format";
import { VERIFY_PRINTERS, VerifyFormat } from "../printers/verify";
import { Terminal } from "../terminal";
import { outputOf, writeOutput } from "../outputs";
import { defineVariables, VariableOptions, variablesOf } from "../variables";
import { readForVerify } from "../verify/read";
import { FailOn, VERIFY_EXIT_CODES, verifyReportOf } from "../verify/report";

/** What `trust-mesh verify` was asked for. */
export interface VerifyArguments {
  readonly paths: readonly string[];
  readonly format: VerifyFormat;
  /** Further reports, in files. */
  readonly output: readonly string[];
  readonly failOn: FailOn;
  /** The values of Terraform's variables. */
  readonly variables?: GivenVariables;
  /** A file of acknowledgements. */
  readonly acknowledgements?: string;
}

const FORMATS = Object.keys(VERIFY_PRINTERS) as VerifyFormat[];
const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];
const PATHS =
  "a folder of Terraform or OpenTofu files, a folder that cdktf synth wrote, or what terraform show -json printed of a plan or a state; several may be given when they belong together";
const EXIT_CODES = `
Exit codes:
  0   no finding of the severity of --fail-on or above that is not acknowledged
  1   at least one
  2   the command line or the configuration cannot be followed
  3   as 0, but something could not be judged; it is listed
  70  trust-mesh itself is at fault
`;

/** `trust-mesh verify`. */
export const verify: Define = (program, chosen) => {
  const command = program
    .command("verify")
    .summary("check the trusts of a Terraform or OpenTofu configuration")
    .description(
      "Checks which subjects may act as which identity, and with what rights, in a configuration, a plan or a state. It calls no cloud API.",
    )
    .argument("<path...>", PATHS)
    .option("--output <format=file>", "write the report to a file as well; may be repeated", collect, [])
    .addOption(new Option("--fail-on <severity>", "the least severity that fails").choices(FAIL_ON).default("medium"))
    .option("--acknowledgements <file>", "findings that are accepted until a date, as JSON or YAML")
    .addHelpText("after", EXIT_CODES);
  const format = defineFormat(command, "the form of the report on stdout", FORMATS, "table");
  type Options = Omit<VerifyArguments, "paths" | "format"> & VariableOptions;
  defineVariables(command).action((paths: string[], options: Options) =>
    chosen((terminal, version) => {
      const variables = variablesOf(options);
      return verifyCommand({ ...options, paths, variables, format: format() }, terminal, version);
    }),
  );
};

/**
 * Reads the configuration as far as it can be known, runs every check and prints what they found.
 *
 * @param tool the version of the command
 * @returns the exit code
 * @throws UsageFault, UnreadableConfiguration
 */
export async function verifyCommand(args: VerifyArguments, terminal: Terminal, tool: string): Promise<number> {
  const outputs = args.output.map((text) => outputOf(text, FORMATS));
  const world = await readForVerify(args.paths, args.variables);
  const acknowledgements = acknowledgementsOf(world, args.acknowledgements);
  const now = Date.now() / 1000;
  const report = verifyReportOf({ world, tool, failOn: args.failOn, acknowledgements, now });
  for (const { format, file } of outputs) writeOutput(file, VERIFY_PRINTERS[format](report));
  terminal.out(VERIFY_PRINTERS[args.format](report, terminal.columns));
  return VERIFY_EXIT_CODES[report.outcome];
}
