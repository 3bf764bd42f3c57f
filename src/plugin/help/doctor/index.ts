import { PLUGIN_COMMAND, PLUGIN_FLAGS, PluginSubcommand } from "../../../exec-contract";
import type { Environment } from "../../settings";
import { asksForHelp, HELP, parseFlags, prepare, print, usageFailure } from "../borrowed";
import { flagLines, help } from "../text";
import { CLOUDS, examineCloud } from "./clouds";
import { examineCluster } from "./clusters";
import { CLUSTER_FLAGS } from "./flags";

/**
 * Runs `trust-mesh-auth doctor`, which walks a way hop by hop and tells on stdout what each one answered, with the arguments
 * behind it.
 *
 * @returns the exit code
 * @throws PluginFailure (usage)
 */
export async function doctor([name, ...args]: readonly string[], env: Environment): Promise<number> {
  if (name !== undefined && HELP.includes(name)) return tellHelp([help()]);
  const cloud = CLOUDS.find((one) => one.name === name);
  if (cloud) {
    const title = `${PLUGIN_COMMAND} doctor ${cloud.name} [flags]\nWalks the way of a pod's SDK into the cloud, step by step.\n`;
    if (asksForHelp(args)) return tellHelp([title, ...flagLines(cloud.flags), ""]);
    return await examineCloud(cloud, parseFlags(`doctor ${cloud.name}`, cloud.flags, args), env);
  }
  const clusters = Object.keys(PLUGIN_FLAGS);
  if (name === undefined || !clusters.includes(name)) {
    const names = [...clusters, ...CLOUDS.map((one) => one.name)];
    throw usageFailure(`doctor needs what to look at: one of ${names.join(", ")}.`);
  }
  const subcommand = name as PluginSubcommand;
  if (asksForHelp(args)) return tellHelp([help(subcommand), "With doctor in front:", ...flagLines(CLUSTER_FLAGS), ""]);
  const flags = parseFlags(subcommand, [...PLUGIN_FLAGS[subcommand], ...CLUSTER_FLAGS], args);
  return await examineCluster(prepare(subcommand, flags, env), flags);
}

function tellHelp(lines: readonly string[]): number {
  print(lines.join("\n"));
  return 0;
}
