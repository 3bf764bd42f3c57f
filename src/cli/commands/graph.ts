import { Option } from "commander";
import { listOf, rightsIn } from "../../rights";
import { readWorld } from "../../simulator";
import { chosenHolders } from "../choose-holders";
import { Define, PATHS } from "../command";
import { GraphData, graphDataOf } from "../printers/graph/data";
import { dotOf } from "../printers/graph/dot";
import { htmlOf } from "../printers/graph/html";
import { mermaidOf } from "../printers/graph/mermaid";
import { Level, Picture, pictureOf } from "../printers/graph/picture";
import { svgOf } from "../printers/graph/svg";
import { defineVariables, VariableOptions, variablesOf } from "../variables";

/** Drawings; the page draws for itself. */
const DRAWINGS = {
  mermaid: mermaidOf,
  dot: dotOf,
  svg: svgOf,
} as const satisfies Record<string, (data: GraphData, picture: Picture) => string>;
const LEVELS: readonly Level[] = ["subject", "cluster", "cloud"];
const [KNOWN, WITH_GAPS] = [0, 3];

interface GraphOptions extends VariableOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: keyof typeof DRAWINGS | "html";
  readonly level?: Level;
}

/** `trust-mesh graph`: a picture of who may do what. */
export const graph: Define = (program, chosen) => {
  const command = program
    .command("graph")
    .summary("draw who may do what: Mermaid, DOT, SVG, or a page to search in")
    .description(
      "Draws service accounts, their destinations and what they may do there. Where there are too many lines to tell apart they are drawn by cluster, or by cloud.",
    )
    .argument("<path...>", PATHS)
    .addOption(
      new Option("--format <format>", "the form").choices([...Object.keys(DRAWINGS), "html"]).default("mermaid"),
    )
    .option("--from <subject>", "only this service account (cluster:namespace/name), or those of this cluster")
    .option("--to <target>", "only this destination")
    .addOption(new Option("--level <level>", "what is told apart; as fits unless given").choices(LEVELS))
    .addHelpText(
      "after",
      "\nExit codes:\n  0 drawn, 2 cannot be followed, 3 drawn, and something that was read is not known\n",
    );
  defineVariables(command).action((paths: string[], options: GraphOptions) =>
    chosen((terminal, version) => {
      const { from, to, format, level } = options;
      const world = readWorld(paths, variablesOf(options));
      const rights = rightsIn(world, Date.now() / 1000);
      const list = listOf(world, { ...rights, holders: chosenHolders(rights.holders, { from, to }) }, version);
      const data = graphDataOf(list.holders);
      if (format === "html") {
        terminal.out(
          htmlOf(
            data,
            list.gaps.map(({ code, address, reason }) => `${code} ${address}: ${reason}`),
          ),
        );
      } else {
        terminal.out(DRAWINGS[format](data, pictureOf(data, [...data.rows.keys()], level)));
      }
      return list.gaps.length ? WITH_GAPS : KNOWN;
    }),
  );
};
