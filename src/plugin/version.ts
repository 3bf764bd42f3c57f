import { PLUGIN_COMMAND, PLUGIN_PACKAGE } from "../exec-contract";

declare const TRUST_MESH_VERSION: string | undefined;

/** The package's version and the build's digest, which the build fills in; two builds never share cached answers. */
export const VERSION: string = typeof TRUST_MESH_VERSION === "string" ? TRUST_MESH_VERSION : "0.0.0+source";

/** What a message calls this plugin. */
export const RELEASE = `${PLUGIN_PACKAGE} ${VERSION}`;
/** The stanza may come from a newer version of the constructs than the plugin: docs/support.md has the rules. */
export const NEWER_STANZA = `A newer stanza needs a newer plugin: npm install --global ${PLUGIN_PACKAGE}. Else see --help.`;

/** Where the flags of a subcommand are told, or the subcommands. */
export function seeHelp(subcommand?: string): string {
  return `See ${[PLUGIN_COMMAND, subcommand, "--help"].filter(Boolean).join(" ")}.`;
}
