import { Subject } from "../credential";
import { Run } from "../run";
import { Target } from "../targets/target";
import { chooseSource } from "./choose";
import { SourceName } from "./source";

/** A source and the subject it told. */
export interface Presented {
  readonly source: SourceName;
  readonly subject: Subject;
}

/**
 * Asks the run's source who the subject is. That is always done first, and is always local: a file, a variable, or the
 * token service of the source's own cloud. So the cache can only ever answer for the identity that is there now.
 *
 * @throws PluginFailure (usage or source)
 */
export async function presentSubject(run: Run, target: Target): Promise<Presented> {
  const { name, read } = chooseSource(run.settings);
  run.log.debug(`the source is ${name}`);
  return { source: name, subject: await read(run, target) };
}
