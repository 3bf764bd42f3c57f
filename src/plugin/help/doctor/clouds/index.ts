import type { FlagValues } from "../../../../exec-contract";
import type { Environment } from "../../../settings";
import { PluginFailure, runOf, Settings } from "../../borrowed";
import { tell, tellClock } from "../report";
import { aws } from "./aws";
import { azure } from "./azure";
import { Cloud } from "./cloud";
import { gcp } from "./gcp";

/** Every cloud that a pod's SDKs can be examined for. */
export const CLOUDS: readonly Cloud[] = [aws, gcp, azure];

/**
 * Walks the way of a pod's SDK into a cloud and tells each step in a line, never a token nor what a secret holds.
 *
 * @returns the exit code of the first step that fails, 0 when none does
 */
export async function examineCloud(cloud: Cloud, flags: FlagValues, env: Environment): Promise<number> {
  // Read as flags of a cluster's are, of which none is meant here.
  const settings = new Settings(`doctor ${cloud.name}` as never, flags, {}, env, cloud.flags);
  const run = runOf(settings);
  for (const { label, take } of cloud.steps(run)) {
    try {
      const told = await take();
      tell(label, `ok: ${told}`);
    } catch (error) {
      if (!(error instanceof PluginFailure)) throw error;
      const { code, reason, wayOut = "", exitCode } = error;
      tell(label, `FAILED${code ? ` (${code})` : ""}: ${reason} ${wayOut}`.trim());
      tellClock(run.clockBehind);
      return exitCode;
    }
  }
  tellClock(run.clockBehind);
  return 0;
}
