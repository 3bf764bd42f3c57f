import { PluginSubcommand } from "../../exec-contract";
import { usageFailure } from "../failure";
import { Environment, Settings } from "../settings";
import { SOURCES } from "./registry";
import { Source } from "./source";

/** Flags that name a token by themselves, each of the source of its own name. */
const TOKEN_FLAGS = ["token-variable", "token-file", "credential-file"] as const;
const LEAVE_ONE_OUT = "Leave out one of the two.";

/**
 * The source of this run: the one that is named, else what a flag names a token by, else what a variable names in a flag's
 * place, else the only one that the environment announces. No metadata server is asked whether it is there.
 *
 * @throws PluginFailure (usage) when two are named, or nothing is and the environment announces no source, or several
 */
export function chooseSource(settings: Settings): Source {
  const given = TOKEN_FLAGS.filter((flag) => settings.isGiven(flag));
  const name = settings.get("source") ?? given[0] ?? TOKEN_FLAGS.find((flag) => settings.get(flag) !== undefined);
  // A credential file also tells of what is no token.
  const other = given.find((flag) => flag !== name && flag !== "credential-file");
  if (other) throw usageFailure(`--${other} does not go with the source ${name}.`, LEAVE_ONE_OUT);
  const named = SOURCES.find((source) => source.name === name);
  if (named) return named;
  const found = announcedSources(settings.env, settings.subcommand);
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    throw usageFailure(
      "nothing tells where the subject's token is.",
      "Pass --token-file PATH with a projected service account token, or --source.",
    );
  }
  throw usageFailure(
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
