import { TOKEN_SOURCES } from "../../exec-contract";
import { PluginFailure } from "../failure";
import { Environment, Settings } from "../settings";
import { Target } from "../targets/target";
import {
  AWS_AGENT_TOKEN_FILE,
  AWS_AGENT_URI,
  AWS_ROLE_ARN,
  AWS_TOKEN_FILE,
  AZURE_TOKEN_FILE,
  GOOGLE_METADATA_HOST,
} from "../variables";

/** The name of a source, as `--source` takes it. */
export type SourceName = (typeof TOKEN_SOURCES)[number];

/** The variables by which a cloud's own machinery announces that its identity is there. */
const ANNOUNCED: readonly { readonly source: SourceName; readonly variables: readonly string[] }[] = [
  { source: "irsa", variables: [AWS_ROLE_ARN, AWS_TOKEN_FILE] },
  {
    source: "eks-pod-identity",
    variables: [AWS_AGENT_URI, AWS_AGENT_TOKEN_FILE],
  },
  { source: "azure-workload-identity", variables: [AZURE_TOKEN_FILE] },
  { source: "google-metadata", variables: [GOOGLE_METADATA_HOST] },
];

/**
 * The source of this run: the one that is named, else a token file that is named, else the only one that the
 * environment announces. No metadata server is asked whether it is there.
 *
 * @throws PluginFailure (usage) when nothing is named and the environment announces no source, or several
 */
export function chooseSource(settings: Settings, target: Target): SourceName {
  const named = TOKEN_SOURCES.find((source) => source === settings.get("source"));
  if (named) return named;
  if (settings.get("token-file") !== undefined || target.credentialSource) return "token-file";
  const found = announcedSources(settings.env);
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
    `the environment announces several sources: ${found.join(", ")}.`,
    "Choose one with --source, or pass --token-file.",
  );
}

/** The sources whose variables are all set. */
export function announcedSources(env: Environment): SourceName[] {
  return ANNOUNCED.filter(({ variables }) => variables.every((name) => env[name])).map(({ source }) => source);
}
