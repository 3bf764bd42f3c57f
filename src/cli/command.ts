import { Command } from "commander";
import { Terminal } from "./terminal";

/**
 * What a command line asks for.
 *
 * @param version of the command
 * @returns the exit code
 */
export type Run = (terminal: Terminal, version: string) => number | Promise<number>;

/** A command: its words, arguments and options. It tells what to run once a command line has named it. */
export type Define = (program: Command, chosen: (run: Run) => void) => void;

/** What commands read that need a configuration. */
export const PATHS =
  "a folder that cdktf synth wrote (cdktf.out), or what terraform show -json printed of a plan or a state; several may be given when their stacks belong together";

/** Collects an option that may be repeated. */
export function collect(one: string, all: readonly string[]): readonly string[] {
  return [...all, one];
}
