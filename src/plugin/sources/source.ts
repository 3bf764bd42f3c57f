import { PluginSubcommand, TOKEN_SOURCES } from "../../exec-contract";
import { Subject } from "../credential";
import { sourceFailure } from "../failure";
import { Run } from "../run";
import { Target } from "../targets/target";

/** The name of a source, as `--source` takes it. */
export type SourceName = (typeof TOKEN_SOURCES)[number];

/** Where a subject's credential comes from. */
export interface Source {
  readonly name: SourceName;
  /**
   * The variables by which a cloud's own machinery announces that its identity is there: all of them are set. A source
   * without any is used only by name. None of them may hold a secret: stored answers are bound to their values.
   */
  readonly variables: readonly string[];
  /** The only targets to which the variables announce it. */
  readonly targets?: readonly PluginSubcommand[];
  /**
   * Asks who the subject is.
   *
   * @throws PluginFailure (usage or source)
   */
  readonly read: (run: Run, target: Target) => Subject | Promise<Subject>;
}

/**
 * A variable that a source needs.
 *
 * @throws PluginFailure (source) when it is not set
 */
export function variableOf(run: Run, name: string, source: SourceName, wayOut: string): string {
  const value = run.env[name];
  if (value) return value;
  throw sourceFailure(`--source ${source} needs ${name}, which is not set.`, wayOut);
}

/** What to do where a cloud's webhook has not set its variables. */
export const RESTART_POD = "The cloud's webhook sets it: annotate the service account, then restart the pod.";
