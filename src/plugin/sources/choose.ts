import { PluginSubcommand } from "../../exec-contract";
import { PluginFailure } from "../failure";
import { Environment, Settings } from "../settings";
import { SOURCES } from "./registry";
import { Source } from "./source";

/** Flags that name a token by themselves, each of the source of its own name. */
const TOKEN_FLAGS = ["token-variable", "token-file", "credential-file"] as const;

/**
 * The source of this run: the one that is named, else what a flag names a token by, else the only one that the
 * environment announces. No metadata server is asked whether it is there.
 *
 * @throws PluginFailure (usage) when nothing is named and the environment announces no source, or several
 */
export function chooseSource(settings: Settings): Source {
  const name = settings.get("source") ?? TOKEN_FLAGS.find((flag) => settings.get(flag) !== undefined);
  const named = SOURCES.find((source) => source.name === name);
  if (named) return named;
  const found = announcedSources(settings.env, settings.subcommand);
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    throw new PluginFailure(
      "usage",
      "nothing tells where the subject's token is.",
      "Pass --token-file PATH with a projected service account token, or --source.",
    );
  }
  throw new PluginFailure(
    "usage",
    `the environment announces several sources: ${found.map((source) => source.name).join(", ")}.`,
    "Choose one with --source, or pass --token-file.",
  );
}

/** The sources whose variables are all set. */
function announcedSources(env: Environment, subcommand: PluginSubcommand): Source[] {
  return SOURCES.filter(
    ({ variables, targets }) =>
      variables.length > 0 &&
      variables.every((name) => env[name]) &&
      (targets === undefined || targets.includes(subcommand)),
  );
}
