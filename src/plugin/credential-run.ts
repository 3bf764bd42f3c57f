import { FlagValues, PluginSubcommand } from "../exec-contract";
import { openCacheDirectory } from "./cache/directory";
import { exchangeOnce } from "./cache/single-exchange";
import { storeForShell } from "./cache/shell-hit";
import { Deadline, DEFAULT_TIMEOUT_SECONDS } from "./deadline";
import { execCredential } from "./exec-credential";
import { ApiVersion, parseExecInfo } from "./exec-info";
import { endedAlready } from "./lifetime";
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
  const run = runOf(settings);
  return { run, apiVersion, target: targetOf(settings) };
}

/** A run with these settings, whose time limit counts from now. */
export function runOf(settings: Settings): Run {
  const seconds = settings.integer("timeout", ...TIMEOUT_BOUNDS) ?? DEFAULT_TIMEOUT_SECONDS;
  return new Run(settings, new Log(settings.has("debug")), new Deadline(seconds));
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
  const exchange = async () => {
    const made = await target.exchange(run, subject);
    if (made.expires > Date.now()) return made;
    throw endedAlready(
      "exchange",
      subject.kind === "access-token" ? "The source's metadata server" : "The target's cloud",
    );
  };
  const identity = subjectIdentity(subject);
  const directory = identity && openCacheDirectory(settings, run.log);
  if (!identity || directory === undefined) return execCredential(apiVersion, await exchange());
  // A token that is made for the target has its audience from the settings, not from the subject.
  const made = [target.identity, target.minted.audience];
  const wholeIdentity = JSON.stringify([apiVersion, made, identity, settings.ending("-endpoint")]);
  const { credential, kept } = await exchangeOnce(run, directory, wholeIdentity, subject, exchange);
  // What a credential file says is not part of the command line, to which the shell's answers are bound.
  if (target.credentialFile === undefined) {
    storeForShell(directory, args, run.env, subject, kept, execCredential(apiVersion, kept));
  }
  return execCredential(apiVersion, credential);
}
