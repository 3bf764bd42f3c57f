/**
 * The command line of the exec credential plugin `trust-mesh-auth`, defined once: the constructs print it into
 * kubeconfigs, the plugin parses it.
 */
import { SESSION_NAME_WORDS } from "./vendor/aws/sts";
import { AZURE_CLOUD_NAMES } from "./vendor/azure/clouds";
import { DEFAULT_UNIVERSE, IMPERSONATED_TOKEN_SECONDS } from "./vendor/google/federation";

/** The plugin's file name. It is a command of its own so that kubectl's plugin allow-list can name it. */
export const PLUGIN_COMMAND = "trust-mesh-auth";

/** The file with help and doctor, beside the plugin's own, which takes no other than the one that it was built with. */
export const HELP_FILE = `${PLUGIN_COMMAND}-help.js.br`;

/** The SHA-256 of the script by which an init container installs the plugin: one of another text is not judged. */
export const INSTALL_SCRIPT_SHA256 = "174439b4938889da4c2a101558ec917e32b75a98b8b7112f19bbad8e597bec84";

/** The npm package that holds the plugin alone. The build, the install hints and the tests take the name from here. */
export const PLUGIN_PACKAGE = "trust-mesh-auth";

/** What kind of target cluster a subcommand makes a credential for. */
export type PluginSubcommand = "eks" | "gke" | "aks" | "oidc";

/** One flag of the plugin. */
export interface FlagDefinition {
  /** The long name, without the two dashes. */
  readonly name: string;
  /** What the value is called in the help; a flag without it takes no value. */
  readonly value?: string;
  readonly description: string;
  readonly required?: boolean;
  /** Whether `--no-NAME` says the opposite, for a flag that takes no value. */
  readonly negatable?: boolean;
  /** The only values that are accepted. */
  readonly choices?: readonly string[];
  /** The environment variables that stand in for the flag, the first that is set winning. */
  readonly variables?: readonly string[];
  /**
   * May also come from `spec.cluster.config` of KUBERNETES_EXEC_INFO. Only what describes the target may: whoever
   * writes a cluster's entry must not choose whose token is read, where it is sent or where it is kept.
   */
  readonly fromCluster?: boolean;
}

/** Where the subject's own token comes from. */
export const TOKEN_SOURCES = [
  "token-file",
  "token-variable",
  "credential-file",
  "github-actions",
  "irsa",
  "eks-pod-identity",
  "ec2",
  "aws-web-identity",
  "google-metadata",
  "google-id-token",
  "azure-workload-identity",
  "azure-managed-identity",
] as const;

/** The versions of the exec credential API that the plugin speaks, the first being the newest. */
export const EXEC_API_VERSIONS = ["v1", "v1beta1"] as const;

const SHARED_FLAGS: readonly FlagDefinition[] = [
  {
    name: "token-file",
    value: "PATH",
    description: "The projected service account token; it is read at every run.",
    variables: ["TRUST_MESH_TOKEN_FILE"],
  },
  {
    name: "token-variable",
    value: "NAME",
    description: "The environment variable that holds the token itself, as a CI job's ID token.",
  },
  {
    name: "source",
    value: "SOURCE",
    description: "Where the subject's credential comes from; else --token-file or what the environment announces.",
    choices: TOKEN_SOURCES,
  },
  {
    name: "token-audience",
    value: "AUDIENCE",
    description: "The audience agreed on for the subject's token, if not the target's usual one.",
  },
  {
    name: "cache-dir",
    value: "PATH",
    description: "Where credentials are kept between runs.",
    variables: ["TRUST_MESH_CACHE_DIR"],
  },
  { name: "no-cache", description: "Keep nothing and use nothing kept." },
  {
    name: "timeout",
    value: "SECONDS",
    description: "Time limit of the run, 1 to 300; the default is 20.",
    variables: ["TRUST_MESH_TIMEOUT"],
  },
  { name: "metadata-endpoint", value: "URL", description: "Another address of the metadata server." },
  {
    name: "exec-api-version",
    value: "VERSION",
    description: "The exec stanza's version; it counts where the client sets no KUBERNETES_EXEC_INFO.",
    choices: EXEC_API_VERSIONS,
  },
  { name: "debug", description: "Tell each step on stderr." },
];

const AWS_STS_ENDPOINT: FlagDefinition = {
  name: "aws-sts-endpoint",
  value: "URL",
  description: "Another address of AWS STS; it is never signed into an EKS token.",
};

