import { listOf, rightsIn } from "../../rights";
import { readWorld } from "../../simulator";
import { chosenHolders } from "../choose-holders";
import { Define, PATHS } from "../command";
import { json } from "../escape";
import { defineFormat } from "../format";
import { listMarkdown } from "../printers/list/markdown";
import { listTable } from "../printers/list/table";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

const PRINTERS = {
  table: listTable,
  markdown: (list) => listMarkdown(list),
  json: (list) => `${json(list)}\n`,
} as const satisfies Record<string, typeof listTable>;
const FORMATS = Object.keys(PRINTERS) as (keyof typeof PRINTERS)[];
const [KNOWN, WITH_GAPS] = [0, 3];

interface ListOptions extends VariableOptions {
  readonly from?: string;
  readonly to?: string;
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
    .addHelpText(
      "after",
      "\nExit codes:\n  0 listed, 2 cannot be followed, 3 listed, and something that was read is not known\n",
    );
  const format = defineFormat(command, "the form", FORMATS, "table");
  defineVariables(command).action((paths: string[], options: ListOptions) =>
    chosen((terminal, version) => {
      const { from, to } = options;
      const print = PRINTERS[format()];
      const world = readWorld(paths, variablesOf(options));
      const rights = rightsIn(world, Date.now() / 1000);
      const holders = chosenHolders(rights.holders, { from, to });
      const listed = listOf(world, { holders, gaps: rights.gaps }, version);
      terminal.out(print(listed, terminal.columns));
      return listed.gaps.length ? WITH_GAPS : KNOWN;
    }),
  );
};
