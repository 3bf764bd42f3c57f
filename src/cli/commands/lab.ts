import { join, resolve } from "node:path";
import { PLUGIN_COMMAND } from "../../exec-contract";
import { Lab, openPlayground, runTrials, Workbench } from "../../lab";
import { readWorld, World } from "../../simulator";
import { acknowledgementsOf } from "../acknowledgements";
import { Define } from "../command";
import { chooseClient } from "../choose-client";
import { onlyEdges, unchangedEdges } from "../choose-edges";
import { isExecutable } from "../find-command";
import { writeOutput } from "../outputs";
import { PRINTERS } from "../printers";
import { ProgressLine } from "../progress";
import { EXIT_CODES, reportOf } from "../report";
import { Terminal } from "../terminal";
import { UsageFault } from "../usage-fault";
import { defineLab, LabArguments } from "./lab-arguments";

/** `trust-mesh lab`. */
export const lab: Define = (program, chosen) =>
  defineLab(program, (args) => chosen((terminal, version) => labCommand(args, terminal, version)));

/**
 * `trust-mesh lab`: reads the configuration, starts the lab, runs the trials and prints what came of them.
 *
 * @param tool the version of the command
 * @returns the exit code
 * @throws UsageFault, UnreadableConfiguration, UnresolvedValue, UnusableFolder
 */
export async function labCommand(args: LabArguments, terminal: Terminal, tool: string): Promise<number> {
  const plugin = pluginOf(args);
  const world = readWorld(args.paths, args.variables);
  if (world.everyEdge.length === 0) throw new UsageFault(nothingDeclared(world));
  const acknowledgements = acknowledgementsOf(world, args.acknowledgements);
  const edges = onlyEdges(world.everyEdge, args.only);
  const lab = await Lab.start(world);
  try {
    const client = await chooseClient(args, lab);
    const bench = new Workbench(lab, plugin, client);
    const { changedSince } = args;
    const unchanged = changedSince === undefined ? new Set<never>() : unchangedEdges(lab, changedSince, tool);
    const progress = new ProgressLine(terminal);
    const reports = await runTrials(bench, (one) => progress.tell(one), edges, unchanged);
    progress.end();
    const now = Date.now() / 1000;
    const report = reportOf({ lab, tool, client: client.name, reports, unchanged, acknowledgements, now });
    for (const { format, file } of args.outputs) writeOutput(file, PRINTERS[format](report));
    terminal.out(PRINTERS[args.format](report, terminal.columns));
    if (args.keep) await stay(lab, plugin, terminal);
    return EXIT_CODES[report.outcome];
  } finally {
    await lab.stop();
  }
}

/** Pods and the user's other terminals are elsewhere, so only an absolute path means the same to them. */
function pluginOf({ plugin }: LabArguments): string {
  const file = resolve(plugin ?? join(__dirname, PLUGIN_COMMAND));
  if (isExecutable(file)) return file;
  if (plugin === undefined) {
    throw new UsageFault(`The plugin is not at ${file}, or cannot be run. Give its file: --plugin FILE`);
  }
  throw new UsageFault(`--plugin ${plugin} is not a file that can be run. Correct it, or leave it out`);
}

function nothingDeclared({ configuration }: World): string {
  const stacks = new Set(configuration.outputs.map(({ stack }) => stack)).size;
  return `No document of this library is in what was read (${stacks} stacks with outputs), so no edge is declared. Add an output; for access to clusters: new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(serviceAccount) }); for a cloud's own services: new TerraformOutput(stack, "services", { value: wiring.toDeclaration() })`;
}

async function stay(lab: Lab, plugin: string, terminal: Terminal): Promise<void> {
  const playground = await openPlayground(lab, plugin);
  const { kubeconfig, contexts } = playground;
  const lines = [
    "The lab keeps running. In another terminal:",
    "",
    `    export KUBECONFIG=${kubeconfig}`,
    ...contexts.map((context) => `    kubectl --context ${context} auth whoami`),
    "",
    "Ctrl-C ends it.",
    "",
  ];
  terminal.out(lines.join("\n"));
  try {
    await terminal.untilInterrupted();
  } finally {
    playground.close();
  }
}
