import { FlagDefinition, PLUGIN_COMMAND, PLUGIN_FLAGS, PluginSubcommand } from "../../exec-contract";
import { EXIT_CODES } from "./borrowed";

const PURPOSE: { readonly [subcommand in PluginSubcommand]: string } = {
  eks: "a credential for an Amazon EKS cluster",
  gke: "a credential for a Google GKE cluster",
  aks: "a credential for an Azure AKS cluster",
  oidc: "the projected token itself, for an API server that trusts its issuer",
};

/** The help of the command, or of one subcommand. */
export function help(subcommand?: PluginSubcommand): string {
  if (subcommand) {
    return [
      `${PLUGIN_COMMAND} ${subcommand} [flags]`,
      `Prints as an ExecCredential ${PURPOSE[subcommand]}.`,
      "",
      ...flagLines(PLUGIN_FLAGS[subcommand]),
      "",
    ].join("\n");
  }
  const subcommands = Object.entries(PURPOSE).map(([name, purpose]) => `  ${name.padEnd(8)}${purpose}`);
  const codes = Object.entries(EXIT_CODES).map(([hop, code]) => `${code} ${hop}`);
  return [
    `${PLUGIN_COMMAND} eks|gke|aks|oidc [flags]`,
    `${PLUGIN_COMMAND} doctor eks|gke|aks|oidc|aws|gcp|azure [flags]`,
    "",
    ...subcommands,
    "  doctor  walks the same way, or a pod's own way into a cloud, and tells what each hop answered",
    "",
    `  ${PLUGIN_COMMAND} SUBCOMMAND --help lists the flags; --version prints the version.`,
    "",
    `Exit codes: 0 success, 1 a fault of the plugin, ${codes.join(", ")}, 127 no Node.js.`,
    "",
  ].join("\n");
}

/** A line for each flag. */
export function flagLines(flags: readonly FlagDefinition[]): string[] {
  return flags.map(({ name, value, description, required, negatable, choices, variables }) => {
    const notes = [
      required ? "Required." : "",
      choices ? `One of ${choices.join(", ")}.` : "",
      variables ? `Or ${variables.join(", ")}.` : "",
    ];
    return `  --${`${name} ${value ?? (negatable ? `| --no-${name}` : "")}`.padEnd(30)} ${[description, ...notes].filter(Boolean).join(" ")}`;
  });
}
