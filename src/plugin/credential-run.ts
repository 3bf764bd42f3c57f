import { FlagValues, PluginSubcommand } from "../exec-contract";
import { openCacheDirectory } from "./cache/directory";
import { exchangeOnce } from "./cache/single-exchange";
import { storeForShell } from "./cache/shell-hit";
import { Deadline, DEFAULT_TIMEOUT_SECONDS } from "./deadline";
import { execCredential } from "./exec-credential";
import { ApiVersion, parseExecInfo } from "./exec-info";
import { Log } from "./log";
import { Run } from "./run";
import { Environment, Settings } from "./settings";
import { presentSubject } from "./sources";
import { subjectIdentity } from "./credential";
import { targetOf } from "./targets";
import { Target } from "./targets/target";

const TIMEOUT_BOUNDS = [1, 300] as const;

/** A run about to start: its settings read and checked, its clock running. */
export interface Prepared {
  readonly run: Run;
  /** The version that the answer has. */
  readonly apiVersion: ApiVersion;
  readonly target: Target;
}

/**
 * Reads the settings of a run and starts its time limit.
 *
 * @throws PluginFailure (usage)
 */
export function prepare(subcommand: PluginSubcommand, flags: FlagValues, env: Environment): Prepared {
  const stanza = flags["exec-api-version"];
  const { apiVersion, clusterConfig } = parseExecInfo(env.KUBERNETES_EXEC_INFO, String(stanza));
  const settings = new Settings(subcommand, flags, clusterConfig, env);
  const seconds = settings.integer("timeout", ...TIMEOUT_BOUNDS) ?? DEFAULT_TIMEOUT_SECONDS;
  const run = new Run(settings, new Log(settings.has("debug")), new Deadline(seconds));
  return { run, apiVersion, target: targetOf(settings) };
}

/**
 * One run: asks the source, then the cache, then the target's cloud.
 *
 * @param args the arguments as they were given, to which a stored answer is bound
 * @returns the ExecCredential that goes to stdout
 * @throws PluginFailure
 */
export async function runCredential({ run, apiVersion, target }: Prepared, args: readonly string[]): Promise<string> {
  const { settings } = run;
  const { subject } = await presentSubject(run, target);
  const exchange = () => target.exchange(run, subject);
  const identity = subjectIdentity(subject);
  const directory = identity && openCacheDirectory(settings, run.log);
  if (!identity || directory === undefined) return execCredential(apiVersion, await exchange());
  const wholeIdentity = JSON.stringify([apiVersion, target.identity, identity, settings.ending("-endpoint")]);
  const { credential, kept } = await exchangeOnce(run, directory, wholeIdentity, subject, exchange);
  // What a credential file says is not part of the command line, to which the shell's answers are bound.
  if (target.credentialFile === undefined) {
    storeForShell(directory, args, run.env, subject, kept, execCredential(apiVersion, kept));
  }
  return execCredential(apiVersion, credential);
}
