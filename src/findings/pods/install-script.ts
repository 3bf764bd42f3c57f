import { createHash } from "node:crypto";
import { INSTALL_SCRIPT_SHA256 } from "../../simulator";

/** How the script that installs the plugin takes its arguments. */
const SCRIPT = "sha256=$1 source=$2 folder=$3";
const SHELL = /^(\/(usr\/)?bin\/)?(ba|da|a)?sh$/;

/** Whether a text is the script that installs the plugin, or was made of it. */
export function isInstallScript(text: string): boolean {
  return text.includes(SCRIPT);
}

/** What keeps a shell from the script; undefined also where no command is written, so that the image has its own. */
export function commandFault(command: readonly string[]): string | undefined {
  const at = command.findIndex(isInstallScript);
  if (at < 0) return undefined;
  const [shell = "", option = ""] = command.slice(0, at);
  if (at !== 2 || !SHELL.test(shell)) return `is not started by a shell: its command is "${shell}"`;
  if (option !== "-c") return `is started with "${option}", and shells take a script by -c`;
  // A shell takes what follows the script for its name, and the next for its first argument.
  return command.length === at + 2 ? undefined : "is not followed by a name alone, so that its arguments are others";
}

/** An image of one's own may do the same without a command. */
export function isOwnScript(command: readonly string[]): boolean {
  const [, , script = ""] = command;
  return command.length === 0 || createHash("sha256").update(script).digest("hex") === INSTALL_SCRIPT_SHA256;
}
