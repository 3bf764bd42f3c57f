import { Argument } from "commander";
import { Define } from "../command";
import { COMPLETIONS, Shell } from "../printers/completion";

/** `trust-mesh completion`: what a shell needs to complete commands and flags. */
export const completion: Define = (program, chosen) => {
  program
    .command("completion")
    .summary("print the completion of a shell: bash, zsh or fish")
    .description("Prints a script for a shell. For bash: source <(trust-mesh completion bash)")
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(COMPLETIONS)))
    .action((shell: Shell) =>
      chosen((terminal) => {
        terminal.out(COMPLETIONS[shell](program));
        return 0;
      }),
    );
};
