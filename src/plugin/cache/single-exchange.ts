import { ClusterCredential } from "../credential";
import { PluginFailure } from "../failure";
import { Run } from "../run";
import { sweep } from "./directory";
import { CacheEntry } from "./entry";
import { tryLock } from "./lock";

const POLL_MS = 40;
/** A process that has waited for half of its own time does the exchange itself. */
const SHARE_OF_TIME_TO_WAIT = 0.5;

/**
 * The credential of an identity: the kept one, or the result of one exchange among all processes that ask at the same
 * time. A failure is remembered for a short while, because kubectl runs a failing plugin up to five times.
 *
 * @throws PluginFailure of the exchange, or the remembered one
 */
export async function exchangeOnce(
  run: Run,
  directory: string,
  identity: string,
  exchange: () => Promise<ClusterCredential>,
): Promise<ClusterCredential> {
  const entry = new CacheEntry(directory, identity);
  const patience = run.deadline.remaining * (1 - SHARE_OF_TIME_TO_WAIT);
  for (;;) {
    const kept = settled(run, entry);
    if (kept) return kept;
    const lock = tryLock(directory, entry.lockName, run.deadline.remaining);
    if (lock !== "taken" || run.deadline.remaining <= patience) {
      try {
        // The holder before may have finished between the look above and the lock.
        return settled(run, entry) ?? (await exchangeAndKeep(directory, entry, exchange));
      } finally {
        if (typeof lock === "object") lock.release();
      }
    }
    await run.deadline.sleep(POLL_MS * (0.5 + Math.random()));
  }
}

function settled(run: Run, entry: CacheEntry): ClusterCredential | undefined {
  const kept = entry.credential();
  if (kept) {
    run.log.debug("the credential is from the cache");
    return kept;
  }
  const last = entry.failure();
  if (!last) return undefined;
  const seconds = Math.ceil((last.until - Date.now()) / 1000);
  throw last.failure.with(`(Remembered; asked again in ${seconds} s, or at once with --no-cache.)`);
}

async function exchangeAndKeep(
  directory: string,
  entry: CacheEntry,
  exchange: () => Promise<ClusterCredential>,
): Promise<ClusterCredential> {
  try {
    const credential = await exchange();
    entry.keep(credential);
    sweep(directory);
    return credential;
  } catch (error) {
    if (error instanceof PluginFailure && error.hop !== "usage") entry.remember(error);
    throw error;
  }
}
