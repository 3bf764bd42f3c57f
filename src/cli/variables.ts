import { Command } from "commander";
import { Given, GivenVariables } from "../terraform";
import { UsageFault } from "./usage-fault";

/** What commander keeps of the options: one list in the order of the command line, under both names. */
export interface VariableOptions {
  readonly var?: readonly Given[];
  readonly varFile?: readonly Given[];
}

/** Adds the options by which Terraform's variables get values, as terraform itself has them. */
export function defineVariables(command: Command): Command {
  const given: Given[] = [];
  const add = (one: Given) => {
    given.push(one);
    return given;
  };
  return command
    .option("--var <name=value>", "the value of a Terraform variable; may be repeated", (text) => add(assigned(text)))
    .option("--var-file <file>", "a file of such values (.tfvars, .tfvars.json); may be repeated", (file) =>
      add({ file }),
    );
}

/**
 * The values of variables, those of `TF_VAR_<name>` among them.
 *
 * @throws UnreadableConfiguration for a file that is none
 */
export function variablesOf(options: VariableOptions): GivenVariables {
  return new GivenVariables(options.var ?? options.varFile ?? [], process.env);
}

function assigned(text: string): Given {
  const [, name, value] = /^\s*([A-Za-z_][\w-]*)\s*=(.*)$/s.exec(text) ?? [];
  // The value is not repeated: it may be a secret.
  if (name === undefined) {
    throw new UsageFault("--var is not NAME=VALUE. Write it as terraform takes it: --var region=x");
  }
  return { name, text: value };
}
