import { join, resolve } from "node:path";
import { PLUGIN_COMMAND } from "../exec-contract";
import { Lab, openPlayground, Progress, runTrials, Workbench } from "../lab";
import { readWorld, World } from "../simulator";
import { LabArguments, UsageFault } from "./arguments";
import { chooseClient } from "./choose-client";
import { isExecutable } from "./find-command";
import { printedReport } from "./print-report";
import { reportOf } from "./report";

/** Where a command writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Undefined where nobody looks on. */
  readonly columns?: number;
  /** Whether a line on stderr can be written over. */
  readonly isInteractive: boolean;
  /** Resolves when the user has had enough. */
  untilInterrupted(): Promise<void>;
}

/**
 * `trust-mesh lab`: reads the configuration, starts the lab, runs the trials and prints what came of them.
 *
 * @returns the exit code
 * @throws UsageFault, UnreadableConfiguration, UnresolvedValue, UnusableFolder
 */
export async function labCommand(args: LabArguments, terminal: Terminal): Promise<number> {
  const plugin = pluginOf(args);
  const world = readWorld(args.paths);
  if (world.edges.length === 0) throw new UsageFault(nothingDeclared(world));
  const lab = await Lab.start(world);
  try {
    const client = await chooseClient(args, lab);
    const bench = new Workbench(lab, plugin, client);
    const reports = await runTrials(bench, (progress) => tell(terminal, progress));
    if (terminal.isInteractive) terminal.err("\r\x1b[K");
    const report = reportOf(world, client.name, reports);
    terminal.out(args.json ? `${JSON.stringify(report, null, 2)}\n` : printedReport(report, terminal.columns));
    if (args.keep) await stay(lab, plugin, terminal);
    return report.surprises === 0 ? 0 : 1;
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
  return `No kubeconfig of this library is in what was read (${stacks} stacks with outputs), so no edge is declared. Add one: new TerraformOutput(stack, "kubeconfig", { value: mesh.kubeconfigFor(serviceAccount) })`;
}

function tell(terminal: Terminal, { done, total, last }: Progress): void {
  if (!terminal.isInteractive) return;
  const line = `${done} of ${total}: ${last}`;
  terminal.err(`\r\x1b[K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
}

async function stay(lab: Lab, plugin: string, terminal: Terminal): Promise<void> {
  const playground = openPlayground(lab, plugin);
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
