import { Command, CommanderError } from "commander";
import { Run } from "./command";
import { COMMANDS } from "./commands";
import { UsageFault } from "./usage-fault";

const CANNOT_FOLLOW = 2;

/**
 * Reads the command line. Without an argument it prints the help as an error: a script whose command is lost must not pass.
 *
 * @param version of the command
 * @throws UsageFault
 */
export function readArguments(args: readonly string[], version: string): Run {
  let run: Run | undefined;
  let printed = "";
  const program = programOf(version, (found) => (run = found));
  let refusing = program;
  for (const command of [program, ...program.commands]) {
    const refuse = (error: CommanderError) => {
      refusing = command;
      throw error;
    };
    command.exitOverride(refuse).configureOutput({
      writeOut: (text) => void (printed += text),
      writeErr: () => undefined,
    });
  }
  try {
    program.parse(args.length ? [...args] : ["--help"], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (["commander.version", "commander.helpDisplayed"].includes(error.code)) {
      return printing(printed, args.length > 0);
    }
    const words = refusing === program ? "trust-mesh" : `trust-mesh ${refusing.name()}`;
    throw new UsageFault(`${messageOf(error)} See ${words} --help`);
  }
  if (!run) throw new UsageFault("A command is missing. See trust-mesh --help");
  return run;
}

/** The command line: every command, with its arguments and options. */
export function programOf(version: string, chosen: (run: Run) => void): Command {
  const program = new Command("trust-mesh")
    .description("Shows, checks and tries a trust mesh on this machine, without a cloud account.")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .addHelpText("after", "\nThe exit codes of a command are in its help: trust-mesh lab --help");
  for (const define of COMMANDS) define(program, chosen);
  return program;
}

function printing(text: string, wasAsked: boolean): Run {
  return (terminal) => {
    if (wasAsked) terminal.out(text);
    else terminal.err(text);
    return wasAsked ? 0 : CANNOT_FOLLOW;
  };
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as one sentence. */
function messageOf({ message }: CommanderError): string {
  const text = message.replace(/^error: /, "").replaceAll("\n", " ");
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?)]$/.test(sentence) ? sentence : `${sentence}.`;
}