/** The flags of each subcommand, in the order in which they are printed. */
export const PLUGIN_FLAGS: { readonly [subcommand in PluginSubcommand]: readonly FlagDefinition[] } = {
  eks: [
    {
      name: "cluster-name",
      value: "NAME",
      description: "The EKS cluster's name, signed into the token.",
      required: true,
      fromCluster: true,
    },
    {
      name: "region",
      value: "REGION",
      description: "The AWS region whose STS signs the token.",
      required: true,
      variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
      fromCluster: true,
    },
    {
      name: "role-arn",
      value: "ARN",
      description: "The role to assume; without it the source's own role signs.",
      fromCluster: true,
    },
    {
      name: "session-name",
      value: "NAME",
      description: `RoleSessionName, ${SESSION_NAME_WORDS}.`,
      fromCluster: true,
    },
    {
      name: "external-id",
      value: "ID",
      description: "External id, for a role assumed from another role.",
      fromCluster: true,
    },
    {
      name: "fips",
      description: "Use the region's FIPS endpoint of STS.",
      negatable: true,
      fromCluster: true,
    },
    {
      name: "dual-stack",
      description: "Use the region's dual-stack endpoint of STS.",
      negatable: true,
      fromCluster: true,
    },
    ...SHARED_FLAGS,
    AWS_STS_ENDPOINT,
  ],
  gke: [
    {
      name: "audience",
      value: "AUDIENCE",
      description: "The pool provider: //iam.googleapis.com/projects/NUMBER/…",
      fromCluster: true,
    },
    {
      name: "service-account",
      value: "EMAIL",
      description: "The Google service account to impersonate.",
      fromCluster: true,
    },
    {
      name: "token-lifetime",
      value: "SECONDS",
      description: `Life of the impersonated token, ${IMPERSONATED_TOKEN_SECONDS.min} to ${IMPERSONATED_TOKEN_SECONDS.max}.`,
      fromCluster: true,
    },
    {
      name: "universe-domain",
      value: "DOMAIN",
      description: `Google's domain in the target's universe; the default is ${DEFAULT_UNIVERSE}.`,
    },
    {
      name: "credential-file",
      value: "PATH",
      description: "An external_account file, for what the flags leave out.",
    },
    ...SHARED_FLAGS,
    { name: "google-sts-endpoint", value: "URL", description: "Another address of Google's STS." },
    { name: "google-iam-endpoint", value: "URL", description: "Another address of the IAM Credentials API." },
    AWS_STS_ENDPOINT,
  ],
  aks: [
    {
      name: "tenant-id",
      value: "UUID",
      description: "The Entra tenant of the identity.",
      required: true,
      variables: ["AZURE_TENANT_ID"],
      fromCluster: true,
    },
    {
      name: "client-id",
      value: "UUID",
      description: "The client id of the identity.",
      required: true,
      variables: ["AZURE_CLIENT_ID"],
      fromCluster: true,
    },
    {
      name: "cloud",
      value: "CLOUD",
      description: "The Azure cloud; the default is public.",
      choices: AZURE_CLOUD_NAMES,
      fromCluster: true,
    },
    {
      name: "server-id",
      value: "UUID",
      description: "The application id of the AKS server, if not AKS's own.",
      fromCluster: true,
    },
    ...SHARED_FLAGS,
    { name: "entra-endpoint", value: "URL", description: "Another address of the Entra authority." },
    AWS_STS_ENDPOINT,
  ],
  oidc: [
    {
      name: "audience",
      value: "AUDIENCE",
      description: "The audience that the API server expects of the token.",
      fromCluster: true,
    },
    ...SHARED_FLAGS,
    AWS_STS_ENDPOINT,
  ],
};

/** A flag's value: `true` for a flag that takes none, `false` for its `--no-NAME`. */
export type FlagValues = { readonly [flag: string]: string | boolean | undefined };

/** A flag as it was written: which one, and whether as its opposite. */
export interface WrittenFlag {
  readonly flag: FlagDefinition;
  readonly negated: boolean;
}

/** Finds the flag that is written `--name`, or `--no-NAME` for one that can be negated. */
export function findFlag(flags: readonly FlagDefinition[], name: string): WrittenFlag | undefined {
  const flag = flags.find((one) => one.name === name);
  if (flag) return { flag, negated: false };
  const opposite = flags.find((one) => one.negatable && `no-${one.name}` === name);
  return opposite && { flag: opposite, negated: true };
}

/**
 * Arguments that also say the exec stanza's version, for clients that set no KUBERNETES_EXEC_INFO.
 *
 * @param apiVersion the version with its group, as the stanza has it
 */
export function withApiVersion(args: readonly string[], apiVersion: string): string[] {
  return [...args, "--exec-api-version", apiVersion.slice(apiVersion.lastIndexOf("/") + 1)];
}

/**
 * The argument list that a kubeconfig's exec stanza passes: the subcommand, then the flags in the contract's order.
 * A value may be a token that is unknown until apply.
 *
 * @throws if a flag is not the subcommand's, or a required one is missing
 */
export function execArguments(subcommand: PluginSubcommand, values: FlagValues): string[] {
  const flags = PLUGIN_FLAGS[subcommand];
  const unknown = Object.keys(values).find((name) => !flags.some((flag) => flag.name === name));
  if (unknown) throw new Error(`${PLUGIN_COMMAND} ${subcommand} has no flag --${unknown}.`);
  const args: string[] = [subcommand];
  for (const { name, value: takesValue, required } of flags) {
    const value = values[name];
    if (value === undefined) {
      if (required) throw new Error(`${PLUGIN_COMMAND} ${subcommand} needs --${name}.`);
    } else if (takesValue === undefined) args.push(value === false ? `--no-${name}` : `--${name}`);
    else args.push(`--${name}`, String(value));
  }
  return args;
}
