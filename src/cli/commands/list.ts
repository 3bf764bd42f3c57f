import { Option } from "commander";
import { listOf, rightsIn } from "../../rights";
import { readWorld } from "../../simulator";
import { chosenHolders } from "../choose-holders";
import { Define, PATHS } from "../command";
import { json } from "../escape";
import { listMarkdown } from "../printers/list/markdown";
import { listTable } from "../printers/list/table";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

const PRINTERS = {
  table: listTable,
  markdown: (list) => listMarkdown(list),
  json: (list) => `${json(list)}\n`,
} as const satisfies Record<string, typeof listTable>;
const [KNOWN, WITH_GAPS] = [0, 3];

interface ListOptions extends VariableOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: keyof typeof PRINTERS;
  readonly json?: true;
}

/** `trust-mesh list`: who may do what, where, as whom, and by which objects. */
export const list: Define = (program, chosen) => {
  const command = program
    .command("list")
    .summary("list who may do what, where, as whom, and by which objects")
    .description(
      "Lists each service account that is trusted, where it gets in, as whom, with what rights, and the objects that decide it. What no document declares is marked.",
    )
    .argument("<path...>", PATHS)
    .option("--from <subject>", "only this service account (cluster:namespace/name), or those of this cluster")
    .option("--to <target>", "only this destination")
    .addOption(new Option("--format <format>", "the form").choices(Object.keys(PRINTERS)).default("table"))
    .option("--json", "the same as --format json")
    .addHelpText(
      "after",
      "\nExit codes:\n  0 listed, 2 cannot be followed, 3 listed, and something that was read is not known\n",
    );
  defineVariables(command).action((paths: string[], options: ListOptions) =>
    chosen((terminal, version) => {
      const { from, to, format, json: asJson } = options;
      const world = readWorld(paths, variablesOf(options));
      const rights = rightsIn(world, Date.now() / 1000);
      const holders = chosenHolders(rights.holders, { from, to });
      const listed = listOf(world, { holders, gaps: rights.gaps }, version);
      terminal.out(PRINTERS[asJson ? "json" : format](listed, terminal.columns));
      return listed.gaps.length ? WITH_GAPS : KNOWN;
    }),
  );
};
