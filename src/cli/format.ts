import { Command, Option } from "commander";
import { UsageFault } from "./usage-fault";

/**
 * Adds `--format`, and `--json` for short.
 *
 * @param meaning what has the form, for the help
 * @returns tells the form that a command line asks for; it throws UsageFault where both options are given and differ
 */
export function defineFormat<F extends string>(
  command: Command,
  meaning: string,
  formats: readonly F[],
  usual: F,
): () => F | "json" {
  command
    .addOption(new Option("--format <format>", meaning).choices(formats).default(usual))
    .option("--json", "the same as --format json");
  return () => {
    const { format, json } = command.opts<{ format: F; json?: true }>();
    if (!json) return format;
    if (command.getOptionValueSource("format") === "cli" && format !== "json") {
      throw new UsageFault(`--json and --format ${format} contradict each other. Leave one of them out`);
    }
    return "json";
  };
}
