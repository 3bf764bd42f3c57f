import { differenceOf, heldIn, rightsIn } from "../../rights";
import { readWorld } from "../../simulator";
import { acknowledgementsOf } from "../acknowledgements";
import { Define } from "../command";
import { DIFF_EXIT_CODES, DiffReport, diffReportOf } from "../diff-report";
import { json } from "../escape";
import { defineFormat } from "../format";
import { diffMarkdown } from "../printers/diff/markdown";
import { diffTable } from "../printers/diff/table";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

const PRINTERS = {
  markdown: (report) => diffMarkdown(report),
  table: diffTable,
  json: (report) => `${json(report)}\n`,
} as const satisfies Record<string, (report: DiffReport, columns?: number) => string>;

const FORMATS = Object.keys(PRINTERS) as (keyof typeof PRINTERS)[];

interface DiffOptions extends VariableOptions {
  readonly acknowledgements?: string;
}

/** `trust-mesh diff`: what a change adds and removes in rights. */
export const diff: Define = (program, chosen) => {
  const command = program
    .command("diff")
    .summary("tell what a change adds and removes in rights, as a comment for a pull request")
    .description(
      "Compares who may do what before and after a change: rights, not resources. A role that permits more under its old name is more; another object that gives the same is no change.",
    )
    .argument("<old>", "the configuration before: a folder or a file, as for list")
    .argument("<new>", "the configuration after, of the same kind")
    .option("--acknowledgements <file>", "gaps that are accepted until a date, as JSON or YAML")
    .addHelpText(
      "after",
      "\nExit codes:\n  0 no change of rights, or fewer; 1 more; 2 cannot be followed;\n  3 no more is known, and something that was read is not known\n",
    );
  const format = defineFormat(command, "the form", FORMATS, "markdown");
  defineVariables(command).action((before: string, after: string, options: DiffOptions) =>
    chosen((terminal, version) => {
      const { acknowledgements } = options;
      const print = PRINTERS[format()];
      const variables = variablesOf(options);
      const now = Date.now() / 1000;
      const documents = new Map<string, object>();
      const old = heldIn(readWorld([before], variables, { documents }), now);
      const world = readWorld([after], variables, { documents });
      const written = acknowledgementsOf(world, acknowledgements);
      const report = diffReportOf(differenceOf(old, rightsIn(world, now)), written, version, now);
      terminal.out(print(report, terminal.columns));
      return DIFF_EXIT_CODES[report.outcome];
    }),
  );
};
